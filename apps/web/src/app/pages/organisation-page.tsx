import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useManagedOrganisations } from "../../api/administration.ts";
import { ApiProblem } from "../../api/problem.ts";
import { useMe } from "../../api/queries.ts";
import { OrganisationDetail } from "../../features/organisations/organisation-detail.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Loading } from "../../ui/states.tsx";
import { AdministrationNav } from "../administration-nav.tsx";
import { PageError } from "../not-found-page.tsx";

const route = getRouteApi("/shell/organisations/$organisationId");
const noSuchOrganisation = new ApiProblem({ code: "not_found", status: 404 });

export function OrganisationPage(): ReactNode {
  const language = useLanguage();
  const { organisationId } = route.useParams();
  const { data: all, error, refetch, isFetching } = useManagedOrganisations();
  const { data: me } = useMe();
  const organisation = all?.find(({ id }) => id === organisationId);
  usePageTitle(organisation?.name[language]);
  const isOnItsWay =
    organisation === undefined && error === null && (all === undefined || isFetching);
  return (
    <>
      <AdministrationNav />
      {organisation !== undefined && all !== undefined ? (
        <OrganisationDetail
          key={organisation.id}
          organisation={organisation}
          all={all}
          mayChange={me?.abilities.administration.managePeople === true}
        />
      ) : isOnItsWay ? (
        <Loading lines={6} />
      ) : (
        <PageError error={error ?? noSuchOrganisation} onRetry={() => void refetch()} />
      )}
    </>
  );
}
