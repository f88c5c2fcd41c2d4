import type { CommentMessage as Message } from "@istmo/contracts";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import styles from "./comment-message.module.css";
import type { LetterKind } from "./comment-outbox.ts";
import { subjectsOf } from "./comment-filters.ts";
import { piecesOf, wordsOf } from "../../lib/mention-words.ts";
import { Composer } from "./composer.tsx";
import { LetterNote } from "./letter-note.tsx";
import { draftIn, type CommentsView } from "./use-comments-view.ts";

interface CommentMessageProps {
  readonly message: Message;
  readonly threadId: string;
  readonly circle: string;
  readonly view: CommentsView;
  /** Shows the first lines alone. */
  readonly isBrief?: boolean;
}

/** What somebody said, and for whom they work; the author can mend it. */
export function CommentMessage({
  message,
  threadId,
  circle,
  view,
  isBrief = false,
}: CommentMessageProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { author, createdAt, editedAt } = message;
  const body = view.names.bodyOf(message);
  const kind: LetterKind = {
    ...{ type: "edit", threadId, messageId: message.id, version: message.version },
  };
  const draft = draftIn(view, kind);
  // A draft of an earlier visit opens its field again.
  const [isEditing, setEditing] = useState(draft.words.text !== "");
  const sent = view.letters.filter(
    (letter) =>
      letter.kind.type === "edit" && letter.kind.messageId === message.id && letter.key !== null,
  );
  function edit(): void {
    if (draft.words.text === "") draft.onWords(wordsOf(message, language));
    setEditing(true);
  }
  return (
    <div className={styles.message}>
      <div className={styles.head}>
        <Avatar name={author.name} group={body?.group ?? null} size="small" />
        <p className={styles.who}>
          <span className={styles.name}>{author.name}</span>
          {body !== null && (
            <abbr className={styles.body} title={body.name}>
              {body.code}
            </abbr>
          )}
          <span className={styles.when}>
            <time dateTime={createdAt} title={formatMoment(createdAt, language)}>
              {formatAgo(createdAt, language)}
            </time>
            {editedAt !== null && (
              <span title={formatMoment(editedAt, language)}> · {t("comments.edited")}</span>
            )}
          </span>
        </p>
        {message.abilities.edit && !isEditing && !isBrief && (
          <IconButton
            size="small"
            icon={<Pencil />}
            aria-label={t("comments.edit")}
            onPress={edit}
          />
        )}
      </div>
      {isEditing && !isBrief ? (
        <Composer
          autoFocus
          label={t("comments.edit")}
          words={draft.words}
          onWords={draft.onWords}
          paperId={view.paperId}
          circle={circle}
          names={view.names}
          sendLabel={t("comments.saveEdit")}
          onSend={() => {
            view.send(draft.id);
            setEditing(false);
          }}
          onCancel={() => {
            view.outbox?.drop(draft.id);
            setEditing(false);
          }}
        />
      ) : (
        <Said message={message} view={view} isBrief={isBrief} />
      )}
      {!isBrief &&
        sent.map((letter) => (
          <LetterNote
            key={letter.id}
            letter={letter}
            outbox={view.outbox}
            onTakenBack={() => setEditing(true)}
          />
        ))}
    </div>
  );
}

function Said({
  message,
  view,
  isBrief,
}: Pick<CommentMessageProps, "message" | "view"> & { readonly isBrief: boolean }) {
  const language = useLanguage();
  const mine = subjectsOf(view.me);
  return (
    <p className={styles.said} data-brief={isBrief}>
      {piecesOf(message, language).map(({ text, subject }, at) =>
        subject === null ? (
          text
        ) : (
          <span key={at} className={styles.mention} data-me={mine.has(subject)}>
            {text}
          </span>
        ),
      )}
    </p>
  );
}
