import type { CommentThread } from "@istmo/contracts";
import { CheckCheck, EllipsisVertical, ListChecks, RotateCcw, Send } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useTurnThread } from "../../api/comments.ts";
import { isProblem } from "../../api/problem.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo } from "../../lib/dates.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { Notice } from "../../ui/notice.tsx";
import { bringIntoView } from "./bring-into-view.ts";
import { CircleNote } from "./circle-note.tsx";
import styles from "./comment-card.module.css";
import { CommentMessage } from "./comment-message.tsx";
import { lineOf } from "../../lib/mention-words.ts";
import { Composer } from "./composer.tsx";
import { LetterNote } from "./letter-note.tsx";
import { draftIn, type CommentsView } from "./use-comments-view.ts";

/** What the page does for a conversation. */
export interface CommentSlots {
  /** The live chip of the action item that a conversation was assigned as. */
  readonly renderAction: (actionId: string) => ReactNode;
  /** Makes an action item of it. */
  readonly onAssign: (thread: CommentThread, title: string) => void;
  /** Shows its words, or what is left of their place. */
  readonly onGoToText: (id: string) => void;
}

export interface CommentCardProps {
  readonly thread: CommentThread;
  readonly view: CommentsView;
  readonly slots: CommentSlots;
  readonly onSubmitPosition: (thread: CommentThread) => void;
  /** Of the list, the one stop of the Tab key. */
  readonly isStop?: boolean;
}

/** A conversation: its beginning in the list, and all of it once it is active. */
export function CommentCard(props: CommentCardProps) {
  const { thread, view, slots, isStop = true } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const isActive = view.active === thread.id;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isActive && card.current !== null) bringIntoView(card.current);
  }, [isActive]);
  const [first] = thread.messages;
  const label = t("comments.threadBy", { name: thread.createdBy.name });
  const open = () => {
    view.setActive(thread.id);
    slots.onGoToText(thread.id);
  };
  return (
    <article
      ref={card}
      className={styles.card}
      data-thread={thread.id}
      data-active={isActive}
      data-state={thread.state}
      data-internal={thread.circle !== "paper"}
      aria-label={label}
      {...(isActive ? { "data-stop": "", tabIndex: -1 } : {})}
      // The whole card is pressed; keys and readers have the button in it.
      {...(isActive ? {} : { onClick: open })}
    >
      <CircleNote circle={thread.circle} onBehalfOf={thread.onBehalfOf} names={view.names} />
      <div className={styles.content}>
        {thread.quote !== "" && (
          <button
            type="button"
            className={styles.quote}
            lang={thread.language ?? undefined}
            tabIndex={isActive ? 0 : -1}
            onClick={open}
          >
            <span className="visually-hidden">{t("comments.goToText")} </span>
            {thread.quote}
          </button>
        )}
        {isActive ? (
          <WholeThread {...props} />
        ) : (
          <>
            <CommentMessage
              isBrief
              message={first!}
              threadId={thread.id}
              circle={thread.circle}
              view={view}
            />
            <p className={styles.foot}>
              <button
                type="button"
                className={styles.open}
                data-stop=""
                tabIndex={isStop ? 0 : -1}
                aria-label={t("comments.open", { text: lineOf(first!, language).slice(0, 80) })}
                onClick={(event) => {
                  event.stopPropagation();
                  open();
                }}
              >
                {thread.messages.length > 1
                  ? t("comments.replies", { count: thread.messages.length - 1 })
                  : t("comments.openShort")}
              </button>
              {thread.isUnread && <span className={styles.unread}>{t("comments.unread")}</span>}
              {thread.state === "resolved" && (
                <span className={styles.done}>{t("comments.resolved")}</span>
              )}
            </p>
          </>
        )}
        {thread.action !== null && (
          // What the chip opens is no press on the card.
          <div className={styles.action} onClick={(event) => event.stopPropagation()}>
            {slots.renderAction(thread.action.id)}
          </div>
        )}
      </div>
    </article>
  );
}

