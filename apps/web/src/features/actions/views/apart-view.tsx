import type { ActionFilters, ActionsQuery, ViewKind } from "../action-filters.ts";
import type { BoardServices } from "../board-services.ts";
import { CalendarView } from "./calendar-view.tsx";
import { DayView } from "./day-view.tsx";
import { TimelineView } from "./timeline-view.tsx";

export interface ApartViewProps {
  /** The filters of the page; the view adds the days that it shows. */
  readonly query: ActionsQuery;
  readonly services: BoardServices;
  /** Shows a part of it as a list. */
  readonly onList: (changes: Pick<ActionFilters, "dueFrom" | "dueTo">) => void;
}

/** A view that asks for what it shows itself. */
export function ApartView({ view, ...props }: ApartViewProps & { readonly view: ViewKind }) {
  if (view === "day") return <DayView {...props} />;
  return view === "calendar" ? <CalendarView {...props} /> : <TimelineView {...props} />;
}
