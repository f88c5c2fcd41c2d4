import type { ActionComment } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../../lib/dates.ts";
import { bodyOf, piecesOf, wordsOf, type Words } from "../../../lib/mention-words.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Button } from "../../../ui/button.tsx";
import { CommentField } from "./comment-field.tsx";
import styles from "./comments.module.css";
import { useSay } from "./use-say.ts";

const namedIn = ({ body, mentions }: ActionComment) => ({
  body,
  mentions: mentions.map(({ id, name }) => ({
    ...{ subject: `person:${id}`, label: { es: name, en: name } },
  })),
});

/** One comment, which its author may mend or take back. */
export function Comment({ actionId, comment }: { actionId: string; comment: ActionComment }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [words, setWords] = useState<Words | null>(null);
  const { say, isPending } = useSay(actionId);
  const name = comment.author?.name ?? t("action.history.somebody");
  const save = () => {
    const body = words === null ? "" : bodyOf(words);
    if (body === "") return;
    const { id, version } = comment;
    say({ method: "patch", path: `/${id}`, body: { version, body } }, () => setWords(null));
  };
  return (
    <li className={styles.comment}>
      <Avatar name={name} size="small" />
      <div className={styles.head}>
        <strong>{name}</strong>
        <time
          className={styles.muted}
          dateTime={comment.createdAt}
          title={formatMoment(comment.createdAt, language)}
        >
          {formatAgo(comment.createdAt, language)}
        </time>
        {comment.editedAt !== null && comment.removedAt === null && (
          <span className={styles.muted}>{t("action.comments.edited")}</span>
        )}
      </div>
      {words !== null ? (
        <div className={styles.body}>
          <CommentField
            autoFocus
            actionId={actionId}
            label={t("action.comments.edit")}
            words={words}
            onWords={setWords}
            onSend={save}
            onCancel={() => setWords(null)}
          />
          <div className={styles.send}>
            <Button size="small" variant="quiet" onPress={() => setWords(null)}>
              {t("action.comments.cancel")}
            </Button>
            <Button size="small" isPending={isPending} onPress={save}>
              {t("action.comments.save")}
            </Button>
          </div>
        </div>
      ) : comment.removedAt !== null ? (
        <p className={`${styles.body} ${styles.muted}`}>{t("action.comments.removed")}</p>
      ) : (
        <p className={styles.body}>
          {piecesOf(namedIn(comment), language).map(({ text, subject }, index) => (
            <span key={index} className={subject === null ? undefined : styles.mention}>
              {text}
            </span>
          ))}
        </p>
      )}
      {comment.abilities.edit && words === null && (
        <Own
          comment={comment}
          actionId={actionId}
          onEdit={() => setWords(wordsOf(namedIn(comment), language))}
        />
      )}
    </li>
  );
}

/** What its author may do with it. */
function Own({
  comment,
  actionId,
  onEdit,
}: {
  comment: ActionComment;
  actionId: string;
  onEdit: () => void;
}) {
  const { t } = useTranslation();
  const { say, isPending } = useSay(actionId);
  const [isAsked, setIsAsked] = useState(false);
  return (
    <div className={styles.foot}>
      {isAsked && <span>{t("action.comments.removeAsk")}</span>}
      {isAsked ? (
        <Button
          size="small"
          variant="danger"
          isPending={isPending}
          onPress={() => say({ method: "delete", path: `/${comment.id}` }, () => setIsAsked(false))}
        >
          {t("action.comments.remove")}
        </Button>
      ) : (
        <Button size="small" variant="quiet" onPress={onEdit}>
          {t("action.comments.edit")}
        </Button>
      )}
      <Button size="small" variant="quiet" onPress={() => setIsAsked(!isAsked)}>
        {t(isAsked ? "action.comments.cancel" : "action.comments.remove")}
      </Button>
    </div>
  );
}
