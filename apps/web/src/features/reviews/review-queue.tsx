import type { Paper, PaperSummary } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { CornerUpLeft, Check } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePaper, usePapers } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { textIn } from "../../lib/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { DecisionDialog, type DecisionKind } from "./decision-dialog.tsx";
import styles from "./review-queue.module.css";

function QueueRow({
  summary,
  renderBadges,
}: {
  summary: PaperSummary;
  renderBadges: (paper: PaperSummary) => ReactNode;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  // The list names no message and no sender; a queue is short enough to ask for each paper.
  const { data: paper } = usePaper(summary.id);
  const [deciding, setDeciding] = useState<{ kind: DecisionKind; paper: Paper } | null>(null);
  const { text, lang } = textIn(summary.title, language);
  const submission = paper?.submissions.find((one) => one.decision === null);
  return (
    <>
      <Row
        title={
          <Link
            to="/papers/$paperId"
            params={{ paperId: summary.id }}
            search={{}}
            data-row-link=""
            lang={lang}
          >
            {text}
          </Link>
        }
        meta={
          <>
            {renderBadges(summary)}
            {submission !== undefined && (
              <>
                <span>{t("reviews.by", { name: submission.submittedBy.name })}</span>
                <time
                  dateTime={submission.submittedAt}
                  title={formatMoment(submission.submittedAt, language)}
                >
                  {formatAgo(submission.submittedAt, language)}
                </time>
                <span>{t("reviews.version", { number: submission.versionNumber })}</span>
                {submission.message !== null && (
                  <span className={styles.message}>{submission.message}</span>
                )}
              </>
            )}
          </>
        }
        end={
          paper?.abilities.decide === true && (
            <>
              <Button
                size="small"
                icon={<CornerUpLeft />}
                onPress={() => setDeciding({ kind: "return", paper })}
              >
                {t("reviews.return.action")}
              </Button>
              <Button
                size="small"
                variant="primary"
                icon={<Check />}
                onPress={() => setDeciding({ kind: "accept", paper })}
              >
                {t("reviews.accept.action")}
              </Button>
            </>
          )
        }
      />
      {deciding !== null && (
        <DecisionDialog
          kind={deciding.kind}
          paper={paper ?? deciding.paper}
          title={text}
          onClose={() => setDeciding(null)}
        />
      )}
    </>
  );
}

/** Drafts that wait for the office, oldest first. */
export function ReviewQueue({
  renderBadges,
}: {
  renderBadges: (paper: PaperSummary) => ReactNode;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePapers({ stage: "submitted" });
  if (data === undefined) {
    return error === null ? (
      <Loading lines={4} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.length === 0) {
    return <EmptyState title={t("reviews.empty")}>{t("reviews.emptyText")}</EmptyState>;
  }
  const oldestFirst = [...data].sort((a, b) => a.updatedAt.localeCompare(b.updatedAt));
  return (
    <Rows label={t("reviews.title")}>
      {oldestFirst.map((paper) => (
        <QueueRow key={paper.id} summary={paper} renderBadges={renderBadges} />
      ))}
    </Rows>
  );
}
