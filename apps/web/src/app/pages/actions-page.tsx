import type { QueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  ActionsView,
  type ActionFilters,
  firstBoardQuery,
  readActionFilters,
  viewIdIn,
} from "../../features/actions/index.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { FollowUpNav } from "../follow-up-nav.tsx";
import { OriginLink } from "../origin-link.tsx";

const route = getRouteApi("/shell/actions");

/** Asks for the board before there is a page to show it. */
export async function askForBoard(
  queryClient: QueryClient,
  { search, meId }: { readonly search: object; readonly meId: string },
): Promise<void> {
  const query = firstBoardQuery(readActionFilters({ ...search }), meId);
  if (query !== null) await queryClient.prefetchQuery(query);
}

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