function WholeThread({ thread, view, slots, onSubmitPosition }: CommentCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const turn = useTurnThread();
  const { abilities } = thread;
  const draft = draftIn(view, { type: "reply", threadId: thread.id });
  const [isReplying, setReplying] = useState(draft.words.text !== "");
  const sent = view.letters.filter(
    ({ kind, key }) => kind.type === "reply" && kind.threadId === thread.id && key !== null,
  );
  const turnTo = (to: "resolve" | "reopen") =>
    turn.mutate(
      { thread, to },
      {
        onError: (error) => {
          if (isProblem(error, "stale_version") || isProblem(error, "comment_is_resolved"))
            view.refetch();
        },
      },
    );
  // Of what only one body sees nothing is filled in: everybody on the board reads the title.
  const title = thread.circle === "paper" ? lineOf(thread.messages[0]!, language) : "";
  const entries: MenuEntry[] = [
    ...(abilities.assign
      ? [
          {
            id: "assign",
            label: t("comments.assign"),
            icon: <ListChecks />,
            onAction: () => slots.onAssign(thread, title),
          },
        ]
      : []),
    ...(abilities.submit
      ? [
          {
            id: "submit",
            label: t("comments.position.menu", {
              name: view.names.nameOf(thread.circle)?.code ?? "",
            }),
            icon: <Send />,
            onAction: () => onSubmitPosition(thread),
          },
        ]
      : []),
  ];
  const position = view.comments?.items.find(({ id }) => id === thread.submittedAsId);
  return (
    <>
      <ol className={styles.messages}>
        {thread.messages.map((message) => (
          <li key={message.id}>
            <CommentMessage
              message={message}
              threadId={thread.id}
              circle={thread.circle}
              view={view}
            />
          </li>
        ))}
      </ol>
      {sent.map((letter) => (
        <LetterNote
          key={letter.id}
          letter={letter}
          outbox={view.outbox}
          onTakenBack={() => setReplying(true)}
        />
      ))}
      {thread.resolvedBy !== null && thread.resolvedAt !== null && thread.state === "resolved" && (
        <p className={styles.note}>
          {t("comments.resolvedBy", {
            name: thread.resolvedBy.name,
            when: formatAgo(thread.resolvedAt, language),
          })}
        </p>
      )}
      {position !== undefined && (
        <p className={styles.note}>
          <Button size="small" variant="quiet" onPress={() => view.setActive(position.id)}>
            {t("comments.position.goTo")}
          </Button>
        </p>
      )}
      {turn.error !== null && <Notice tone="danger">{problemText(t, turn.error)}</Notice>}
      {isReplying && abilities.reply ? (
        <Composer
          autoFocus
          label={t("comments.reply")}
          placeholder={t("comments.replyPlaceholder")}
          words={draft.words}
          onWords={draft.onWords}
          paperId={view.paperId}
          circle={thread.circle}
          names={view.names}
          sendLabel={t("comments.reply")}
          onSend={() => {
            view.send(draft.id);
            setReplying(false);
          }}
          onCancel={() => setReplying(false)}
        />
      ) : (
        <div className={styles.buttons}>
          {abilities.reply && (
            <Button size="small" onPress={() => setReplying(true)}>
              {t(draft.words.text === "" ? "comments.reply" : "comments.replyGoOn")}
            </Button>
          )}
          {thread.state === "open" && abilities.resolve && (
            <Button
              size="small"
              variant="quiet"
              icon={<CheckCheck />}
              isPending={turn.isPending}
              onPress={() => turnTo("resolve")}
            >
              {t("comments.resolve")}
            </Button>
          )}
          {thread.state === "resolved" && abilities.reopen && (
            <Button
              size="small"
              variant="quiet"
              icon={<RotateCcw />}
              isPending={turn.isPending}
              onPress={() => turnTo("reopen")}
            >
              {t("comments.reopen")}
            </Button>
          )}
          {entries.length > 0 && (
            <Menu
              label={t("comments.more")}
              placement="bottom end"
              entries={entries}
              trigger={
                <IconButton
                  size="small"
                  icon={<EllipsisVertical />}
                  aria-label={t("comments.more")}
                />
              }
            />
          )}
        </div>
      )}
    </>
  );
}
