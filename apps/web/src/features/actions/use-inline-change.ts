import type { ActionItem } from "@istmo/contracts";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useToast } from "../../ui/toaster.tsx";
import { useActionWords } from "./action-words.ts";
import { isOvertaken } from "./is-overtaken.ts";
import type { ShownChange } from "./pending-changes.ts";
import { useActionWrites, type ChangeBody } from "./use-action-writes.ts";

export type InlineChange = (item: ActionItem, body: ChangeBody, shown: ShownChange) => void;

/** Changes a field in place: shown at once, taken back with a sentence when it is refused. */
export function useInlineChange(): InlineChange {
  const { t } = useTranslation();
  const words = useActionWords();
  const toast = useToast();
  const writes = useActionWrites();
  return useCallback(
    (item, body, shown) => {
      const isSameOwner = "ownerId" in body && body.ownerId === (item.owner?.id ?? null);
      if (Object.keys(body).length === 0 || isSameOwner) return;
      writes.change(item, { body, shown }).then(
        () => toast.show({ tone: "ok", text: t("actions.saved") }),
        (error: unknown) => {
          if (isOvertaken(error)) {
            const text = t("actions.stale.toast", { title: words.titleOf(item) });
            toast.show({ tone: "info", text });
          } else toast.showProblem(error);
        },
      );
    },
    [t, words, toast, writes],
  );
}
