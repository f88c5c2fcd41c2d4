import type { ItemPresence } from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import { createAttendance, type PresenceSocket } from "./item-presence.ts";

const ana = { id: "ana", name: "Ana", centre: "GT" };

/** A page with a connection that the test speaks for. */
function openPage({ connected = true } = {}) {
  const said: (string | null)[] = [];
  const listeners = new Map<string, (payload: unknown) => void>();
  const line = { connected, present: [] as ItemPresence[] };
  const socket: PresenceSocket = {
    get connected() {
      return line.connected;
    },
    on: (name, listener) => listeners.set(name, listener),
    emit(name: string, what: string | null | ((present: readonly ItemPresence[]) => void)) {
      if (name === "attend") said.push(what as string | null);
      else (what as (present: readonly ItemPresence[]) => void)(line.present);
    },
  };
  const page = new EventTarget() as Document & { hidden: boolean };
  page.hidden = false;
  const attendance = createAttendance(page);
  attendance.join(socket);
  const show = (isHidden: boolean) => {
    page.hidden = isHidden;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const hear = (name: string, payload?: unknown) => listeners.get(name)?.(payload);
  return { attendance, said, line, hear, show };
}

describe("who has an item open, as a page knows it", () => {
  it("is what the server said last, and nobody without a line", () => {
    const { attendance, line, hear } = openPage({ connected: false });
    line.connected = true;
    line.present = [{ actionId: "x", people: [ana] }];
    hear("connect");
    expect(attendance.at("x")).toEqual([ana]);
    hear("present", { actionId: "x", people: [] });
    hear("present", { actionId: "y", people: [ana] });
    expect([attendance.at("x"), attendance.at("y")]).toEqual([[], [ana]]);
    hear("disconnect");
    expect(attendance.at("y")).toEqual([]);
  });

  it("says which item the page shows, and says it again with each new line", () => {
    const { attendance, said, line, hear } = openPage({ connected: false });
    const leave = attendance.attend("x");
    expect(said).toEqual([]);
    line.connected = true;
    hear("connect");
    hear("connect");
    leave();
    expect(said).toEqual(["x", "x", null]);
  });

  it("speaks of the item on top, and of the one below when that is closed", () => {
    const { attendance, said } = openPage();
    const leaveBelow = attendance.attend("x");
    const leaveTop = attendance.attend("y");
    leaveTop();
    leaveBelow();
    expect(said).toEqual(["x", "y", "x", null]);
  });

  it("counts nobody as present whose page is out of sight", () => {
    const { attendance, said, show } = openPage();
    attendance.attend("x");
    show(true);
    show(false);
    expect(said).toEqual(["x", null, "x"]);
  });
});
