import type { PresentPerson } from "@istmo/contracts";
import { use, useEffect, useSyncExternalStore } from "react";
import { createAttendance, type Attendance } from "./item-presence.ts";
import { LiveContext, type Live } from "./live.ts";

const attendances = new WeakMap<Live, Attendance>();

function attendanceOf(live: Live): Attendance {
  const known = attendances.get(live);
  if (known !== undefined) return known;
  const attendance = createAttendance(document);
  attendances.set(live, attendance);
  live.onSocket(attendance.join);
  return attendance;
}

function useAttendance(): Attendance {
  const live = use(LiveContext);
  if (live === null) throw new Error("who is present needs a LiveContext above it");
  return attendanceOf(live);
}

/** Others hear that this page shows the item, while it does. */
export function useAttend(actionId: string): void {
  const { attend } = useAttendance();
  useEffect(() => attend(actionId), [attend, actionId]);
}

/** Everybody who has the item open, oneself included. */
export function usePresentPeople(actionId: string): readonly PresentPerson[] {
  const { at, subscribe } = useAttendance();
  return useSyncExternalStore(subscribe, () => at(actionId));
}
