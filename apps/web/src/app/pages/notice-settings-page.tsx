import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNotificationSettings } from "../../api/notices.ts";
import { timeZoneGroups } from "../../features/identity/time-zones.ts";
import { NoticeSettings } from "../../features/notices/notice-settings.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";

export function NoticeSettingsPage(): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, refetch } = useNotificationSettings();
  usePageTitle(t("notices.settingsTitle"));
  return (
    <>
      <PageHeader
        title={t("notices.settingsTitle")}
        description={t("notices.settingsDescription")}
        meta={
          <Link to="/notices" search={{}}>
            {t("notices.toInbox")}
          </Link>
        }
      />
      {data === undefined ? (
        error === null ? (
          <Loading lines={8} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <NoticeSettings
          settings={data}
          zoneGroups={(current) => {
            const zones = timeZoneGroups(language, current);
            return [
              { label: t("notices.zonesOfRegion"), options: zones.region },
              { label: t("notices.zonesOfOthers"), options: zones.others },
            ];
          }}
        />
      )}
    </>
  );
}
