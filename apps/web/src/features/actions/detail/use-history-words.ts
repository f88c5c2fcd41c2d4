/** What an act changed, as sentences without their subject. */
import type { ActionAct, WantedRecurrence } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useFieldWords } from "./field-words.ts";
import { useRecurrenceWords } from "./use-recurrence-words.ts";

type Change = ActionAct["changes"][number];
interface PlacedLine {
  readonly text: string;
  readonly done: boolean;
}

/** Of a step these say what its own sentence or its reason says. */
const ofSteps = new Set(["blockedReason", "unblockerId", "evidence", "verifierId"]);

export function useHistoryWords(): (act: ActionAct) => readonly string[] {
  const { t } = useTranslation();
  const { nameOf, valueOf } = useFieldWords();
  const recurs = useRecurrenceWords();

  function lineWords(before: PlacedLine | null, after: PlacedLine | null): string {
    if (before === null) return t("action.history.lineAdded", { text: after?.text });
    if (after === null) return t("action.history.lineRemoved", { text: before.text });
    const { text } = after;
    if (before.text !== text)
      return t("action.history.lineRenamed", { before: before.text, after: text });
    if (before.done === after.done) return t("action.history.lineMoved", { text });
    return after.done
      ? t("action.history.lineTicked", { text })
      : t("action.history.lineUnticked", { text });
  }

  function sentence({ field, before, after }: Change): string {
    const words = {
      field: nameOf(field),
      before: valueOf(field, before),
      after: valueOf(field, after),
    };
    switch (field) {
      case "created":
        return t("action.history.created");
      case "state":
        return t("action.history.state", words);
      case "description":
        return t("action.history.text");
      case "checklist":
        return lineWords(before as PlacedLine | null, after as PlacedLine | null);
      case "waitsFor":
        return t(after === null ? "action.history.waitsNoMore" : "action.history.waits");
      case "evidenceGiven":
        return t("action.history.evidence");
      case "recurrence":
        return after === null
          ? t("action.history.recursNoMore")
          : t("action.history.recurs", { how: recurs(after as WantedRecurrence) });
    }
    if (before === null) return t("action.history.set", words);
    return t(after === null ? "action.history.cleared" : "action.history.changed", words);
  }

  return ({ changes }) => {
    const told = changes.filter(({ field }) => !ofSteps.has(field));
    return [...new Set((told.length > 0 ? told : changes).map(sentence))];
  };
}
