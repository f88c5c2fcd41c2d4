import type { ActionItem } from "@istmo/contracts";
import { Plus } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMedia } from "../../lib/use-media.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { ActionDetail } from "./action-detail.tsx";
import { EditActionDialog } from "./action-dialog.tsx";
import { countFilters, queryFor, withFilters, type ActionFilters } from "./action-filters.ts";
import { actionStates, boardStates } from "./action-steps.ts";
import { ActionTable } from "./action-table.tsx";
import styles from "./actions-view.module.css";
import type { BoardServices } from "./board-services.ts";
import { Board } from "./board.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { SavedViewsMenu } from "./saved-views-menu.tsx";
import { SheetMenu } from "./sheet-menu.tsx";
import { useActionMoves } from "./use-action-moves.tsx";
import { useActionSurroundings } from "./use-action-surroundings.ts";
import { useChangeNotice } from "./use-change-notice.ts";
import { useCreateActionFlow } from "./use-create-action-flow.tsx";
import { useViewFromLink } from "./use-view-from-link.ts";
import { useBoardActions, useShownActions } from "./use-shown-actions.ts";
import { ApartView } from "./views/apart-view.tsx";
import { GroupSelect, GroupedTables } from "./views/grouped-tables.tsx";
import { ViewSwitch } from "./views/view-switch.tsx";

export interface ActionsViewProps {
  /** From the address of the page. */
  readonly filters: ActionFilters;
  readonly onFiltersChange: (filters: ActionFilters) => void;
  /** A saved view that a link names, to be shown instead. */
  readonly viewId?: string | null;
  /** The action whose detail is open, where the page keeps it in its address. */
  readonly openId?: string | null;
  readonly onOpenChange?: (id: string | null) => void;
  readonly originLink?: (origin: ActionItem["origin"]) => ReactNode;
}

/** The office's actions as a board or as a list. */
export function ActionsView({
  filters,
  onFiltersChange,
  viewId = null,
  openId,
  onOpenChange,
  originLink,
}: ActionsViewProps) {
  const { t } = useTranslation();
  const view = filters.view ?? "board";
  /** Such a view asks for what it shows itself. */
  const isApart = view !== "board" && view !== "list";
  const surroundings = useActionSurroundings();
  const { isWaiting } = useViewFromLink(viewId, onFiltersChange);
  const { moves, dialog } = useActionMoves(surroundings.meId);
  const creation = useCreateActionFlow();
  const query = useMemo(
    () => queryFor({ ...filters, view }, surroundings.meId),
    [filters, view, surroundings.meId],
  );
  const listed = useShownActions(query, view === "list");
  const showCancelled = filters.cancelled === true || query.state?.includes("cancelled") === true;
  const board = useBoardActions(
    query,
    showCancelled ? actionStates : boardStates,
    view === "board",
  );
  const { items: all, isLoading, error, retry } = view === "board" ? board : listed;
  const items = useMemo(
    () => (showCancelled ? all : all.filter(({ state }) => state !== "cancelled")),
    [all, showCancelled],
  );
  const { changedIds, announcement } = useChangeNotice(items, JSON.stringify(filters), !isLoading);
  const [ownOpenId, setOwnOpenId] = useState<string | null>(null);
  const [edited, setEdited] = useState<ActionItem | null>(null);
  const shownId = openId === undefined ? ownOpenId : openId;
  const open = onOpenChange ?? setOwnOpenId;
  const services = useMemo<BoardServices>(
    () => ({ items, changedIds, surroundings, moves, onOpen: open, onEdit: setEdited }),
    [items, changedIds, surroundings, moves, open],
  );
  const isPhone = useMedia("(width < 640px)");
  const canCreate = surroundings.createFor.length > 0;
  const isFiltered = countFilters({ ...filters, view }) > 0;
  // Nothing to narrow: the controls would only say that something is missing.
  const isBare = !isApart && !isLoading && error === null && all.length === 0 && !isFiltered;
  const newAction = (
    <Button
      variant="primary"
      icon={<Plus />}
      onPress={() => void creation.createAction(filters.centre ? { centreId: filters.centre } : {})}
    >
      {t("actions.new")}
    </Button>
  );

  const { hasMore, showMore } = board;
  const columns = useMemo<BoardServices>(
    () => ({ ...services, hasMore, onMore: showMore }),
    [services, hasMore, showMore],
  );
  const viewSwitch = <ViewSwitch filters={filters} onFiltersChange={onFiltersChange} />;

  function body(): ReactNode {
    if (isApart)
      return (
        <ApartView
          view={view}
          query={query}
          services={services}
          onList={(changes) => onFiltersChange(withFilters(filters, { ...changes, view: "list" }))}
        />
      );
    if (isLoading || isWaiting) return <Loading lines={8} />;
    if (error !== null && all.length === 0) return <ErrorState error={error} onRetry={retry} />;
    if (items.length === 0) {
      if (isFiltered) {
        return (
          <EmptyState title={t("actions.empty.filtered")}>
            {t("actions.empty.filteredText")}
          </EmptyState>
        );
      }
      return canCreate ? (
        <EmptyState title={t("actions.empty.title")} action={newAction}>
          {t("actions.empty.text")}
        </EmptyState>
      ) : (
        <EmptyState title={t("actions.empty.none")}>{t("actions.empty.noneText")}</EmptyState>
      );
    }
    if (view === "list")
      return filters.group === undefined ? (
        <ActionTable services={services} />
      ) : (
        <GroupedTables grouping={filters.group} services={services} />
      );
    return <Board services={columns} showCancelled={showCancelled} />;
  }

  return (
    <div className={styles.view} data-view={view}>
      <PageHeader
        title={t("actions.title")}
        {...(isPhone || isBare
          ? {}
          : {
              actions: (
                <>
                  {viewSwitch}
                  {canCreate && newAction}
                </>
              ),
            })}
      />
      {!isBare && (
        <div className={styles.controls}>
          <FilterBar
            filters={{ ...filters, view }}
            surroundings={surroundings}
            onFiltersChange={onFiltersChange}
          >
            <SavedViewsMenu
              filters={{ ...filters, view }}
              surroundings={surroundings}
              onFiltersChange={onFiltersChange}
            />
            <SheetMenu filters={{ ...filters, view }} meId={surroundings.meId} />
          </FilterBar>
          {isPhone ? (
            <>
              {viewSwitch}
              {canCreate && newAction}
            </>
          ) : (
            <div className={styles.beside}>
              {view === "list" && (
                <GroupSelect filters={filters} onFiltersChange={onFiltersChange} />
              )}
              {!isLoading && !isApart && board.hasMore.size === 0 && (
                <p className={styles.total}>{t("actions.count", { count: items.length })}</p>
              )}
            </div>
          )}
        </div>
      )}
      {body()}
      <p className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </p>
      {creation.dialog}
      {shownId !== null && (
        <ActionDetail
          actionId={shownId}
          onClose={() => open(null)}
          {...(originLink ? { originLink } : {})}
        />
      )}
      {edited && (
        <EditActionDialog
          key={edited.id}
          item={edited}
          onSaved={() => setEdited(null)}
          onCancel={() => setEdited(null)}
        />
      )}
      {dialog}
    </div>
  );
}
