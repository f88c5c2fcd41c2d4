import type { Paper, Submission } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { Badge } from "../../ui/badge.tsx";
import { EmptyState } from "../../ui/states.tsx";
import styles from "./submission-history.module.css";

/** The frozen text, so that it can be told from every other: number and start of each hash. */
function FrozenVersion({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.frozen}>
      <div>
        <dt>{t("papers.version")}</dt>
        <dd>{submission.versionNumber}</dd>
      </div>
      {submission.editions.map(({ language, sha256 }) => (
        <div key={language}>
          <dt>SHA-256 {language.toUpperCase()}</dt>
          <dd title={sha256}>
            <code>{sha256.slice(0, 10)}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Every time the paper went to the regional office, and what came back; newest first. */
export function SubmissionHistory({ paper }: { paper: Paper }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (paper.submissions.length === 0) {
    return (
      <EmptyState title={t("papers.noSubmissions")}>{t("papers.noSubmissionsText")}</EmptyState>
    );
  }
  return (
    <ol className={styles.history} aria-label={t("papers.history")}>
      {paper.submissions.map((submission) => (
        <li key={submission.id} className={styles.submission}>
          <div className={styles.head}>
            <span>
              {t("papers.submittedBy", { name: submission.submittedBy.name })}
              <time className={styles.time} dateTime={submission.submittedAt}>
                {formatMoment(submission.submittedAt, language)}
              </time>
            </span>
            {submission.decision === null ? (
              <Badge tone="warn">{t("papers.undecided")}</Badge>
            ) : submission.decision === "accepted" ? (
              <Badge tone="ok">{t("papers.accepted")}</Badge>
            ) : (
              <Badge tone="danger">{t("papers.returned")}</Badge>
            )}
          </div>
          {submission.message !== null && (
            <blockquote className={styles.words}>{submission.message}</blockquote>
          )}
          <FrozenVersion submission={submission} />
          {submission.decidedBy !== null && submission.decidedAt !== null && (
            <div className={styles.decision}>
              {submission.decision === "accepted"
                ? t("papers.acceptedBy", { name: submission.decidedBy.name })
                : t("papers.returnedBy", { name: submission.decidedBy.name })}
              <time className={styles.time} dateTime={submission.decidedAt}>
                {formatMoment(submission.decidedAt, language)}
              </time>
              {submission.note !== null && (
                <blockquote className={styles.words} data-decision={submission.decision}>
                  {submission.note}
                </blockquote>
              )}
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
