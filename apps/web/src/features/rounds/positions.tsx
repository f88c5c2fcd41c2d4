import type { Round, RoundComment } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState } from "../../ui/states.tsx";
import styles from "./own-position.module.css";
import { RoundCommentCard } from "./round-comment-card.tsx";

/** What was submitted, of all whom the person may read, in the order of the text. */
export function Positions({
  round,
  comments,
  active,
  onPlace,
}: {
  round: Round;
  comments: readonly RoundComment[];
  active: string | null;
  onPlace: (blockId: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [subject, setSubject] = useState("");
  const subjects = [...new Map(comments.map((one) => [one.subject, one.label]))];
  const shown = comments.filter((one) => subject === "" || one.subject === subject);
  if (round.progress === null && round.state === "open")
    return <p className={styles.note}>{t("rounds.positions.hidden")}</p>;
  if (comments.length === 0)
    return (
      <EmptyState title={t("rounds.positions.none")}>
        {round.state === "open" ? t("rounds.positions.noneText") : undefined}
      </EmptyState>
    );
  return (
    <div className={styles.position}>
      {subjects.length > 1 && (
        <Select
          size="small"
          label={t("rounds.positions.filter")}
          value={subject}
          onChange={setSubject}
          options={[
            { id: "", label: t("rounds.positions.all") },
            ...subjects.map(([id, label]) => ({ id, label: wordsIn(label, language) })),
          ]}
        />
      )}
      <p className={styles.note} role="status">
        {t("rounds.positions.count", { count: shown.length })}
      </p>
      <ol className={styles.list} aria-label={t("rounds.positions")}>
        {shown.map((comment) => (
          <li key={comment.id}>
            <RoundCommentCard
              comment={comment}
              who={<Badge tone="outline">{wordsIn(comment.label, language)}</Badge>}
              isActive={active !== null && comment.blockId === active}
              onPlace={comment.blockId === null ? null : () => onPlace(comment.blockId ?? "")}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}
