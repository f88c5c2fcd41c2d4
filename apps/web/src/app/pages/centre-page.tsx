import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCentre, usePapers } from "../../api/queries.ts";
import { ActionList } from "../../features/actions/index.ts";
import { CentreHead, Workstreams } from "../../features/centres/centre-head.tsx";
import { CentrePeople } from "../../features/centres/centre-people.tsx";
import { CentreEscalation } from "../../features/notices/centre-escalation.tsx";
import { PapersList } from "../../features/papers/papers-list.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Section } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { PageError } from "../not-found-page.tsx";
import { OriginLink } from "../origin-link.tsx";
import styles from "./centre-page.module.css";

const route = getRouteApi("/shell/centres/$slug");

function CentrePapers({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = usePapers({ centre: centreId });
  if (data === undefined) {
    return error === null ? (
      <Loading lines={3} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.length === 0) return <EmptyState title={t("centres.noPapers")} />;
  return <PapersList papers={data} />;
}

export function CentrePage(): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { slug } = route.useParams();
  const { data: centre, error, refetch } = useCentre(slug);
  usePageTitle(centre?.shortName[language]);
  if (centre === undefined) {
    return error === null ? (
      <Loading lines={6} />
    ) : (
      <PageError error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <>
      <CentreHead centre={centre} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Section title={t("centres.papers")} count={centre.counts.papers}>
            <CentrePapers centreId={centre.id} />
          </Section>
          <Section
            title={t("centres.actions")}
            aside={
              <Link to="/dashboard" search={{ centre: centre.id }}>
                {t("shell.dashboard")}
              </Link>
            }
          >
            <ActionList
              filter={{ centre: centre.id }}
              onlyPending
              originLink={(origin) => <OriginLink origin={origin} />}
            />
          </Section>
        </div>
        <div className={styles.column}>
          <Section title={t("centres.workstreams")}>
            <Workstreams centre={centre} />
          </Section>
          <Section title={t("centres.people")} count={centre.people.length}>
            <CentrePeople people={centre.people} centreId={centre.id} code={centre.code} />
          </Section>
          <CentreEscalation centreId={centre.id} />
        </div>
      </div>
    </>
  );
}
