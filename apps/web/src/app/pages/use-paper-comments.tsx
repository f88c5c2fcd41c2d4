/** The comments of a paper as its page shows them: in the text, beside it, and at the foot of a phone. */
import type { ActionItem, CommentThread, CreateAction, Edition, Me, Paper } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { MessageSquarePlus, MessagesSquare } from "lucide-react";
import { useCallback, useMemo, type ComponentProps, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { assignThread } from "../../api/comments.ts";
import { ActionChip } from "../../features/actions/index.ts";
import {
  CommentsPanel,
  CommentsSheet,
  useCommentsView,
  type CommentSlots,
} from "../../features/comments/index.ts";
import {
  CommentsInText,
  takeCommentTarget,
  showCommentInText,
  useCommentOrder,
} from "../../features/editor/index.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import type { RailTabSpec } from "../../ui/rail-tabs.tsx";

export const commentsTab = "comments";

type TextEditor = ComponentProps<typeof CommentsInText>["editor"];

interface PaperCommentsOptions {
  readonly me: Me;
  readonly paper: Paper;
  readonly edition: Edition;
  readonly editor: TextEditor | null;
  /** Text and panel stand side by side. */
  readonly isWide: boolean;
  /** The tab that is shown: of the panel where it is wide, of the page elsewhere. */
  readonly shownTab: string;
  readonly onShowTab: (id: string) => void;
  /** Shows the text and does something when it is there. */
  readonly onShowText: (then: () => void) => void;
  readonly createAction: (prefill: {
    readonly title: string;
    readonly centreId: string;
    readonly send: (body: CreateAction, key: string) => Promise<ActionItem>;
  }) => Promise<ActionItem | null>;
}

export function usePaperComments(options: PaperCommentsOptions): {
  readonly tab: RailTabSpec;
  /** Beside the text, over which it draws. */
  readonly inText: ReactNode;
  /** At the end of the page, over its foot. */
  readonly sheet: ReactNode;
  /** For the end of the text's toolbar; null where the person may open no conversation. */
  readonly tool: ReactNode;
  /** Begins one about what is selected or under the cursor, or about a suggestion; null likewise. */
  readonly startHere: ((suggestionId?: string) => void) | null;
} {
  const { me, paper, edition, editor, isWide, shownTab, onShowTab, onShowText } = options;
  const { t } = useTranslation();
  const cache = useQueryClient();
  const order = useCommentOrder(editor);
  const isListShown = shownTab === commentsTab;
  const isSheetShown = !isWide && shownTab === "text";
  const view = useCommentsView({
    me,
    paper,
    edition,
    order,
    isVisible: isListShown || isSheetShown,
  });
  const { active, setActive, placed, filters, inText, start } = view;

  const threads = useMemo(
    () =>
      placed.map(({ id, thread, letter }) => {
        const { blockId, suggestionId, anchor, quote, target } = thread ?? letter.kind.about;
        const isOpen = (thread?.state ?? "open") === "open";
        return {
          ...{ id, target, blockId, suggestionId, anchor, quote },
          isInternal: (thread ?? letter.kind).circle !== "paper",
          isMarked:
            id === active || (isOpen ? filters.state !== "resolved" : filters.state !== "open"),
        };
      }),
    [placed, filters.state, active],
  );

  const goToText = (id: string) =>
    onShowText(() => {
      if (editor !== null) showCommentInText(editor, id);
    });
  const open = (id: string, isAside = false) => {
    // Whoever presses into a paragraph to write keeps what is beside it.
    if (isAside && !(isWide && isListShown)) return;
    setActive(id);
    if (isWide) onShowTab(commentsTab);
  };
  const showList = (id: string | null) => {
    if (id !== null) setActive(id);
    onShowTab(commentsTab);
    // The list is there after this render.
    requestAnimationFrame(() => {
      const stop = `[data-thread="${CSS.escape(id ?? "")}"][data-stop], [data-stop][tabindex="0"]`;
      document.querySelector<HTMLElement>(stop)?.focus();
    });
  };
  const step = (by: 1 | -1) => {
    const at = inText.findIndex(({ id }) => id === active);
    const next = inText[at === -1 ? (by === 1 ? 0 : inText.length - 1) : at + by];
    if (next === undefined) return;
    open(next.id);
    goToText(next.id);
  };
  const begin =
    start === null
      ? null
      : (about: Parameters<typeof start>[0]) => {
          if (isWide) onShowTab(commentsTab);
          start(about);
        };
  const slots: CommentSlots = {
    renderAction: (actionId) => <ActionChip actionId={actionId} />,
    onGoToText: goToText,
    onAssign: (thread: CommentThread, title: string) =>
      void options.createAction({
        title,
        centreId: paper.leadCentreId,
        send: (body, key) => assignThread(cache, thread, { body, key }),
      }),
  };
  const onCovered = useCallback(
    (id: string, height: number) => {
      if (editor !== null) showCommentInText(editor, id, height);
    },
    [editor],
  );
  const { unread } = view.counts;
  const startHere =
    begin === null
      ? null
      : (suggestionId?: string) => {
          const target = editor === null ? null : takeCommentTarget(editor, suggestionId);
          if (target !== null) begin(target);
        };

  return {
    tab: {
      id: commentsTab,
      icon: <MessagesSquare />,
      label: t("comments.title"),
      count: unread === 0 ? undefined : unread,
      panel: <CommentsPanel view={view} slots={slots} />,
    },
    inText: editor !== null && (
      <CommentsInText
        editor={editor}
        threads={threads}
        active={active}
        onOpen={open}
        onStart={begin}
        onShowList={showList}
        onStep={step}
      />
    ),
    sheet: isSheetShown && <CommentsSheet view={view} slots={slots} onCovered={onCovered} />,
    tool: startHere !== null && (
      <IconButton
        icon={<MessageSquarePlus />}
        aria-label={t("comments.add")}
        preventFocusOnPress
        onPress={() => startHere()}
      />
    ),
    startHere,
  };
}
