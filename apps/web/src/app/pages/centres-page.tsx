import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CentresList } from "../../features/centres/centres-list.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { PageHeader } from "../../ui/page-header.tsx";

export function CentresPage(): ReactNode {
  const { t } = useTranslation();
  usePageTitle(t("centres.title"));
  return (
    <>
      <PageHeader title={t("centres.title")} description={t("centres.description")} />
      <CentresList />
    </>
  );
}
