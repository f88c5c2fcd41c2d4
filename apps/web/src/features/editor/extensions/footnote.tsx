import { Node, type Editor } from "@tiptap/core";
import type { Node as PmNode } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";
import {
  NodeViewWrapper,
  ReactNodeView,
  ReactNodeViewRenderer,
  useEditorState,
  type ReactNodeViewProps,
} from "@tiptap/react";
import { BookMarked } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";

import { Button } from "../../../ui/button.tsx";
import { TextArea } from "../../../ui/text-field.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";

import { CitationDialog } from "../sources/citation-dialog.tsx";
import { citationToken, noteContent, noteText } from "../sources/note-text.ts";

import { newBlockId } from "./block-ids.ts";
import { citationsOf, citationText, type CitationAttributes } from "./citation.ts";
import styles from "./footnote.module.css";

interface FootnoteStorage {
  /** The footnote that was just inserted and opens itself to be written. */
  openId: string | null;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    footnote: {
      /** Inserts an empty footnote after the selection and opens it. */
      insertFootnote: () => ReturnType;
    };
  }
}

/**
 * A footnote lies in the text where it is referred to, with its text inside it. The page shows a
 * raised number; the number is its place in the paper, counted by the style sheet.
 */
export const Footnote = Node.create<object, FootnoteStorage>({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  content: "(text | citation | crossReference)*",

  addStorage() {
    return { openId: null };
  },

  addAttributes() {
    return {
      id: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-footnote-id"),
        renderHTML: ({ id }) => (typeof id === "string" ? { "data-footnote-id": id } : {}),
      },
    };
  },

  parseHTML() {
    return [{ tag: "sup[data-footnote]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["sup", { ...HTMLAttributes, "data-footnote": "" }, 0];
  },

  addCommands() {
    return {
      insertFootnote:
        () =>
        ({ commands, state }) => {
          const id = `fn-${newBlockId()}`;
          this.storage.openId = id;
          return commands.insertContentAt(state.selection.to, { type: this.name, attrs: { id } });
        },
    };
  },

  addNodeView() {
    const render = ReactNodeViewRenderer(FootnoteView, { as: "span" });
    return (props) => {
      const view = render(props);
      // The text shows in the popover and is no place for a cursor.
      if (view instanceof ReactNodeView) {
        view.contentDOMElement?.remove();
        view.contentDOMElement = null;
      }
      return view;
    };
  },
});

function FootnoteView({ node, editor, extension, getPos, deleteNode }: ReactNodeViewProps) {
  const { t } = useTranslation();
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const noteKeys = citationsOf(editor.state)?.sources.keys ?? noKeys;
  const text = noteText(node, noteKeys);
  const shown = useEditorState({
    editor,
    selector: ({ editor: now }) => shownText(now.state, node, getPos()),
  });
  const id: unknown = node.attrs["id"];
  const storage = extension.storage as FootnoteStorage;

  useEffect(() => {
    if (typeof id !== "string" || storage.openId !== id) return;
    storage.openId = null;
    setOpen(true);
  }, [id, storage]);

  function write(next: string): void {
    setOpen(false);
    const pos = getPos();
    const written = next.trim().replace(/\s+/g, " ");
    if (written === "") deleteNode();
    else if (pos !== undefined && written !== text)
      editor.view.dispatch(
        editor.state.tr.replaceWith(
          pos + 1,
          pos + 1 + node.content.size,
          noteContent(written, { schema: editor.schema, before: node, keys: noteKeys }),
        ),
      );
    const after = pos === undefined ? null : editor.state.doc.nodeAt(pos);
    editor.commands.focus(pos === undefined ? null : pos + (after?.nodeSize ?? 0));
  }

  /** A note that was never written does not stay. */
  function dismiss(): void {
    setOpen(false);
    if (text !== "" || !editor.isEditable) return;
    deleteNode();
    editor.commands.focus();
  }

  return (
    <NodeViewWrapper as="span" className={styles.footnote!} data-footnote-reference="">
      <Tooltip text={shown === "" ? t("editor.footnote.empty") : shown}>
        <AriaButton
          ref={trigger}
          className={styles.reference!}
          aria-label={t("editor.footnote.label")}
          onPress={() => setOpen(true)}
        />
      </Tooltip>
      <Popover
        triggerRef={trigger}
        isOpen={isOpen}
        onOpenChange={(open) => (open ? setOpen(true) : dismiss())}
        className={styles.popover!}
        placement="bottom"
      >
        <Dialog className={styles.dialog!}>
          <Heading slot="title" className={styles.title!}>
            {t("editor.footnote.title")}
          </Heading>
          {editor.isEditable ? (
            <FootnoteForm editor={editor} text={text} onWrite={write} onCancel={dismiss} />
          ) : (
            <p className={styles.text}>{shown}</p>
          )}
        </Dialog>
      </Popover>
    </NodeViewWrapper>
  );
}

const noKeys: ReadonlyMap<string, string> = new Map();

/** The note as it reads: its citations as they are shown. */
function shownText(state: EditorState, note: PmNode, pos: number | undefined): string {
  if (pos === undefined) return note.textContent;
  let words = "";
  note.forEach((child, offset) => {
    if (child.isText) words += child.text ?? "";
    else if (child.type.name === "citation") words += citationText(state, pos + 1 + offset);
  });
  return words;
}

interface FootnoteFormProps {
  readonly editor: Editor;
  readonly text: string;
  readonly onWrite: (text: string) => void;
  readonly onCancel: () => void;
}

function FootnoteForm({ editor, text, onWrite, onCancel }: FootnoteFormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(text);
  const [isCiting, setCiting] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { paperId } = editor.storage.citation;

  /** Where the field's cursor stands, or at the end. */
  function cite(chosen: CitationAttributes): void {
    const place = form.current?.querySelector("textarea")?.selectionEnd ?? draft.length;
    const keys = citationsOf(editor.state)?.sources.keys ?? noKeys;
    const before = draft.slice(0, place);
    const gap = before === "" || /[\s\]]$/.test(before) ? "" : " ";
    setDraft(`${before}${gap}${citationToken(chosen, keys)}${draft.slice(place)}`);
  }

  return (
    <form
      ref={form}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onWrite(draft);
      }}
    >
      <TextArea
        autoFocus
        hideLabel
        label={t("editor.footnote.text")}
        rows={3}
        value={draft}
        onChange={setDraft}
        onKeyDown={(event) => {
          // The field keeps its keys to itself, so Escape does not reach the popover.
          if (event.key === "Escape") onCancel();
          if (event.key !== "Enter" || event.shiftKey) return;
          event.preventDefault();
          onWrite(draft);
        }}
      />
      {paperId !== null && (
        <div className={styles.cite}>
          <Button size="small" icon={<BookMarked />} onPress={() => setCiting(true)}>
            {t("sources.cite")}
          </Button>
          {isCiting && (
            <CitationDialog
              editor={editor}
              paperId={paperId}
              language={editor.view.dom.lang}
              pos={null}
              canWrite
              onChoose={cite}
              onClose={() => setCiting(false)}
            />
          )}
        </div>
      )}
      <div className={styles.buttons}>
        <Button variant="danger" onPress={() => onWrite("")}>
          {t("editor.footnote.delete")}
        </Button>
        <Button variant="quiet" onPress={onCancel}>
          {t("ui.cancel")}
        </Button>
        <Button variant="primary" type="submit">
          {t("editor.footnote.keep")}
        </Button>
      </div>
    </form>
  );
}
