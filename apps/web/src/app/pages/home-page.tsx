import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCentres, useMe, usePapers, useWaiting } from "../../api/queries.ts";
import { Activity } from "../../features/home/activity.tsx";
import { RegionMap } from "../../features/home/region-map.tsx";
import { WaitingList } from "../../features/home/waiting-list.tsx";
import { PapersList } from "../../features/papers/papers-list.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { PageHeader, Section } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./home-page.module.css";

function today(language: "es" | "en"): string {
  const words = new Intl.DateTimeFormat(language === "es" ? "es-PA" : "en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(new Date());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const papersShown = 5;

/** The papers that changed last; the page of papers has the rest. */
function LatestPapers() {
  const { t } = useTranslation();
  const { data, error, refetch } = usePapers();
  if (data === undefined) {
    return error === null ? (
      <Loading lines={4} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.length === 0) {
    return <EmptyState title={t("papers.none")}>{t("papers.noneText")}</EmptyState>;
  }
  const latestFirst = [...data].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return <PapersList papers={latestFirst.slice(0, papersShown)} />;
}

export function HomePage(): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: me } = useMe();
  const { data: waiting } = useWaiting();
  const { data: centres, error, refetch } = useCentres();
  usePageTitle(t("home.title"));
  return (
    <>
      <PageHeader
        eyebrow={today(language)}
        title={me === undefined ? t("home.title") : t("home.greeting", { name: me.name })}
      />
      <div className={styles.columns}>
        <div className={styles.waiting}>
          <Section title={t("home.waiting")} count={waiting?.length}>
            <WaitingList />
          </Section>
        </div>
        <div className={styles.region}>
          <Section title={t("home.region")}>
            <div className={styles.map}>
              {centres !== undefined ? (
                <RegionMap centres={centres} />
              ) : error === null ? (
                <Loading lines={6} />
              ) : (
                <ErrorState error={error} onRetry={() => void refetch()} />
              )}
            </div>
          </Section>
        </div>
        <div className={styles.papers}>
          <Section
            title={t("home.papers")}
            aside={
              <Link to="/papers" search={{}} className={styles.all}>
                {t("home.allPapers")}
              </Link>
            }
          >
            <LatestPapers />
          </Section>
        </div>
        <div className={styles.activity}>
          <Section title={t("home.activity")}>
            <Activity />
          </Section>
        </div>
      </div>
    </>
  );
}
