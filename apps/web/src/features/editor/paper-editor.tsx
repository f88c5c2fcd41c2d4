import type { Editor } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";

import { Loading } from "../../ui/states.tsx";

import { BracketCard, type RenderPreferences } from "./bracket-card.tsx";
import { blockIdAtSelection, insertActionChip, wordsForAction } from "./blocks.ts";
import styles from "./editor.module.css";
import { drawText } from "./extensions/first-drawing.ts";
import { paperExtensions } from "./extensions/paper-extensions.ts";
import { sectionGuidanceKey } from "./extensions/section-guidance.ts";
import { FindBar } from "./find/find-bar.tsx";
import { FocusMode } from "./focus-mode.tsx";
import { FootnotesInText } from "./footnotes-in-text.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import type { PaperSession } from "./paper-session.ts";
import { ReferenceDialog } from "./reference-dialog.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { EditorToolbar } from "./toolbar/editor-toolbar.tsx";
import { CitationDialog } from "./sources/citation-dialog.tsx";
import { SourcesInText } from "./sources/sources-in-text.tsx";
import { SlashMenu } from "./slash/slash-menu.tsx";
import { usePageCommands } from "./use-page-commands.ts";
import { usePasteNews } from "./use-paste-news.ts";
import { usePaperSessionPart } from "./use-paper-session.ts";

export interface PaperEditorProps {
  readonly paperId: string;
  readonly session: PaperSession;
  /** Whether the person may change the text now; false also while the paper is frozen. */
  readonly editable: boolean;
  /** The edition's language, which may differ from the page's: spelling, hyphens, the spoken voice. */
  readonly language: string;
  /** What the text is called aloud, where there is more than one on the page. */
  readonly label?: string;
  /** The server takes nothing back that this person writes, anywhere in the text. */
  readonly isUnlimited?: boolean;
  /** What to write in a section, by the id of its heading (`sec-…`); null where nothing helps. */
  readonly guidanceFor: (sectionId: string) => string | null;
  /** The live chip of an action item, as it stands in the text. */
  readonly renderActionChip: (actionId: string) => ReactNode;
  /** Opens "new action item" for the selected text; null when the person gave it up. */
  readonly onCreateAction?: (
    selectedText: string,
    blockId: string,
  ) => Promise<{ readonly actionId: string } | null>;
  /** Who prefers which alternative of unagreed wording, within its card. */
  readonly renderBracketPreferences?: RenderPreferences;
  /** What other features keep at the end of the toolbar. */
  readonly toolbarEnd?: ReactNode;
  /** Gives the editor to the outline and the word count, and null when it goes. */
  readonly onEditor?: (editor: Editor | null) => void;
}

/**
 * The paper's text with its toolbar, which sticks to the top of what scrolls; where the page has a
 * bar of its own there, it sets `--editor-toolbar-top` to that bar's height. Until the text is here
 * it shows that it is on its way.
 */
export function PaperEditor(props: PaperEditorProps) {
  const { t } = useTranslation();
  const isLoaded = usePaperSessionPart(props.session, (it) => it.isLoaded);
  const isBeyondSchema = usePaperSessionPart(props.session, (it) => it.isBeyondSchema);
  const connection = usePaperSessionPart(props.session, (it) => it.connection);
  if (!isLoaded)
    return (
      <div className={styles.page}>
        {connection.status === "refused" ? null : <Loading lines={8} label={t("editor.opening")} />}
      </div>
    );
  // Another editor, not another text in the same one: what it was bound to must not hear of it.
  const key = `${props.session.editionId} ${isBeyondSchema ? "beyond" : "within"}`;
  return <LoadedEditor key={key} {...props} />;
}

/**
 * At each commit React notes where the selection stands in a focused element whose `contentEditable`
 * says "true", by walking through all of its text: milliseconds in a long paper, several times a key.
 * The text is ProseMirror's, which keeps its selection itself; so the property says what `inherit`
 * says, and the attribute, which the browser goes by, stays.
 */
function keepSelectionFromReact(text: HTMLElement): void {
  Object.defineProperty(text, "contentEditable", { configurable: true, get: () => "inherit" });
}

const roomAroundCaret = { top: 110, right: 0, bottom: 130, left: 0 };

