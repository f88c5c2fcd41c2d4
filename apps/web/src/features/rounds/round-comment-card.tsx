import type { RoundComment } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import type { ReactNode } from "react";
import { Badge } from "../../ui/badge.tsx";
import { placeName } from "./comment-place.ts";
import styles from "./round-comment-card.module.css";

/** One comment: where, what is quoted, what is said, and how the text should read. */
export function RoundCommentCard({
  comment,
  who,
  isActive,
  onPlace,
  children,
}: {
  comment: RoundComment;
  /** Whose it is, where more than one speak. */
  who?: ReactNode;
  isActive: boolean;
  /** Shows its block in the text; null where there is none. */
  onPlace: (() => void) | null;
  /** What can be done with it. */
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { quote, observation, proposedText, kind, state, author } = comment;
  const isWithdrawn = state === "withdrawn";
  return (
    <article
      className={styles.card}
      id={`comment-${comment.id}`}
      data-active={isActive}
      data-withdrawn={isWithdrawn}
      aria-label={placeName(t, comment)}
    >
      <p className={styles.head}>
        {onPlace === null ? (
          <span className={styles.place}>{placeName(t, comment)}</span>
        ) : (
          <button
            type="button"
            className={styles.place}
            title={t("rounds.comment.place")}
            onClick={onPlace}
          >
            {placeName(t, comment)}
          </button>
        )}
        {who}
        <span className={styles.kind}>{t(`rounds.kind.${kind}`)}</span>
        {isWithdrawn && <Badge>{t("rounds.comment.withdrawn")}</Badge>}
      </p>
      {quote !== "" && <q className={styles.quote}>{quote}</q>}
      <p className={styles.said}>{observation}</p>
      {proposedText !== null && proposedText !== "" && (
        <div className={styles.proposed}>
          <span className={styles.label}>{t("rounds.comment.proposed")}</span>
          <p>{proposedText}</p>
        </div>
      )}
      {(author !== null || children !== undefined) && (
        <div className={styles.foot}>
          {author !== null && <span className={styles.author}>{author.name}</span>}
          {children}
        </div>
      )}
    </article>
  );
}
