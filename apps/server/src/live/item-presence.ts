/**
 * Who has which action item open, on all nodes.
 *
 * A page says `attend` with the item that it shows; whether its person may see it was decided before
 * it comes here. A node tells the others whom it has at an item whenever that changes, and all of
 * it to a node that asks because it may have missed something. Nothing is stored: whoever closes
 * the page, or loses the line, is gone.
 */
import { isDeepStrictEqual } from "node:util";
import type { PresentPerson } from "@istmo/contracts";
import { z } from "zod";
import type { NodeBus } from "../platform/node-bus.ts";

/** Who hears of an item: its audience, if cleared for its classification. */
export interface Hearing {
  readonly audience: string[];
  readonly classification: string;
}

/** An item that somebody has open, and who hears of it. */
export interface Attended {
  readonly actionId: string;
  readonly people: PresentPerson[];
  readonly hearing: Hearing;
}

interface Attendance {
  readonly actionId: string;
  readonly person: PresentPerson;
  readonly hearing: Hearing;
}

const attendedItem = z.object({
  actionId: z.string(),
  people: z.array(z.object({ id: z.string(), name: z.string(), centre: z.string().nullable() })),
  hearing: z.object({ audience: z.array(z.string()), classification: z.string() }),
});
const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ask") }),
  /** Whom the node has at one item. */
  z.object({ kind: z.literal("item"), item: attendedItem }),
  /** Whom it has anywhere. */
  z.object({ kind: z.literal("all"), items: z.array(attendedItem) }),
]);
type Message = z.infer<typeof message>;

/** The part of a bus that is used here. */
type Bus = Pick<NodeBus, "send" | "subscribe">;

/** See the head of this file. */
export class ItemAttendance {
  readonly #bus: Bus | null;
  /** Tells the pages of this node. */
  readonly #tell: (attended: Attended) => void;
  /** By connection. */
  readonly #own = new Map<string, Attendance>();
  /** By node, then by item. */
  readonly #others = new Map<string, Map<string, Attended>>();
  readonly #stop: () => void;

  constructor(bus: Bus | null, tell: (attended: Attended) => void) {
    this.#bus = bus;
    this.#tell = tell;
    this.#stop =
      bus?.subscribe("presence", {
        message: (nodeId, payload) => this.#hear(nodeId, payload),
        nodeGone: (nodeId) => this.#forget(nodeId),
        missed: () => this.#send({ kind: "ask" }),
      }) ?? (() => undefined);
  }

  /** A connection shows this item from now on, and no other. */
  enter(connection: string, attendance: Attendance): void {
    const before = this.#own.get(connection);
    if (isDeepStrictEqual(before, attendance)) return;
    this.leave(connection);
    this.#own.set(connection, attendance);
    this.#changed(attendance);
  }

  /** A connection shows no item any more. */
  leave(connection: string): void {
    const before = this.#own.get(connection);
    if (before === undefined) return;
    this.#own.delete(connection);
    this.#changed(before);
  }

  /** All items that somebody has open. */
  all(): Attended[] {
    const hearings = new Map<string, Hearing>();
    for (const { actionId, hearing } of this.#own.values()) hearings.set(actionId, hearing);
    for (const items of this.#others.values())
      for (const { actionId, hearing } of items.values()) hearings.set(actionId, hearing);
    return [...hearings].map(([actionId, hearing]) => this.#at(actionId, hearing));
  }

  close(): void {
    this.#stop();
  }

  #ownAt(actionId: string): PresentPerson[] {
    return [...this.#own.values()].flatMap((one) =>
      one.actionId === actionId ? [one.person] : [],
    );
  }

  /** Everybody at an item; with several pages open somebody is there once. */
  #at(actionId: string, hearing: Hearing): Attended {
    const people = new Map(this.#ownAt(actionId).map((one) => [one.id, one]));
    for (const items of this.#others.values())
      for (const one of items.get(actionId)?.people ?? []) people.set(one.id, one);
    const sorted = [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
    return { actionId, hearing, people: sorted };
  }

  #changed({ actionId, hearing }: Pick<Attendance, "actionId" | "hearing">): void {
    const item = { actionId, hearing, people: this.#ownAt(actionId) };
    this.#send({ kind: "item", item });
    this.#tell(this.#at(actionId, hearing));
  }

  #send(said: Message): void {
    this.#bus?.send("presence", new TextEncoder().encode(JSON.stringify(said)));
  }

  #hear(nodeId: string, payload: Uint8Array): void {
    const said = message.parse(JSON.parse(new TextDecoder().decode(payload)));
    if (said.kind === "ask") return this.#sayAll();
    if (said.kind === "all") this.#forget(nodeId);
    const items = this.#others.get(nodeId) ?? new Map<string, Attended>();
    this.#others.set(nodeId, items);
    for (const item of said.kind === "all" ? said.items : [said.item]) {
      if (item.people.length > 0) items.set(item.actionId, item);
      else items.delete(item.actionId);
      this.#tell(this.#at(item.actionId, item.hearing));
    }
  }

  #sayAll(): void {
    const hearings = new Map([...this.#own.values()].map((one) => [one.actionId, one.hearing]));
    const items = [...hearings].map(([actionId, hearing]) => ({
      ...{ actionId, hearing },
      people: this.#ownAt(actionId),
    }));
    this.#send({ kind: "all", items });
  }

  #forget(nodeId: string): void {
    const items = this.#others.get(nodeId);
    this.#others.delete(nodeId);
    for (const { actionId, hearing } of items?.values() ?? [])
      this.#tell(this.#at(actionId, hearing));
  }
}
