import { expect, test } from "vitest";
import { anActionItem } from "../an-action-item.ts";
import { groupsOf } from "./groups.ts";

const named = (id: string, name: string) => anActionItem({ id, owner: { id: name, name } });

test("items are divided by name, each in one group, and those without one come last", () => {
  const items = [
    anActionItem({ id: "a", owner: null }),
    named("b", "Zoila"),
    named("c", "Ángel"),
    named("d", "Zoila"),
  ];
  const groups = groupsOf(items, ({ owner }) => owner?.name ?? "", { language: "es", order: [] });
  expect(groups.map(({ name, items: own }) => [name, own.map(({ id }) => id)])).toEqual([
    ["Ángel", ["c"]],
    ["Zoila", ["b", "d"]],
    ["", ["a"]],
  ]);
});

test("an order that is given goes before the alphabet", () => {
  const items = [named("a", "Abiertas"), named("b", "En curso"), named("c", "Bloqueadas")];
  const order = ["Abiertas", "En curso", "Bloqueadas"];
  const groups = groupsOf(items, ({ owner }) => owner?.name ?? "", { language: "es", order });
  expect(groups.map(({ name }) => name)).toEqual(order);
});
