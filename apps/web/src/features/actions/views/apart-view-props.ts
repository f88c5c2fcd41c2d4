import type { ActionFilters, ActionsQuery } from "../action-filters.ts";
import type { BoardServices } from "../board-services.ts";

export interface ApartViewProps {
  /** The filters of the page; the view adds the days that it shows. */
  readonly query: ActionsQuery;
  readonly services: BoardServices;
  /** Shows a part of it as a list. */
  readonly onList: (changes: Pick<ActionFilters, "dueFrom" | "dueTo">) => void;
}
