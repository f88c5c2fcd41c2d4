import type { Editor } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { finalView, originalView } from "@istmo/paper-schema";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../ui/button.tsx";
import editorStyles from "../editor.module.css";
import { schemaExtensions } from "../extensions/paper-extensions.ts";

import styles from "./suggestions.module.css";

/** How the text is shown: with what is suggested, as if all were accepted, or as if none were. */
export type SuggestionsView = "markup" | "final" | "original";

/** The pause in the typing of others after which the text is settled anew. */
const pause = 400;

/** The text with all suggestions accepted or rejected: to be read, not written. */
export function SettledText({
  editor,
  view,
  language,
  onBack,
}: {
  readonly editor: Editor;
  readonly view: Exclude<SuggestionsView, "markup">;
  readonly language: string;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const label = t(`suggestions.view.${view}`);
  const settled = useEditor(
    {
      extensions: schemaExtensions,
      content: settledOf(editor, view),
      editable: false,
      injectCSS: false,
      editorProps: {
        attributes: {
          class: editorStyles.paper!,
          role: "document",
          "aria-label": label,
          lang: language,
        },
      },
    },
    [editor, view, language],
  );
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (!editor.isDestroyed && !settled.isDestroyed)
          settled.commands.setContent(settledOf(editor, view), { emitUpdate: false });
      }, pause);
    };
    editor.on("update", refresh);
    return () => {
      clearTimeout(timer);
      editor.off("update", refresh);
    };
  }, [editor, settled, view]);
  return (
    <div className={styles.settled} data-settled={view}>
      <div className={styles.notice} role="status">
        <span>{t(`suggestions.view.${view}Notice`)}</span>
        <Button size="small" onPress={onBack}>
          {t("suggestions.view.back")}
        </Button>
      </div>
      <EditorContent editor={settled} />
    </div>
  );
}

function settledOf({ state }: Editor, view: "final" | "original") {
  const doc = view === "final" ? finalView(state.doc) : originalView(state.doc);
  return doc.toJSON() as Record<string, unknown>;
}
