import type { Editor } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";
import { MessageSquarePlus } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "../../ui/icon-button.tsx";

import { aboutSuggestion, commentTargetAt, type CommentTargetInText } from "./comment-target.ts";
import styles from "./comments-in-text.module.css";
import {
  commentAt,
  commentOrder,
  placeOfComment,
  showComments,
  type CommentOrder,
  type ShownThread,
} from "./extensions/comment-anchors.ts";
import { gapAbove, useSelectionPlace } from "./selection-place.ts";

export interface CommentsInTextProps {
  readonly editor: Editor;
  /** Those whose words are marked. */
  readonly threads: readonly ShownThread[];
  readonly active: string | null;
  /** `isAside`: the press may have meant the text alone. */
  readonly onOpen: (threadId: string, isAside: boolean) => void;
  /** Begins a conversation about what is selected; null where the person may open none. */
  readonly onStart: ((target: CommentTargetInText) => void) | null;
  /** Shows the list, at the conversation under the cursor where there is one. */
  readonly onShowList: (threadId: string | null) => void;
  /** Goes to the conversation after, or before, the active one or the cursor. */
  readonly onStep: (step: 1 | -1) => void;
}

/** Marks in the text what is being spoken of, and offers to speak of what is selected. */
export function CommentsInText(props: CommentsInTextProps) {
  const { editor, threads, active, onStart } = props;
  const { t } = useTranslation();
  const [place, leave] = useSelectionPlace(onStart === null ? null : editor);

  const told = useRef<{ editor: Editor; threads: readonly ShownThread[] } | null>(null);
  useEffect(() => {
    const before = told.current?.editor === editor ? told.current.threads : [];
    // The list is another with each letter of a comment that is being written; what it marks is not.
    if (editor.isDestroyed || areSame(before, threads)) return;
    told.current = { editor, threads };
    showComments(editor.view, { threads });
  }, [editor, threads]);
  useEffect(() => {
    if (!editor.isDestroyed) showComments(editor.view, { active });
  }, [editor, active]);

  const open = useEffectEvent((threadId: string, isBlock: boolean) =>
    props.onOpen(threadId, isBlock && editor.isEditable),
  );
  const isOffered = onStart !== null;
  useEffect(() => {
    editor.storage.commentAnchors.onOpen = (...pressed) => open(...pressed);
    editor.storage.readingCaret.isOffered = isOffered;
  }, [editor, isOffered]);

  const start = () => {
    const target = takeCommentTarget(editor);
    if (target === null) return;
    leave();
    onStart?.(target);
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    const key = readKey(event);
    if (key === null || (key === "start" && onStart === null)) return;
    event.preventDefault();
    if (key === "start") start();
    else if (key === "list")
      props.onShowList(commentAt(editor.state, editor.state.selection.head)?.id ?? null);
    else props.onStep(key === "next" ? 1 : -1);
  });
  useEffect(() => {
    // In a text that one may not write the keys reach the document alone.
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  if (onStart === null || place === null) return null;
  return (
    <div
      className={styles.offer}
      data-toolbar={editor.isEditable}
      ref={(box) => {
        if (box) box.style.setProperty("--at", `${place.top + gapAbove(editor, box)}px`);
      }}
    >
      <IconButton
        variant="secondary"
        icon={<MessageSquarePlus />}
        aria-label={t("comments.add")}
        // The selection stays what it is.
        preventFocusOnPress
        onPress={start}
      />
    </div>
  );
}

const areSame = (some: readonly ShownThread[], others: readonly ShownThread[]) =>
  some.length === others.length &&
  some.every((one, at) => {
    const other = others[at]!;
    return (Object.keys(one) as (keyof ShownThread)[]).every((key) => one[key] === other[key]);
  });

/** As in Google Docs: M adds, Shift+A shows the list; N and P go on and back. */
function readKey(event: KeyboardEvent): "start" | "list" | "next" | "previous" | null {
  if (!event.altKey || !(event.ctrlKey || event.metaKey)) return null;
  if (event.code === "KeyA" && event.shiftKey) return "list";
  if (event.shiftKey) return null;
  if (event.code === "KeyM") return "start";
  if (event.code === "KeyN") return "next";
  return event.code === "KeyP" ? "previous" : null;
}

const nothing: CommentOrder = { inText: [], lost: new Map() };

/** Which conversations stand in the text, in its order, and which have lost their words. */
export function useCommentOrder(editor: Editor | null): CommentOrder {
  return useSyncExternalStore(
    (listener) => {
      editor?.on("transaction", listener);
      return () => editor?.off("transaction", listener);
    },
    () => (editor === null || editor.isDestroyed ? nothing : commentOrder(editor.state)),
  );
}

/** Brings the words of a conversation into sight, above what covers the foot of the window. */
export function showCommentInText(editor: Editor, threadId: string, covered = 0): boolean {
  const place = placeOfComment(editor.state, threadId);
  const at = place?.kind === "lost" ? place.at : place?.from;
  if (at === undefined || at === null) return false;
  const { top } = editor.view.coordsAtPos(Math.min(at + 1, editor.state.doc.content.size));
  const free = window.innerHeight - covered;
  const isInSight = top > free * 0.15 && top < free * 0.8;
  if (!isInSight) window.scrollBy({ top: top - free * 0.35, behavior: "smooth" });
  return true;
}

/**
 * What a conversation is begun about: what is selected or under the cursor, or the suggestion of this
 * id. The words let go of the selection, and stay marked.
 */
export function takeCommentTarget(
  editor: Editor,
  suggestionId?: string,
): CommentTargetInText | null {
  const target =
    suggestionId === undefined
      ? commentTargetAt(editor.state)
      : aboutSuggestion(editor.state, suggestionId);
  if (target === null) return null;
  const { doc, selection, tr } = editor.state;
  editor.view.dispatch(tr.setSelection(Selection.near(doc.resolve(selection.to), -1)));
  return target;
}
