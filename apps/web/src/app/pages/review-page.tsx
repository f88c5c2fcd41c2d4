import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWaitingClearances } from "../../api/clearance.ts";
import { useDesk } from "../../api/desk.ts";
import { useMe } from "../../api/queries.ts";
import { useRounds } from "../../api/rounds.ts";
import { DeskFilterBar } from "../../features/desk/desk-filter-bar.tsx";
import { filterDesk, readDeskFilter } from "../../features/desk/desk-filters.ts";
import { DeskList } from "../../features/desk/desk-list.tsx";
import {
  CentreChips,
  ClassificationBadge,
  SampleBadge,
} from "../../features/papers/paper-badges.tsx";
import { ReviewQueue } from "../../features/reviews/review-queue.tsx";
import { limitWords } from "../../features/rounds/round-limit.ts";
import { RoundsList } from "../../features/rounds/rounds-list.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { textIn } from "../../lib/texts.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { PageHeader, Section } from "../../ui/page-header.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./review-page.module.css";

const route = getRouteApi("/shell/review");

/** What is asked and answered: the office's desk, and for organisations the rounds that ask them. */
export function ReviewPage(): ReactNode {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const isOffice = me?.abilities.reviewSubmissions === true;
  usePageTitle(t("reviews.title"));
  return (
    <>
      <PageHeader
        title={t("reviews.title")}
        description={t(isOffice ? "reviews.description" : "reviews.descriptionOwn")}
      />
      <div className={styles.parts}>
        {isOffice && (
          <>
            <Section title={t("reviews.submitted")}>
              <ReviewQueue renderBadges={(paper) => <PaperBadges paper={paper} />} />
            </Section>
            <Desk />
          </>
        )}
        <WaitingClearances />
        <Rounds isOffice={isOffice} />
      </div>
    </>
  );
}

/** What waits for an answer of one's organisation, the next limit first. */
function WaitingClearances() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data = [] } = useWaitingClearances();
  if (data.length === 0) return null;
  return (
    <Section title={t("clearance.waiting")} count={data.length}>
      <Rows label={t("clearance.waiting")}>
        {data.map((request) => {
          const { text, lang } = textIn(request.title, language);
          return (
            <Row
              key={request.id}
              title={
                <Link
                  to="/papers/$paperId/clearance"
                  params={{ paperId: request.paperId }}
                  data-row-link=""
                  lang={lang}
                >
                  {text}
                </Link>
              }
              meta={
                <>
                  {request.organisation[language]} · {t(`clearance.level.${request.level}`)} ·{" "}
                  {t("clearance.limitIs", { moment: limitWords(t, request.limit, language) })}
                </>
              }
            />
          );
        })}
      </Rows>
    </Section>
  );
}

function PaperBadges({
  paper,
}: {
  paper: Parameters<typeof ClassificationBadge>[0] & {
    leadCentreId: string;
    centreIds: readonly string[];
    sample: boolean;
  };
}) {
  return (
    <>
      <CentreChips leadId={paper.leadCentreId} ids={paper.centreIds} />
      {paper.sample && <SampleBadge />}
      <ClassificationBadge classification={paper.classification} />
    </>
  );
}

/** Every paper on its way, by what it waits for. */
function Desk() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filter = readDeskFilter({ ...route.useSearch() });
  const { data: all, error, refetch } = useDesk(true);
  // What was just submitted stands above, with the two ways to decide on it.
  const data = all?.filter(({ kind }) => kind !== "decide_submission");
  const shown = data === undefined ? [] : filterDesk(data, filter);
  return (
    <Section title={t("desk.title")} count={data === undefined ? undefined : shown.length}>
      <DeskFilterBar
        filter={filter}
        onChange={(next) => void navigate({ to: "/review", replace: true, search: next })}
      />
      {data === undefined ? (
        error === null ? (
          <Loading lines={5} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : shown.length === 0 ? (
        <EmptyState title={t(data.length === 0 ? "desk.none" : "desk.noneFiltered")}>
          {data.length === 0 ? t("desk.noneText") : undefined}
        </EmptyState>
      ) : (
        <DeskList entries={shown} renderBadges={(entry) => <PaperBadges paper={entry} />} />
      )}
    </Section>
  );
}

/** For those who are asked the open ones, the next limit first; then those that are over. */
function Rounds({ isOffice }: { isOffice: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useRounds();
  if (data === undefined)
    return error === null ? (
      <Loading lines={4} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  const open = data
    .filter(({ state }) => state === "open")
    .sort((a, b) => a.limit.at.localeCompare(b.limit.at));
  const over = data.filter(({ state }) => state !== "open");
  return (
    <>
      {!isOffice && (
        <Section title={t("rounds.title")} count={open.length}>
          {open.length === 0 ? (
            <EmptyState title={t("rounds.none")}>{t("rounds.noneOfMineText")}</EmptyState>
          ) : (
            <RoundsList
              rounds={open}
              renderBadges={({ classification }) => (
                <ClassificationBadge classification={classification} />
              )}
            />
          )}
        </Section>
      )}
      {over.length > 0 && (
        <Section title={t("reviews.over")} count={over.length}>
          <RoundsList rounds={over} />
        </Section>
      )}
    </>
  );
}
