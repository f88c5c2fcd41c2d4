import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decideDependency,
  dependenciesAtMost,
  type ActionDependency,
} from "./action-dependencies.ts";

const wait = (actionId: string, needsId: string): ActionDependency => ({ actionId, needsId });

/** Whether the items can be done one after the other: takes away what waits for nothing. */
function hasOrder(edges: readonly ActionDependency[]): boolean {
  let left = [...edges];
  for (;;) {
    const waiting = new Set(left.map(({ actionId }) => actionId));
    const next = left.filter(({ needsId }) => waiting.has(needsId));
    if (next.length === left.length) return left.length === 0;
    left = next;
  }
}

describe("an action item that waits for others", () => {
  it("does not wait for itself, not even over others", () => {
    expect(decideDependency(wait("a", "a"), [])).toMatchObject({ code: "circular_dependency" });
    const edges = [wait("b", "c"), wait("c", "a")];
    expect(decideDependency(wait("a", "b"), edges)).toMatchObject({ code: "circular_dependency" });
    expect(decideDependency(wait("a", "c"), [wait("a", "b")]).accepted).toBe(true);
  });

  it("waits for so many at most", () => {
    const edges = Array.from({ length: dependenciesAtMost }, (_one, at) => wait("a", `n${at}`));
    expect(decideDependency(wait("a", "x"), edges)).toMatchObject({
      code: "too_many_dependencies",
    });
    expect(decideDependency(wait("a", "n1"), edges).accepted).toBe(true);
  });

  it("can always be done after what it waits for, whatever people ask for", () => {
    const ids = fc.constantFrom("a", "b", "c", "d", "e", "f");
    fc.assert(
      fc.property(fc.array(fc.tuple(ids, ids), { maxLength: 40 }), (asked) => {
        const edges: ActionDependency[] = [];
        for (const [actionId, needsId] of asked) {
          const wanted = wait(actionId, needsId);
          const isAccepted = decideDependency(wanted, edges).accepted;
          expect(isAccepted).toBe(hasOrder([...edges, wanted]));
          if (isAccepted) edges.push(wanted);
        }
        expect(hasOrder(edges)).toBe(true);
      }),
    );
  });
});
