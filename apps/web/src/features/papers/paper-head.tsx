import type { Paper } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CentreChips, SampleBadge, StageBadge } from "./paper-badges.tsx";
import { TranslationBadges } from "./translation-notice.tsx";
import styles from "./paper-head.module.css";

/**
 * A line across the page that nobody can overlook, on paper at the head of every sheet; nothing for
 * what is not classified.
 */
export function ClassificationBanner({
  paper,
  onChange,
}: {
  paper: Paper;
  /** Opens the change of classification, for those who may change it. */
  onChange: () => void;
}) {
  const { t } = useTranslation();
  if (paper.classification === "unclassified") return null;
  return (
    <div className={styles.banner} data-classification={paper.classification}>
      <p className={styles.bannerText}>
        <LockKeyhole aria-hidden="true" />
        <strong>{t(`classification.${paper.classification}`)}</strong>
        <span>{t("papers.handling")}</span>
      </p>
      {paper.abilities.classifyTo.length > 0 && (
        <button type="button" className={styles.bannerButton} onClick={onChange}>
          {t("papers.changeClassification")}
        </button>
      )}
    </div>
  );
}

export function PaperHead({
  paper,
  edition,
  beside,
  presence,
  saveState,
  actions,
}: {
  paper: Paper;
  edition: Paper["editions"][number] | undefined;
  /** Beside the choice of the edition: the way to see two of them. */
  beside?: ReactNode;
  presence?: ReactNode;
  saveState?: ReactNode;
  actions?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <div className={styles.texts}>
          <div className={styles.eyebrow}>
            <Link to="/papers" search={{}} className={styles.back}>
              {t("papers.title")}
            </Link>
            {paper.symbol !== null && <span className={styles.symbol}>{paper.symbol}</span>}
          </div>
          <h1 className={styles.title} lang={edition?.language}>
            {edition?.title ?? paper.title.es ?? paper.title.en}
          </h1>
        </div>
        <div className={styles.actions}>{actions}</div>
      </div>
      <div className={styles.line}>
        <StageBadge stage={paper.stage} />
        {paper.sample && <SampleBadge />}
        <CentreChips leadId={paper.leadCentreId} ids={paper.centreIds} />
        <nav className={styles.editions} aria-label={t("papers.editions")}>
          {paper.editions.map((one) => (
            <Link
              key={one.id}
              to="/papers/$paperId"
              params={{ paperId: paper.id }}
              search={{ edition: one.language }}
              replace
              lang={one.language}
              className={styles.edition}
              aria-current={one.id === edition?.id ? "true" : undefined}
              aria-label={`${one.language.toUpperCase()}, ${t(`language.${one.language}`)}`}
              title={
                one.language === paper.originalLanguage ? t("papers.originalEdition") : undefined
              }
            >
              {one.language.toUpperCase()}
            </Link>
          ))}
        </nav>
        {beside}
        <TranslationBadges paper={paper} />
        <div className={styles.presence}>
          {saveState}
          {presence}
        </div>
      </div>
    </header>
  );
}
