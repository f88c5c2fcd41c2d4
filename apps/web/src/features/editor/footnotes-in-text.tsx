/** The footnote that is open, to be read or written, and the words of the one that is pointed at. */
import type { Editor } from "@tiptap/core";
import type { Node as PmNode } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";
import { useEditorState } from "@tiptap/react";
import { BookMarked } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { TooltipAt } from "../../ui/tooltip.tsx";

import { citationsOf, citationText, type CitationAttributes } from "./extensions/citation.ts";
import { footnoteIdAt, positionOf, referenceOf } from "./extensions/footnote.ts";
import styles from "./extensions/footnote.module.css";
import { CitationDialog } from "./sources/citation-dialog.tsx";
import { citationToken, noteContent, noteText } from "./sources/note-text.ts";

/** How long a reference is pointed at before its words are shown, in milliseconds. */
const hintAfter = 500;

export function FootnotesInText({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation();
  const [openId, setOpenId] = useState<string | null>(null);
  const label = t("editor.footnote.label");
  useEffect(() => {
    const storage = editor.storage.footnote;
    storage.label = label;
    storage.onOpen = setOpenId;
    const references = editor.view.dom.querySelectorAll("[data-footnote-reference] > button");
    for (const reference of references) reference.setAttribute("aria-label", label);
    const press = ({ target }: Event) => {
      const id = footnoteIdAt(target);
      if (id !== null) setOpenId(id);
    };
    const { dom } = editor.view;
    dom.addEventListener("click", press);
    return () => dom.removeEventListener("click", press);
  }, [editor, label]);
  return (
    <>
      <FootnoteHint editor={editor} isOff={openId !== null} />
      {openId !== null && (
        <OpenFootnote key={openId} editor={editor} id={openId} onClose={() => setOpenId(null)} />
      )}
    </>
  );
}

/** The words of the footnote that is pointed at or has the focus. */
function FootnoteHint({ editor, isOff }: { readonly editor: Editor; readonly isOff: boolean }) {
  const { t } = useTranslation();
  const [at, setAt] = useState<{ reference: Element; text: string } | null>(null);
  useEffect(() => {
    const { dom } = editor.view;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const showAfter = (target: EventTarget | null, delay: number) => {
      clearTimeout(timer);
      const id = footnoteIdAt(target);
      if (id === null) return setAt(null);
      timer = setTimeout(() => {
        if (editor.isDestroyed) return;
        const reference = referenceOf(dom, id);
        const pos = reference === null ? undefined : positionOf(reference);
        const note = pos === undefined ? null : editor.state.doc.nodeAt(pos);
        if (reference === null || note?.type.name !== "footnote") return setAt(null);
        setAt({ reference, text: shownText(editor.state, note, pos) });
      }, delay);
    };
    const over = ({ target }: Event) => showAfter(target, hintAfter);
    const focus = ({ target }: Event) => {
      if (target instanceof Element && target.matches(":focus-visible")) showAfter(target, 0);
    };
    const hide = () => showAfter(null, 0);
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === "Escape") hide();
    };
    const listeners = { pointerover: over, focusin: focus, focusout: hide, pointerdown: hide };
    for (const [type, listen] of Object.entries(listeners)) dom.addEventListener(type, listen);
    dom.addEventListener("pointerleave", hide);
    document.addEventListener("keydown", onKey);
    return () => {
      clearTimeout(timer);
      for (const [type, listen] of Object.entries(listeners)) dom.removeEventListener(type, listen);
      dom.removeEventListener("pointerleave", hide);
      document.removeEventListener("keydown", onKey);
    };
  }, [editor]);
  if (at === null || isOff || !at.reference.isConnected) return null;
  return (
    <TooltipAt target={at.reference} text={at.text === "" ? t("editor.footnote.empty") : at.text} />
  );
}

interface OpenFootnoteProps {
  readonly editor: Editor;
  readonly id: string;
  readonly onClose: () => void;
}

function OpenFootnote({ editor, id, onClose }: OpenFootnoteProps) {
  const { t } = useTranslation();
  // Looked for at each change: a colleague's edit may have made the paragraph anew.
  const { reference, pos, note } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const found = referenceOf(now.view.dom, id);
      const at = found === null ? undefined : positionOf(found);
      const node = at === undefined ? null : now.state.doc.nodeAt(at);
      return { reference: found, pos: at, note: node?.type.name === "footnote" ? node : null };
    },
    equalityFn: (one, other) =>
      one.reference === other?.reference && one.pos === other.pos && one.note === other.note,
  });
  const trigger = useMemo(() => ({ current: reference }), [reference]);
  const isGone = reference === null || note === null || pos === undefined;
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  if (isGone) return null;

  const noteKeys = citationsOf(editor.state)?.sources.keys ?? noKeys;
  const text = noteText(note, noteKeys);

  function remove(at: number, size: number): void {
    editor.view.dispatch(editor.state.tr.delete(at, at + size));
  }

  function write(next: string): void {
    onClose();
    if (isGone) return;
    const written = next.trim().replace(/\s+/g, " ");
    if (written === "") remove(pos, note.nodeSize);
    else if (written !== text)
      editor.view.dispatch(
        editor.state.tr.replaceWith(
          pos + 1,
          pos + 1 + note.content.size,
          noteContent(written, { schema: editor.schema, before: note, keys: noteKeys }),
        ),
      );
    const after = editor.state.doc.nodeAt(pos);
    editor.commands.focus(pos + (after?.type.name === "footnote" ? after.nodeSize : 0));
  }

  /** A note that was never written does not stay. */
  function dismiss(): void {
    onClose();
    if (isGone || text !== "" || !editor.isEditable) return;
    remove(pos, note.nodeSize);
    editor.commands.focus();
  }

  return (
    <Popover
      triggerRef={trigger}
      isOpen
      onOpenChange={(open) => {
        if (!open) dismiss();
      }}
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
          <p className={styles.text}>{shownText(editor.state, note, pos)}</p>
        )}
      </Dialog>
    </Popover>
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
