import type { PaperDocumentJson, CslSource } from "@istmo/paper-schema";
import type { Editor } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { MessageSquarePlus } from "lucide-react";
import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "../../ui/icon-button.tsx";

import { blockIdAt } from "./blocks.ts";
import { quoteLength } from "./comment-target.ts";
import offerStyles from "./comments-in-text.module.css";
import editorStyles from "./editor.module.css";
import { giveSources } from "./extensions/citation.ts";
import { quoteOf } from "./extensions/comment-places.ts";
import {
  FrozenMarksExtension,
  showFrozenMarks,
  type FrozenMarks,
} from "./extensions/frozen-marks.ts";
import { readingExtensions } from "./extensions/paper-extensions.ts";
import { ReadingCaret } from "./extensions/reading-caret.ts";
import { FootnotesInText } from "./footnotes-in-text.tsx";
import { gapAbove, useSelectionPlace } from "./selection-place.ts";

/** What of a frozen text somebody wants to speak of. */
export interface FrozenTarget {
  readonly blockId: string;
  readonly quote: string;
}

/** A source that the text cites. */
export interface FrozenSource {
  readonly id: string;
  readonly key: string;
  readonly csl: CslSource;
}

export interface FrozenTextProps {
  readonly paperId: string;
  /** The same object as long as it is the same text. */
  readonly document: PaperDocumentJson;
  readonly sources: readonly FrozenSource[];
  readonly language: string;
  readonly label: string;
  readonly marks: FrozenMarks;
  readonly renderActionChip: (actionId: string) => ReactNode;
  /** Speaks of what is selected, or of a block by its second press; null where nobody asks. */
  readonly onSpeak: ((target: FrozenTarget) => void) | null;
  /** Somebody presses a block that is spoken of. */
  readonly onOpen: (blockId: string) => void;
  readonly onEditor: (editor: Editor | null) => void;
}

/** A text that was frozen, to be read and spoken of: its numbers stay what they are. */
export function FrozenText(props: FrozenTextProps) {
  const { paperId, document, language, label } = props;
  const editor = useEditor(
    {
      extensions: [
        ...readingExtensions({
          ...{ paperId, language },
          renderActionChip: props.renderActionChip,
        }),
        FrozenMarksExtension,
        ReadingCaret,
      ],
      content: document as unknown as Record<string, unknown>,
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
    [document, language, paperId],
  );
  /** Tiptap may make another one before the first has come into the page: this one is there. */
  const [shown, setShown] = useState<Editor | null>(null);
  useEffect(() => {
    if (editor.isDestroyed) return undefined;
    setShown(editor);
    return () => setShown(null);
  }, [editor]);
  return (
    <div className={editorStyles.editor} data-frozen-text="">
      <div
        className={editorStyles.page}
        onClick={({ target }) => {
          if (!(target instanceof Element) || getSelection()?.isCollapsed === false) return;
          const id = target.closest("[data-said]")?.getAttribute("data-block-id");
          if (typeof id === "string") props.onOpen(id);
        }}
      >
        <EditorContent editor={editor} />
      </div>
      {shown !== null && !shown.isDestroyed && <AroundText {...props} editor={shown} />}
    </div>
  );
}

/** What stands around the text once it is in the page. */
function AroundText(props: FrozenTextProps & { readonly editor: Editor }) {
  const { editor, sources, marks, onSpeak } = props;
  const { t } = useTranslation();
  useEffect(() => {
    giveSources(editor, {
      byId: new Map(sources.map(({ id, csl }) => [id, csl])),
      keys: new Map(sources.map(({ id, key }) => [id, key])),
    });
  }, [editor, sources]);
  useEffect(() => {
    if (!editor.isDestroyed) showFrozenMarks(editor.view, marks);
  }, [editor, marks]);
  const isOffered = onSpeak !== null;
  useEffect(() => {
    if (!editor.isDestroyed) editor.storage.readingCaret.isOffered = isOffered;
  }, [editor, isOffered]);
  const tell = useEffectEvent((current: Editor | null) => props.onEditor(current));
  useEffect(() => {
    tell(editor);
    return () => tell(null);
  }, [editor]);

  const [place, leave] = useSelectionPlace(isOffered ? editor : null);
  const speak = () => {
    const target = targetAt(editor);
    if (target === null) return;
    leave();
    getSelection()?.removeAllRanges();
    onSpeak?.(target);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // As in the text that is written in: Ctrl+Alt+M.
    if (onSpeak === null || event.code !== "KeyM" || !event.altKey || event.shiftKey) return;
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    speak();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);

  return (
    <>
      {isOffered && place !== null && (
        <div
          className={offerStyles.offer}
          data-toolbar="false"
          ref={(box) => {
            if (box) box.style.setProperty("--at", `${place.top + gapAbove(editor, box)}px`);
          }}
        >
          <IconButton
            variant="secondary"
            icon={<MessageSquarePlus />}
            aria-label={t("rounds.say.here")}
            preventFocusOnPress
            onPress={speak}
          />
        </div>
      )}
      <FootnotesInText editor={editor} />
    </>
  );
}

/** The innermost block with an id where the selection begins, and the words that are selected. */
function targetAt({ state }: Editor): FrozenTarget | null {
  const { selection, doc } = state;
  const { from, to } = selection;
  const after = doc.nodeAt(from)?.attrs["id"] as unknown;
  const blockId = blockIdAt(doc, from) ?? (typeof after === "string" ? after : null);
  if (blockId === null) return null;
  return { blockId, quote: from === to ? "" : quoteOf(doc, { from, to, length: quoteLength }) };
}
