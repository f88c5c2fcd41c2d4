import type { ActionItem } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import type { MenuEntry } from "../../ui/menu.tsx";
import { stateAfter } from "./action-steps.ts";
import { useActionWords } from "./action-words.ts";
import { StateIcon } from "./state-icon.tsx";
import type { ActionMoves } from "./use-action-moves.tsx";

/** Gives exactly the steps that the person may take with an item, each with the state it leads to. */
export function useStepEntries(moves: ActionMoves): (item: ActionItem) => MenuEntry[] {
  const { t } = useTranslation();
  const words = useActionWords();
  return (item) => {
    const { step: stepWords, state: stateWords } = words;
    return item.abilities.steps.flatMap((step): MenuEntry[] => {
      const to = stateAfter(item.state, step);
      if (to === undefined) return [];
      return [
        {
          id: step,
          label: stepWords[step],
          description: t("actions.card.leadsTo", { state: stateWords[to] }),
          icon: <StateIcon state={to} />,
          ...(step === "cancel" ? { tone: "danger" as const } : {}),
          onAction: () => moves.take(item, step),
        },
      ];
    });
  };
}
