import type { ActionItem } from "@istmo/contracts";
import { useCallback, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useToast } from "../../ui/toaster.tsx";
import { CreateActionDialog, type NewAction } from "./action-dialog.tsx";
import { useActionWords } from "./action-words.ts";

interface Asked {
  readonly prefill: NewAction;
  readonly settle: (item: ActionItem | null) => void;
}

/**
 * Asks for an action and answers what was made, or null when the person thought better of it.
 * Render `dialog` once, wherever the caller stands.
 */
export function useCreateActionFlow(): {
  readonly createAction: (prefill?: NewAction) => Promise<ActionItem | null>;
  readonly dialog: ReactNode;
} {
  const { t } = useTranslation();
  const words = useActionWords();
  const toast = useToast();
  const [asked, setAsked] = useState<Asked | null>(null);
  const createAction = useCallback(
    (prefill: NewAction = {}) =>
      new Promise<ActionItem | null>((settle) => setAsked({ prefill, settle })),
    [],
  );
  const dialog = asked && (
    <CreateActionDialog
      prefill={asked.prefill}
      onCreated={(item) => {
        toast.show({ tone: "ok", text: t("actions.created", { title: words.titleOf(item) }) });
        setAsked(null);
        asked.settle(item);
      }}
      onCancel={() => {
        setAsked(null);
        asked.settle(null);
      }}
    />
  );
  return { createAction, dialog };
}
