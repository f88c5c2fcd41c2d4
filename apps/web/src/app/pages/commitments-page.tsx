import type { Commitment } from "@istmo/contracts";
import { commitmentAges, stateMachines } from "@istmo/domain";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCommitments, useConsultations } from "../../api/commitments.ts";
import { CommitmentDetail } from "../../features/commitments/commitment-detail.tsx";
import {
  bodyKey,
  filterCommitments,
  readCommitmentFilter,
  type CommitmentFilter,
} from "../../features/commitments/commitment-filters.ts";
import { AgeingBar, Ledger, type StepName } from "../../features/commitments/ledger.tsx";
import styles from "../../features/commitments/ledger.module.css";
import { ProposeDialog, useOwnBodies } from "../../features/commitments/propose-dialog.tsx";
import { StepDialog } from "../../features/commitments/step-dialog.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { textIn, wordsIn } from "../../lib/texts.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { FollowUpNav } from "../follow-up-nav.tsx";

const route = getRouteApi("/shell/commitments");

type Changed = { readonly [Name in keyof CommitmentFilter]: CommitmentFilter[Name] | undefined };

/** The ledger. Filters and the open commitment stand in the address. */
export function CommitmentsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const filter = readCommitmentFilter({ ...search });
  const openId = typeof search.commitment === "string" ? search.commitment : null;
  const { data, error, refetch } = useCommitments();
  const bodies = useOwnBodies();
  const [isProposing, setIsProposing] = useState(false);
  const [taking, setTaking] = useState<{ item: Commitment; step: StepName } | null>(null);
  usePageTitle(t("commitments.title"));
  const go = (next: CommitmentFilter, commitment: string | null) =>
    void navigate({
      to: "/commitments",
      replace: true,
      search: { ...next, ...(commitment === null ? {} : { commitment }) },
    });
  const put = (changed: Changed) =>
    go(
      Object.fromEntries(
        Object.entries({ ...filter, ...changed }).filter(([, value]) => value !== undefined),
      ),
      null,
    );
  const { age, ...otherFilters } = filter;
  const aged = filterCommitments(data ?? [], otherFilters);
  const shown = filterCommitments(data ?? [], filter);
  const onStep = (item: Commitment, step: StepName) => setTaking({ item, step });
  return (
    <>
      <FollowUpNav />
      <PageHeader
        title={t("commitments.title")}
        description={t("commitments.description")}
        {...(bodies.length === 0
          ? {}
          : {
              actions: (
                <Button variant="primary" icon={<Plus />} onPress={() => setIsProposing(true)}>
                  {t("commitments.new")}
                </Button>
              ),
            })}
      />
      {data === undefined ? (
        error === null ? (
          <Loading lines={8} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : data.length === 0 ? (
        <EmptyState title={t("commitments.none")}>{t("commitments.noneText")}</EmptyState>
      ) : (
        <>
          <Filters items={data} filter={filter} onChange={put} />
          <AgeingBar
            items={aged}
            selected={age}
            onSelect={(next) => put({ age: commitmentAges.find((one) => one === next) })}
          />
          {shown.length === 0 ? (
            <EmptyState title={t("commitments.noneFiltered")} />
          ) : (
            <Ledger
              items={shown}
              onStep={onStep}
              renderLink={({ id }, text) => (
                <Link
                  to="/commitments"
                  replace
                  search={{ ...filter, commitment: id }}
                  data-row-link=""
                >
                  {text}
                </Link>
              )}
            />
          )}
        </>
      )}
      {openId !== null && (
        <CommitmentDetail
          id={openId}
          onClose={() => go(filter, null)}
          onStep={onStep}
          renderAction={(action) => <ActionLink action={action} />}
        />
      )}
      {taking !== null && <StepDialog {...taking} onClose={() => setTaking(null)} />}
      {isProposing && <ProposeDialog onClose={() => setIsProposing(false)} />}
    </>
  );
}

function Filters({
  items,
  filter,
  onChange,
}: {
  items: readonly Commitment[];
  filter: CommitmentFilter;
  onChange: (changed: Changed) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: consultations = [] } = useConsultations();
  const series = new Map(consultations.map((one) => [one.series.id, one.series.name]));
  const bodies = new Map(items.map(({ body }) => [bodyKey(body), body.label]));
  const chosen = (id: string) => (id === "" ? undefined : id);
  return (
    <div className={styles.filters} role="group" aria-label={t("commitments.filters")}>
      <Select
        size="small"
        label={t("commitments.series")}
        value={filter.series ?? ""}
        onChange={(id) => onChange({ series: chosen(id) })}
        options={[
          { id: "", label: t("commitments.anySeries") },
          ...[...series].map(([id, name]) => ({ id, label: wordsIn(name, language) })),
        ]}
      />
      <Select
        size="small"
        label={t("commitments.body")}
        value={filter.body ?? ""}
        onChange={(id) => onChange({ body: chosen(id) })}
        options={[
          { id: "", label: t("commitments.anyBody") },
          ...[...bodies].map(([id, name]) => ({ id, label: wordsIn(name, language) })),
        ]}
      />
      <Select
        size="small"
        label={t("commitments.state")}
        value={filter.state ?? ""}
        onChange={(id) => onChange({ state: chosen(id) })}
        options={[
          { id: "", label: t("commitments.anyState") },
          { id: "all", label: t("commitments.everyState") },
          ...stateMachines.commitment.states.map((id) => ({
            ...{ id, label: t(`commitments.states.${id}`) },
          })),
        ]}
      />
    </div>
  );
}

function ActionLink({
  action,
}: {
  action: { id: string; title: Commitment["title"]; state: string };
}) {
  const { t } = useTranslation();
  const { text, lang } = textIn(action.title, useLanguage());
  return (
    <>
      <Link to="/actions" search={{ action: action.id }} lang={lang}>
        {text}
      </Link>
      <span className={styles.quiet}>{t(`actionState.${action.state}`)}</span>
    </>
  );
}
