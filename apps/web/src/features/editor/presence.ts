/** Who is here, out of the presence states that the server vouches for. */
import type { PresenceUser } from "@istmo/contracts";
import type { Awareness } from "y-protocols/awareness";

/** Somebody in the room; with several tabs open they are here once. */
export interface PresentPerson extends PresenceUser {
  /** The Yjs clients of their tabs. */
  readonly clients: readonly number[];
  readonly isSelf: boolean;
}

/** The `user` field of a presence state, or null when it is not what the contract says. */
export function readPresenceUser(user: unknown): PresenceUser | null {
  if (typeof user !== "object" || user === null) return null;
  const { id, name, centre, color } = user as Partial<Record<keyof PresenceUser, unknown>>;
  if (typeof id !== "string" || typeof name !== "string") return null;
  if (typeof color !== "string" || !/^#[0-9a-f]{6}$/i.test(color)) return null;
  return { id, name, color, centre: typeof centre === "string" ? centre : null };
}

/** Everybody here: oneself first, then by centre and name. */
export function presentPeople(
  awareness: Pick<Awareness, "clientID" | "getStates">,
): PresentPerson[] {
  const people = new Map<string, PresentPerson>();
  for (const [client, state] of awareness.getStates()) {
    const user = readPresenceUser(state["user"]);
    if (!user) continue;
    const known = people.get(user.id);
    people.set(user.id, {
      ...user,
      clients: [...(known?.clients ?? []), client],
      isSelf: client === awareness.clientID || (known?.isSelf ?? false),
    });
  }
  return [...people.values()].sort(
    (a, b) =>
      Number(b.isSelf) - Number(a.isSelf) ||
      (a.centre ?? "").localeCompare(b.centre ?? "") ||
      a.name.localeCompare(b.name),
  );
}
