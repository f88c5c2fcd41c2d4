import { describe, expect, it } from "vitest";

import { presentPeople, readPresenceUser } from "./presence.ts";

const person = (id: string, name: string, centre: string | null) => ({
  user: { id, name, centre, color: "#0b6e99" },
});

describe("who is here", () => {
  it("shows a person with two tabs once, oneself first, then by centre and name", () => {
    const states = new Map<number, Record<string, unknown>>([
      [1, person("sara", "Sara Paz", "SV")],
      [2, person("hugo", "Hugo Ríos", "GT")],
      [3, person("ana", "Ana Ruiz", "PA")],
      [4, person("sara", "Sara Paz", "SV")],
      [5, person("abel", "Abel Cruz", "GT")],
    ]);
    const people = presentPeople({ clientID: 3, getStates: () => states });
    expect(people.map(({ name }) => name)).toEqual([
      "Ana Ruiz",
      "Abel Cruz",
      "Hugo Ríos",
      "Sara Paz",
    ]);
    expect(people[0]?.isSelf).toBe(true);
    expect(people[3]?.clients).toEqual([1, 4]);
  });

  it("leaves out a state without a person, and a colour that is none", () => {
    const states = new Map<number, Record<string, unknown>>([[1, {}]]);
    expect(presentPeople({ clientID: 9, getStates: () => states })).toEqual([]);
    expect(
      readPresenceUser({ id: "a", name: "A", centre: null, color: "red; background: url(x)" }),
    ).toBeNull();
  });
});
