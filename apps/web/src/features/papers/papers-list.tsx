import type { PaperSummary } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { textIn } from "../../lib/texts.ts";
import { Row, Rows } from "../../ui/rows.tsx";
import { CentreChips, ClassificationBadge, SampleBadge, StageBadge } from "./paper-badges.tsx";
import { TranslationBadges } from "./translation-notice.tsx";
import styles from "./papers-list.module.css";

function PaperRow({ paper }: { paper: PaperSummary }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { text, lang } = textIn(paper.title, language);
  return (
    <Row
      title={
        <Link
          to="/papers/$paperId"
          params={{ paperId: paper.id }}
          search={{}}
          data-row-link=""
          lang={lang}
        >
          {text}
        </Link>
      }
      meta={
        <>
          <CentreChips leadId={paper.leadCentreId} ids={paper.centreIds} />
          <span>{paper.templateName[language]}</span>
          {paper.symbol !== null && <span className={styles.symbol}>{paper.symbol}</span>}
          <time dateTime={paper.updatedAt} title={formatMoment(paper.updatedAt, language)}>
            {t("papers.updated", { time: formatAgo(paper.updatedAt, language) })}
          </time>
        </>
      }
      end={
        <>
          <TranslationBadges paper={paper} />
          {paper.sample && <SampleBadge />}
          <ClassificationBadge classification={paper.classification} />
          <StageBadge stage={paper.stage} />
        </>
      }
    />
  );
}

export function PapersList({ papers }: { papers: readonly PaperSummary[] }) {
  const { t } = useTranslation();
  return (
    <Rows label={t("papers.title")}>
      {papers.map((paper) => (
        <PaperRow key={paper.id} paper={paper} />
      ))}
    </Rows>
  );
}
