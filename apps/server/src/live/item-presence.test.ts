import { describe, expect, it } from "vitest";
import type { BusListener, NodeBus } from "../platform/node-bus.ts";
import { ItemAttendance, type Attended } from "./item-presence.ts";

const hearing = { audience: ["staff"], classification: "unclassified" };
const restricted = { audience: ["staff"], classification: "confidential" };
const person = (id: string) => ({ id, name: id, centre: "GT" });

/** Nodes whose messages arrive at once, unless the line is cut. */
function openNodes(count: number) {
  const listeners = new Map<string, BusListener>();
  const line = { isCut: false };
  const nodes = Array.from({ length: count }, (_, index) => {
    const nodeId = `node-${index}`;
    const bus: Pick<NodeBus, "send" | "subscribe"> = {
      send(_topic, payload) {
        if (line.isCut) return false;
        for (const [id, listener] of listeners)
          if (id !== nodeId) listener.message?.(nodeId, payload);
        return true;
      },
      subscribe(_topic, listener) {
        listeners.set(nodeId, listener);
        return () => listeners.delete(nodeId);
      },
    };
    const told: Attended[] = [];
    const attendance = new ItemAttendance(bus, (attended) => void told.push(attended));
    const namesAt = (actionId: string) =>
      attendance
        .all()
        .find((one) => one.actionId === actionId)
        ?.people.map(({ name }) => name);
    return { nodeId, attendance, told, namesAt };
  });
  return { nodes, listeners, line };
}

function twoNodes() {
  const { nodes, ...rest } = openNodes(2);
  const [here, there] = nodes;
  if (here === undefined || there === undefined) throw new Error("two nodes were asked for");
  return { here, there, ...rest };
}

describe("who has an action item open", () => {
  it("is known on every node, until the page is left", () => {
    const { here, there } = twoNodes();
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing });
    there.attendance.enter("b", { actionId: "x", person: person("Luis"), hearing });
    expect(here.namesAt("x")).toEqual(["Ana", "Luis"]);
    expect(there.namesAt("x")).toEqual(["Ana", "Luis"]);
    here.attendance.leave("a");
    expect(there.namesAt("x")).toEqual(["Luis"]);
    expect(there.told.at(-1)?.people.map(({ name }) => name)).toEqual(["Luis"]);
  });

  it("names a person once, who has it open in several pages", () => {
    const { here, there } = twoNodes();
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing });
    here.attendance.enter("b", { actionId: "x", person: person("Ana"), hearing });
    there.attendance.enter("c", { actionId: "x", person: person("Ana"), hearing });
    expect(here.namesAt("x")).toEqual(["Ana"]);
    here.attendance.leave("a");
    expect(here.namesAt("x")).toEqual(["Ana"]);
  });

  it("moves with the page to another item", () => {
    const { here, there } = twoNodes();
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing });
    here.attendance.enter("a", { actionId: "y", person: person("Ana"), hearing });
    expect(there.namesAt("x")).toBeUndefined();
    expect(there.namesAt("y")).toEqual(["Ana"]);
  });

  it("is taken from those who may no longer hear of the item, and told to the others", () => {
    const { here, there } = twoNodes();
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing });
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing: restricted });
    for (const { told } of [here, there]) {
      expect(told.slice(-2).map(({ people, hearing: who }) => [people.length, who])).toEqual([
        [0, hearing],
        [1, restricted],
      ]);
    }
  });

  it("says nothing where nothing has changed", () => {
    const { here } = twoNodes();
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing });
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing });
    expect(here.told).toHaveLength(1);
  });

  it("forgets whom a node had that is gone", () => {
    const { here, there, listeners } = twoNodes();
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing });
    listeners.get(there.nodeId)?.nodeGone?.(here.nodeId);
    expect(there.namesAt("x")).toBeUndefined();
    expect(there.told.at(-1)?.people).toEqual([]);
  });

  it("asks for everything where words may have been lost", () => {
    const { here, there, listeners, line } = twoNodes();
    here.attendance.enter("a", { actionId: "x", person: person("Ana"), hearing });
    line.isCut = true;
    here.attendance.enter("a", { actionId: "y", person: person("Ana"), hearing });
    line.isCut = false;
    expect(there.namesAt("x")).toEqual(["Ana"]);
    listeners.get(there.nodeId)?.missed?.();
    expect(there.namesAt("x")).toBeUndefined();
    expect(there.namesAt("y")).toEqual(["Ana"]);
  });
});
