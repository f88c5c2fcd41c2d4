import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useManagedPerson } from "../../api/administration.ts";
import { PersonDetail } from "../../features/people/person-detail.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Loading } from "../../ui/states.tsx";
import { AdministrationNav } from "../administration-nav.tsx";
import { PageError } from "../not-found-page.tsx";

const route = getRouteApi("/shell/people/$personId");

export function PersonPage(): ReactNode {
  const { personId } = route.useParams();
  const { data: person, error, refetch } = useManagedPerson(personId);
  usePageTitle(person?.name);
  return (
    <>
      <AdministrationNav />
      {person !== undefined ? (
        <PersonDetail key={person.id} person={person} />
      ) : error === null ? (
        <Loading lines={6} />
      ) : (
        <PageError error={error} onRetry={() => void refetch()} />
      )}
    </>
  );
}
