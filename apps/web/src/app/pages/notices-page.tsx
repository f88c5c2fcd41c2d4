import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNoticeCount, useNotices } from "../../api/notices.ts";
import { NoticesFilterBar, readNoticesFilter } from "../../features/notices/notices-filter-bar.tsx";
import { NoticesList } from "../../features/notices/notices-list.tsx";
import { useNoticeActs } from "../../features/notices/use-notice-acts.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Paged } from "../../ui/paged.tsx";
import { EmptyState } from "../../ui/states.tsx";

const route = getRouteApi("/shell/notices");

/** The inbox. What of it is shown stands in the address. */
export function NoticesPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filter = readNoticesFilter({ ...route.useSearch() });
  const list = useNotices(filter);
  const { data: count } = useNoticeCount();
  const acts = useNoticeActs();
  usePageTitle(t("notices.title"));
  const newest = list.items?.[0];
  return (
    <>
      <PageHeader
        title={t("notices.title")}
        description={t("notices.description")}
        meta={<Link to="/notices/settings">{t("notices.settings")}</Link>}
        {...(filter.show === "done" || newest === undefined || (count?.unread ?? 0) === 0
          ? {}
          : {
              actions: (
                <Button onPress={() => acts.readAll(newest.seq)}>{t("notices.markAllRead")}</Button>
              ),
            })}
      />
      <NoticesFilterBar
        filter={filter}
        onChange={(next) => void navigate({ to: "/notices", replace: true, search: { ...next } })}
      />
      <Paged
        list={list}
        empty={
          filter.reason === undefined ? (
            <EmptyState title={t(`notices.none.${filter.show}`)}>
              {t("notices.noneText")}
            </EmptyState>
          ) : (
            <EmptyState title={t("notices.noneFiltered")} />
          )
        }
      >
        {(items) => <NoticesList notices={items} />}
      </Paged>
    </>
  );
}
