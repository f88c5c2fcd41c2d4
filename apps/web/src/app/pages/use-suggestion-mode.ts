/** Whether what somebody writes in a text becomes a suggestion. */
import type { Edition } from "@istmo/contracts";
import { useEffect, type ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import type { PaperEditor } from "../../features/editor/index.ts";
import { useRemembered } from "../../lib/use-remembered.ts";
import { useToast } from "../../ui/toaster.tsx";

type TextEditor = Parameters<NonNullable<ComponentProps<typeof PaperEditor>["onEditor"]>>[0];

/** What the person last chose for the texts of this paper, on this browser. */
export const useRememberedMode = (personId: string, paperId: string) =>
  useRemembered(`istmo.suggesting.${personId}.${paperId}`, (written) =>
    written === "on" ? "on" : "off",
  );

/** Sets the mode of an editor: everywhere, or in the sections where the person may only suggest. */
export function useSuggestionMode(
  editor: TextEditor,
  {
    edition,
    personId,
    isOn,
  }: { readonly edition: Edition; readonly personId: string; readonly isOn: boolean },
): void {
  const { t } = useTranslation();
  const toast = useToast();
  const { sections } = edition;
  useEffect(() => {
    if (editor === null || editor.isDestroyed) return;
    const limited = sections.filter(({ role }) => role === "suggester");
    editor.storage.suggestionMode.mode = {
      personId,
      isOn,
      suggestOnlySections: new Set(limited.map(({ sectionId }) => sectionId)),
    };
    editor.storage.suggestionMode.onRefused = () =>
      toast.show({ tone: "info", text: t("suggestions.refused") });
  }, [editor, isOn, personId, sections, toast, t]);
}
