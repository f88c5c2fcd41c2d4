import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  ActionsView,
  type ActionFilters,
  readActionFilters,
  viewIdIn,
} from "../../features/actions/index.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { FollowUpNav } from "../follow-up-nav.tsx";
import { OriginLink } from "../origin-link.tsx";

const route = getRouteApi("/shell/actions");

/** Filters and the open action stand in the address, so that a view can be sent to a colleague. */
export function ActionsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const filters = useMemo(() => readActionFilters({ ...search }), [search]);
  const action = typeof search.action === "string" ? search.action : null;
  const show = useCallback(
    (next: ActionFilters) => void navigate({ to: "/actions", replace: true, search: next }),
    [navigate],
  );
  usePageTitle(t("shell.actions"));
  return (
    <>
      <FollowUpNav />
      <ActionsView
        filters={filters}
        viewId={viewIdIn({ ...search })}
        onFiltersChange={show}
        openId={action}
        onOpenChange={(id) =>
          void navigate({
            to: "/actions",
            replace: true,
            search: id === null ? filters : { ...filters, action: id },
          })
        }
        originLink={(origin) => <OriginLink origin={origin} />}
      />
    </>
  );
}
