import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries.ts";
import { AddOrganisationDialog } from "../../features/organisations/organisation-dialogs.tsx";
import { OrganisationsView } from "../../features/organisations/organisations-view.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { AdministrationNav } from "../administration-nav.tsx";

const route = getRouteApi("/shell/organisations");

export function OrganisationsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search, kind } = route.useSearch();
  const { data: me } = useMe();
  const [isAdding, setIsAdding] = useState(false);
  usePageTitle(t("organisations.title"));
  return (
    <>
      <AdministrationNav />
      <PageHeader
        title={t("organisations.title")}
        description={t("organisations.description")}
        actions={
          me?.abilities.administration.managePeople === true && (
            <Button variant="primary" icon={<Plus />} onPress={() => setIsAdding(true)}>
              {t("organisations.add.action")}
            </Button>
          )
        }
      />
      <OrganisationsView
        filter={{ search, kind }}
        onFilterChange={(next) =>
          void navigate({
            to: "/organisations",
            replace: true,
            search: {
              ...(next.search ? { search: next.search } : {}),
              ...(next.kind ? { kind: next.kind } : {}),
            },
          })
        }
      />
      {isAdding && (
        <AddOrganisationDialog
          onClose={() => setIsAdding(false)}
          onAdded={({ id }) =>
            void navigate({
              to: "/organisations/$organisationId",
              params: { organisationId: id },
            })
          }
        />
      )}
    </>
  );
}
