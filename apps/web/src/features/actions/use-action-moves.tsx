import type { ActionItem, ActionStepName } from "@istmo/contracts";
import { transitionFor, type ActionState } from "@istmo/domain";
import { useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useToast } from "../../ui/toaster.tsx";
import { decideMove, needOf, stateAfter, type MoveDecision } from "./action-steps.ts";
import { useActionWords } from "./action-words.ts";
import { isAtPlace, rankAt, rankAtEnd, type Spot } from "./board-order.ts";
import { isOvertaken } from "./is-overtaken.ts";
import { StepDialog } from "./step-dialog.tsx";
import { useActionWrites } from "./use-action-writes.ts";

export interface ActionMoves {
  /** Puts a card into a column, by the step that leads there, or to another place in its own. */
  readonly move: (item: ActionItem, to: ActionState, spot: Spot) => void;
  /** Takes a step; asks for a reason or evidence first where the step needs it. */
  readonly take: (item: ActionItem, step: ActionStepName) => void;
}

interface AskedStep {
  readonly item: ActionItem;
  readonly step: ActionStepName;
  readonly spot: Spot | undefined;
}

/** The moves of cards, and the dialog that some of them open; render `dialog` once. */
export function useActionMoves(meId: string | undefined): {
  readonly moves: ActionMoves;
  readonly dialog: ReactNode;
} {
  const { t } = useTranslation();
  const words = useActionWords();
  const toast = useToast();
  const writes = useActionWrites();
  const [asked, setAsked] = useState<AskedStep | null>(null);

  const moves = useMemo<ActionMoves>(() => {
    const tell = (text: string) => toast.show({ tone: "info", text });

    function explain(item: ActionItem, to: ActionState, refusal: MoveDecision): string {
      if (refusal.kind !== "refused") return "";
      switch (refusal.why) {
        case "no_such_step":
          return t("actions.refused.no_such_step", {
            from: words.state[item.state],
            to: words.state[to],
          });
        case "owner_missing":
          return t("actions.refused.owner_missing");
        case "own_item":
          return t("actions.refused.own_item");
        case "not_allowed": {
          const who = transitionFor("action", item.state, refusal.step ?? "")?.who ?? [];
          return t("actions.refused.not_allowed", {
            who: who.map((role) => words.who[role] ?? role).join(", "),
          });
        }
      }
    }

    function fail(item: ActionItem, error: unknown): void {
      if (isOvertaken(error)) {
        tell(t("actions.stale.toast", { title: words.titleOf(item) }));
      } else {
        toast.showProblem(error);
      }
    }

    function reorder(item: ActionItem, { place, column }: Spot): void {
      if (isAtPlace(column, item.id, place)) return;
      if (!item.abilities.edit) {
        tell(t("actions.refused.reorder"));
        return;
      }
      writes
        .change(item, { body: { place }, shown: { rank: rankAt(column, place) } })
        .catch((error: unknown) => fail(item, error));
    }

    function take(item: ActionItem, step: ActionStepName, spot?: Spot): void {
      if (needOf(step) !== "nothing") {
        setAsked({ item, step, spot });
        return;
      }
      const to = stateAfter(item.state, step) ?? item.state;
      writes
        .step(item, {
          body: { event: step, ...(spot ? { place: spot.place } : {}) },
          shown: { rank: spot ? rankAt(spot.column, spot.place) : rankAtEnd },
        })
        .then(
          () => {
            // Whoever dragged the card has seen where it went.
            if (spot) return;
            const text = t("actions.moved", { title: words.titleOf(item), state: words.state[to] });
            toast.show({ tone: "ok", text });
          },
          (error: unknown) => fail(item, error),
        );
    }

    return {
      take: (item, step) => take(item, step),
      move(item, to, spot) {
        const decision = decideMove(item, to, meId);
        if (decision.kind === "stay") reorder(item, spot);
        else if (decision.kind === "step") take(item, decision.step, spot);
        else tell(explain(item, to, decision));
      },
    };
  }, [meId, t, toast, words, writes]);

  const dialog = asked && (
    <StepDialog
      key={`${asked.item.id} ${asked.step}`}
      item={asked.item}
      step={asked.step}
      {...(asked.spot ? { spot: asked.spot } : {})}
      onClose={() => setAsked(null)}
    />
  );
  return { moves, dialog };
}
