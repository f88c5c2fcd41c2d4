import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Download, ShieldCheck } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { auditExportPath, useAudit, useAuditCheck } from "../../api/audit.ts";
import { ApiProblem } from "../../api/problem.ts";
import { useMe } from "../../api/queries.ts";
import { AuditFilterBar } from "../../features/audit/audit-filter-bar.tsx";
import { readAuditFilter } from "../../features/audit/audit-filters.ts";
import { AuditTable } from "../../features/audit/audit-table.tsx";
import { ChainCheckResult } from "../../features/audit/chain-check.tsx";
import { namesIn } from "../../features/audit/names-in.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Paged } from "../../ui/paged.tsx";
import { EmptyState, Loading } from "../../ui/states.tsx";
import { AdministrationNav } from "../administration-nav.tsx";
import { PageError } from "../not-found-page.tsx";

const route = getRouteApi("/shell/audit");

/** The log for those who may open it; for everybody else there is no such page. */
export function AuditPage(): ReactNode {
  const { data: me, error, refetch } = useMe();
  if (me === undefined)
    return error === null ? (
      <Loading lines={6} />
    ) : (
      <PageError error={error} onRetry={() => void refetch()} />
    );
  const { audit } = me.abilities.administration;
  if (audit === null)
    return (
      <PageError
        error={new ApiProblem({ code: "not_found", status: 404 })}
        onRetry={() => undefined}
      />
    );
  return <AuditLog reads={audit} />;
}

function AuditLog({ reads }: { reads: "content" | "metadata" }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filter = readAuditFilter({ ...route.useSearch() });
  const list = useAudit(filter);
  const check = useAuditCheck();
  const nameOf = useMemo(() => namesIn(list.items ?? []), [list.items]);
  const isFiltered = Object.keys(filter).length > 0;
  usePageTitle(t("audit.title"));
  return (
    <>
      <AdministrationNav />
      <PageHeader
        title={t("audit.title")}
        description={t(reads === "content" ? "audit.description" : "audit.descriptionMetadata")}
        actions={
          <>
            <Button
              icon={<ShieldCheck />}
              isPending={check.isPending}
              onPress={() => check.mutate()}
            >
              {t("audit.check.action")}
            </Button>
            <ButtonLink href={auditExportPath(filter)} isDownload icon={<Download />}>
              {t("audit.export")}
            </ButtonLink>
          </>
        }
      />
      <ChainCheckResult check={check} />
      <AuditFilterBar
        filter={filter}
        nameOf={nameOf}
        onChange={(next) => void navigate({ to: "/audit", replace: true, search: next })}
      />
      <Paged
        list={list}
        empty={
          <EmptyState title={isFiltered ? t("audit.noneFiltered") : t("audit.none")}>
            {isFiltered ? t("audit.noneFilteredText") : undefined}
          </EmptyState>
        }
      >
        {(entries) => (
          <AuditTable
            entries={entries}
            isOld={list.isOld}
            nameOf={nameOf}
            renderSubject={({ kind, id }, name) =>
              kind === "paper" ? (
                <Link to="/papers/$paperId" params={{ paperId: id }} search={{}}>
                  {name}
                </Link>
              ) : (
                name
              )
            }
          />
        )}
      </Paged>
    </>
  );
}
