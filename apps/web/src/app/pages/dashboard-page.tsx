import { noCentre } from "@istmo/contracts";
import { isOffice } from "@istmo/domain";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useActionsSummary } from "../../api/actions-summary.ts";
import { useCentres, useMe } from "../../api/queries.ts";
import { Dashboard } from "../../features/dashboard/dashboard.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { FollowUpNav } from "../follow-up-nav.tsx";

const route = getRouteApi("/shell/dashboard");
const region = "region";

/** Where the action items stand: of the centre in which one works, or of the whole region. */
export function DashboardPage(): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { centre } = route.useSearch();
  const me = useMe().data;
  const centres = useCentres().data ?? [];
  const own = me?.posts.find(({ centreId }) => centreId !== null)?.centreId;
  const home = me === undefined || isOffice(me) ? region : (own ?? region);
  const scope = centre ?? home;
  const ofCentre = scope === region ? undefined : scope;
  const { data, error, refetch } = useActionsSummary(ofCentre);
  const nameOf = (id: string | null) =>
    id === null
      ? t("dashboard.office")
      : (centres.find((one) => one.id === id)?.shortName[language] ?? "");
  usePageTitle(t("dashboard.title"));
  return (
    <>
      <FollowUpNav />
      <PageHeader
        title={t("dashboard.title")}
        description={t("dashboard.description")}
        actions={
          <Select
            hideLabel
            size="small"
            label={t("dashboard.scope")}
            value={scope}
            options={[
              { id: region, label: t("dashboard.region") },
              ...centres.map(({ id }) => ({ id, label: nameOf(id) })),
              { id: noCentre, label: t("dashboard.office") },
            ]}
            onChange={(next) =>
              void navigate({ to: "/dashboard", replace: true, search: { centre: next } })
            }
          />
        }
      />
      {data === undefined ? (
        error === null ? (
          <Loading lines={10} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Dashboard summary={data} centre={ofCentre} nameOf={nameOf} />
      )}
    </>
  );
}
