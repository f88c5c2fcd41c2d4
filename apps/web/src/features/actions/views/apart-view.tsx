import type { ViewKind } from "../action-filters.ts";
import type { ApartViewProps } from "./apart-view-props.ts";
import { CalendarView } from "./calendar-view.tsx";
import { DayView } from "./day-view.tsx";
import { TimelineView } from "./timeline-view.tsx";

/** A view that asks for what it shows itself. */
export function ApartView({ view, ...props }: ApartViewProps & { readonly view: ViewKind }) {
  if (view === "day") return <DayView {...props} />;
  return view === "calendar" ? <CalendarView {...props} /> : <TimelineView {...props} />;
}
