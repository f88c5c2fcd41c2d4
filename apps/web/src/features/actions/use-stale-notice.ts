import type { ActionItem } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useActionWords } from "./action-words.ts";
import { changedFields } from "./changed-actions.ts";
import { useActionWrites } from "./use-action-writes.ts";

/**
 * Somebody else changed the item while a form was open: fetches it, says what differs, and gives
 * the form the version to save on top of. What was typed is the form's own and stays.
 */
export function useStaleNotice(opened: ActionItem) {
  const { t } = useTranslation();
  const words = useActionWords();
  const writes = useActionWrites();
  const [fresh, setFresh] = useState<ActionItem | null>(null);
  const [isStale, setIsStale] = useState(false);

  function refresh(): void {
    setIsStale(true);
    writes.fresh(opened.id).then(setFresh, () => undefined);
  }

  const fields = fresh === null ? [] : changedFields(opened, fresh);
  const text = [
    t("actions.stale.form"),
    ...(fields.length > 0
      ? [
          t("actions.stale.changed", {
            fields: fields.map((field) => words.field[field]).join(", "),
          }),
        ]
      : []),
  ].join(" ");
  return { current: fresh ?? opened, isStale, text, refresh };
}
