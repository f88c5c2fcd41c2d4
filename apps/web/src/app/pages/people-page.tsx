import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useManagedPeople } from "../../api/administration.ts";
import { useMe } from "../../api/queries.ts";
import { PeopleFilters, readPeopleFilter } from "../../features/people/people-filters.tsx";
import { PeopleTable } from "../../features/people/people-table.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Paged } from "../../ui/paged.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { AdministrationNav } from "../administration-nav.tsx";

const route = getRouteApi("/shell/people");

export function PeoplePage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filter = readPeopleFilter({ ...route.useSearch() });
  const list = useManagedPeople(filter);
  const { data: me } = useMe();
  const isFiltered = Object.keys(filter).length > 0;
  const mayInvite = me !== undefined && me.abilities.administration.inviteTo.length > 0;
  usePageTitle(t("people.title"));
  return (
    <>
      <AdministrationNav />
      <PageHeader
        title={t("people.title")}
        description={
          me?.abilities.administration.people === false
            ? t("people.descriptionOwn")
            : t("people.description")
        }
        actions={
          mayInvite && (
            <Button
              variant="primary"
              icon={<Plus />}
              onPress={() => void navigate({ to: "/invitations", search: { invite: true } })}
            >
              {t("people.invite.action")}
            </Button>
          )
        }
      />
      <PeopleFilters
        filter={filter}
        onChange={(next) => void navigate({ to: "/people", replace: true, search: next })}
      />
      <Paged
        list={list}
        empty={
          <EmptyState title={isFiltered ? t("people.noneFiltered") : t("people.none")}>
            {isFiltered ? t("people.noneFilteredText") : undefined}
          </EmptyState>
        }
      >
        {(people) => <PeopleTable people={people} isOld={list.isOld} />}
      </Paged>
    </>
  );
}
