import type { Editor } from "@tiptap/core";
import type { ResolvedPos } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { useEditorState } from "@tiptap/react";
import { listSuggestions, suggestionKey } from "@istmo/paper-schema";
import { MessageSquarePlus, X } from "lucide-react";
import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "../../../ui/icon-button.tsx";
import { showSuggestions } from "../extensions/suggestion-marks.ts";
import { useAboveKeyboard } from "../toolbar/use-above-keyboard.ts";

import { decideSuggestions } from "./decide.ts";
import {
  SuggestionButtons,
  SuggestionDecider,
  SuggestionHead,
  SuggestionWords,
} from "./suggestion-entry.tsx";
import styles from "./suggestions.module.css";
import type { ShownSuggestion } from "./use-suggestions.ts";

export interface SuggestionsInTextProps {
  readonly editor: Editor;
  readonly language: string;
  readonly suggestions: readonly ShownSuggestion[];
  readonly onStep: (step: 1 | -1) => void;
  readonly onToggle: () => void;
  /** Begins a conversation about a suggestion; null where the person may not. */
  readonly onComment: ((suggestionId: string) => void) | null;
}

/** Names the suggestions about blocks, shows a card at the one under the cursor, hears the keys. */
export function SuggestionsInText(props: SuggestionsInTextProps) {
  const { editor, language, suggestions } = props;
  const { t } = useTranslation();
  const { key, canWrite } = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      key: keyAt(current.state.selection.$head),
      canWrite: current.isEditable,
    }),
  });
  const [closed, setClosed] = useState<string | null>(null);
  const found = suggestions.find((it) => it.key === key);

  useEffect(() => {
    if (editor.isDestroyed) return;
    const names = {
      inserted: t("suggestions.label.inserted"),
      removed: t("suggestions.label.removed"),
      changed: t("suggestions.label.changed"),
      border: t("suggestions.border.inserted"),
      noBorder: t("suggestions.border.removed"),
    };
    showSuggestions(editor.view, { names });
  }, [editor, t]);
  const activeId = found?.id ?? null;
  useEffect(() => {
    if (!editor.isDestroyed) showSuggestions(editor.view, { active: activeId });
  }, [editor, activeId]);

  const press = useEffectEvent((event: KeyboardEvent) => {
    const what = readKey(event);
    if (what === null) return;
    if (what === "toggle") props.onToggle();
    else if (what === "next" || what === "previous") props.onStep(what === "next" ? 1 : -1);
    else {
      if (found === undefined || !canWrite) return;
      const mayReject = found.canDecide || found.isOwn;
      if (what === "accept" ? !found.canDecide : !mayReject) return;
      decideSuggestions(editor, { keys: new Set([found.key]) }, what);
    }
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    // Before the text takes them for its own.
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen, true);
    return () => document.removeEventListener("keydown", listen, true);
  }, []);

  if (found === undefined || closed === found.key) return null;
  return (
    <Card editor={editor} id={found.id}>
      <div className={styles.cardHead}>
        <SuggestionHead suggestion={found} />
        <IconButton
          size="small"
          icon={<X />}
          aria-label={t("suggestions.close")}
          onPress={() => setClosed(found.key)}
        />
      </div>
      <SuggestionWords suggestion={found} language={language} />
      <SuggestionDecider suggestion={found} />
      <div className={styles.cardFoot}>
        {canWrite && (
          <SuggestionButtons
            editor={editor}
            suggestion={found}
            onDecided={() => editor.commands.focus(undefined, { scrollIntoView: false })}
          />
        )}
        {props.onComment !== null && (
          <IconButton
            size="small"
            icon={<MessageSquarePlus />}
            aria-label={t("suggestions.comment")}
            preventFocusOnPress
            onPress={() => props.onComment?.(found.id)}
          />
        )}
      </div>
    </Card>
  );
}

/** Under the line of the cursor; on a small window over its foot. */
function Card({
  editor,
  id,
  children,
}: {
  readonly editor: Editor;
  readonly id: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const card = useRef<HTMLElement>(null);
  useAboveKeyboard(card);
  useLayoutEffect(() => {
    const box = card.current;
    if (box === null || editor.isDestroyed) return;
    const { bottom } = editor.view.coordsAtPos(editor.state.selection.head);
    const top = box.offsetParent?.getBoundingClientRect().top ?? 0;
    box.style.setProperty("--at", `${bottom - top + 6}px`);
  });
  return (
    <aside
      ref={card}
      className={styles.card}
      aria-label={t("suggestions.one")}
      data-suggestion-card={id}
    >
      {children}
    </aside>
  );
}

/** Ctrl+Alt: Shift+X switches the mode, the arrows go from one to the next, Enter and Backspace decide. */
function readKey(
  event: KeyboardEvent,
): "toggle" | "next" | "previous" | "accept" | "reject" | null {
  if (!event.altKey || !(event.ctrlKey || event.metaKey)) return null;
  if (event.shiftKey) return event.code === "KeyX" ? "toggle" : null;
  if (event.key === "ArrowDown") return "next";
  if (event.key === "ArrowUp") return "previous";
  if (event.key === "Enter") return "accept";
  return event.key === "Backspace" ? "reject" : null;
}

/** The innermost suggestion at a place of the text. */
function keyAt($pos: ResolvedPos): string | null {
  for (const node of [$pos.nodeBefore, $pos.nodeAfter]) {
    const marks = node?.marks.filter(({ type }) =>
      /^(insertion|deletion|formatting)$/.test(type.name),
    );
    const key =
      keyOf(marks?.at(-1)?.attrs) ?? (node?.isText === true ? null : keyOfNode(node?.attrs));
    if (key !== null) return key;
  }
  for (let depth = $pos.depth; depth > 0; depth--) {
    const key = keyOfNode($pos.node(depth).attrs);
    if (key !== null) return key;
  }
  return null;
}

function keyOfNode(attrs: Record<string, unknown> | undefined): string | null {
  return keyOf(attrs?.["removed"]) ?? keyOf(attrs?.["inserted"]) ?? keyOf(attrs?.["changed"]);
}

function keyOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, by } = value as { id?: unknown; by?: unknown };
  return suggestionKey({ id: String(id), by: String(by) });
}

/** Puts the cursor into a suggestion and brings it into the window. */
export function goToSuggestion(editor: Editor, key: string): void {
  const { doc, tr } = editor.state;
  const found = listSuggestions(doc).find((it) => suggestionKey(it) === key);
  if (found === undefined) return;
  const at = Math.min(found.from + 1, doc.content.size);
  editor.view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(at))));
  editor.commands.focus(undefined, { scrollIntoView: false });
  const { top } = editor.view.coordsAtPos(at);
  const isInSight = top > window.innerHeight * 0.2 && top < window.innerHeight * 0.7;
  if (!isInSight) window.scrollBy({ top: top - window.innerHeight * 0.35, behavior: "smooth" });
}

/**
 * The key of the suggestion that follows, or goes before, another in the text as it is at this
 * moment, which what is shown beside it follows after a pause; from the caret where that other is
 * not there. Null where there is none.
 */
export function suggestionBeside(editor: Editor, key: string | null, by: 1 | -1): string | null {
  const { doc, selection } = editor.state;
  const listed = listSuggestions(doc);
  const keys = listed.map(suggestionKey);
  const at = key === null ? -1 : keys.indexOf(key);
  const after = listed.findIndex(({ from }) => from >= selection.head);
  const start = at === -1 ? (after === -1 ? 0 : after - (by === 1 ? 1 : 0)) : at;
  return keys[(start + by + keys.length) % keys.length] ?? null;
}
