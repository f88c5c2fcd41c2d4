import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { savedViewQuery } from "../../api/action-views.ts";
import { useToast } from "../../ui/toaster.tsx";
import type { ActionFilters } from "./action-filters.ts";
import { filtersOf } from "./saved-view-filters.ts";

/** Applies the saved view that a link names, once it is there; one that is hidden is told of. */
export function useViewFromLink(
  viewId: string | null,
  onFiltersChange: (filters: ActionFilters) => void,
): { readonly isWaiting: boolean } {
  const toast = useToast();
  const { data, error } = useQuery({ ...savedViewQuery(viewId ?? ""), enabled: viewId !== null });
  const settled = useRef<string | null>(null);
  useEffect(() => {
    if (viewId === null || settled.current === viewId) return;
    if (data === undefined && error === null) return;
    settled.current = viewId;
    if (error !== null) toast.showProblem(error);
    onFiltersChange(data === undefined ? {} : filtersOf(data));
  }, [viewId, data, error, toast, onFiltersChange]);
  return { isWaiting: viewId !== null };
}