function LoadedEditor(props: PaperEditorProps) {
  const { session, language, onCreateAction } = props;
  const { t } = useTranslation();
  const connection = usePaperSessionPart(session, (it) => it.connection);
  const isBeyondSchema = usePaperSessionPart(session, (it) => it.isBeyondSchema);
  const isHeld = isBeyondSchema || connection.status === "refused";
  const canWrite = props.editable && session.canWrite && !isHeld;
  const [isLinkOpen, setLinkOpen] = useState(false);
  const surfaces = usePageCommands(() => setLinkOpen(true));
  const { page, editorRef, find } = surfaces;
  const isFocusMode = surfaces.isFocusMode && canWrite;
  const tellOfPaste = usePasteNews(editorRef);
  const [citation, setCitation] = useState<{ readonly pos: number | null } | null>(null);
  const [isReferenceOpen, setReferenceOpen] = useState(false);
  const [bracket, setBracket] = useState<{ id: string; isNew: boolean } | null>(null);
  const closeBracket = useCallback(() => setBracket(null), []);

  // The extensions live as long as the editor; they ask for the props of today.
  const actionMaker = useRef<(() => void) | null>(null);
  const latest = useRef({ ...props, t, canWrite });
  useEffect(() => {
    latest.current = { ...props, t, canWrite };
  });
  const editor = useEditor(
    {
      extensions: paperExtensions({
        body: session.body,
        isBeyond: () => !isBeyondSchema && session.getState().isBeyondSchema,
        awareness: session.awareness,
        language,
        guidanceFor: (sectionId) => latest.current.guidanceFor(sectionId),
        renderActionChip: (actionId) => latest.current.renderActionChip(actionId),
        actionMaker: () => actionMaker.current,
        headingPlaceholder: (level) => latest.current.t("editor.style.heading", { level }),
        page,
        onPaste: tellOfPaste,
        mayMendMerged: () => latest.current.canWrite && latest.current.isUnlimited === true,
        paperId: props.paperId,
        onOpenCitation: (pos) => setCitation({ pos }),
        onPickReference: () => setReferenceOpen(true),
        onOpenBracket: (id, isNew) => setBracket({ id, isNew }),
      }),
      editable: canWrite,
      // Styles come from files only; the page's security policy refuses injected ones.
      injectCSS: false,
      editorProps: {
        // The caret stays clear of the bars above, and of a phone's below.
        scrollMargin: roomAroundCaret,
        scrollThreshold: roomAroundCaret,
        attributes: () => ({
          class: styles.paper!,
          "aria-label": latest.current.label ?? latest.current.t("editor.text"),
          ...(latest.current.canWrite
            ? { role: "textbox", "aria-multiline": "true" }
            : { role: "document" }),
          lang: language,
          spellcheck: "true",
        }),
      },
    },
    [session, language],
  );

  useEffect(() => {
    editorRef.current = editor;
  }, [editor, editorRef]);

  // After the content below has taken the editor in, and before the page is painted.
  useLayoutEffect(() => {
    keepSelectionFromReact(editor.view.dom);
    drawText(editor);
  }, [editor]);

  useEffect(() => {
    editor.setEditable(canWrite, false);
  }, [editor, canWrite]);

  const isUnlimited = props.isUnlimited === true;
  useEffect(() => {
    session.mayCorrectMarks(canWrite && isUnlimited);
  }, [session, canWrite, isUnlimited]);

  const announceEditor = useEffectEvent((current: Editor | null) => props.onEditor?.(current));
  useEffect(() => {
    announceEditor(editor);
    return () => announceEditor(null);
  }, [editor]);

  const { guidanceFor } = props;
  useEffect(() => {
    if (!editor.isDestroyed)
      editor.view.dispatch(editor.state.tr.setMeta(sectionGuidanceKey, true));
  }, [editor, guidanceFor, canWrite]);

  async function createAction(): Promise<void> {
    const blockId = blockIdAtSelection(editor.state);
    if (blockId === null || !onCreateAction) return;
    const created = await onCreateAction(wordsForAction(editor.state), blockId);
    // The block may be gone by now, or the right to write; the action item stays either way.
    if (created && !editor.isDestroyed && editor.isEditable)
      insertActionChip(editor, blockId, created.actionId);
  }

  useEffect(() => {
    actionMaker.current = onCreateAction && canWrite ? () => void createAction() : null;
  });

  return (
    <div className={styles.editor} data-paper-editor="" data-focus-mode={isFocusMode}>
      {isFocusMode && <FocusMode editor={editor} onLeave={page.toggleFocusMode} />}
      {canWrite && (
        <div className={styles.bars}>
          <EditorToolbar
            editor={editor}
            page={page}
            onCreateAction={onCreateAction ? () => void createAction() : null}
            pinned={props.toolbarEnd}
          />
          {find !== null && (
            <FindBar
              key={find.turn}
              editor={editor}
              language={language}
              start={find.start}
              isReplacing={find.isReplacing}
              onReplacing={surfaces.setReplacing}
              onClose={surfaces.closeFind}
            />
          )}
        </div>
      )}
      <div className={styles.page}>
        <EditorContent editor={editor} />
      </div>
      {bracket !== null && (
        <BracketCard
          key={bracket.id}
          editor={editor}
          bracketId={bracket.id}
          isNew={bracket.isNew}
          language={language}
          renderPreferences={props.renderBracketPreferences}
          onClose={closeBracket}
        />
      )}
      <FootnotesInText editor={editor} />
      <SourcesInText editor={editor} paperId={props.paperId} />
      {citation !== null && (
        <CitationDialog
          editor={editor}
          paperId={props.paperId}
          language={language}
          pos={citation.pos}
          canWrite={canWrite}
          onClose={() => setCitation(null)}
        />
      )}
      <ReferenceDialog
        editor={editor}
        language={language}
        isOpen={isReferenceOpen && canWrite}
        onClose={() => setReferenceOpen(false)}
      />
      {canWrite && <SlashMenu editor={editor} />}
      {surfaces.areShortcutsOpen && <ShortcutsDialog onClose={surfaces.closeShortcuts} />}
      <LinkDialog
        editor={editor}
        isOpen={isLinkOpen && canWrite}
        onClose={() => setLinkOpen(false)}
      />
    </div>
  );
}
