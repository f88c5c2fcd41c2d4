import { expect, test } from "vitest";
import { draftOf } from "./action-draft.ts";
import { anActionItem } from "./an-action-item.ts";
import { mineOf, withoutFields } from "./conflict-choice.ts";

const body = {
  title: { language: "es" as const, text: "Otro título" },
  dueOn: "2026-12-24",
  reason: "Se amplió.",
  ownerId: "person-lead-sv",
};

test("what the person wanted is told field by field, its owner by name", () => {
  const draft = { ...draftOf(anActionItem(), "es"), owner: "person-lead-sv" };
  expect(mineOf(body, draft, (id) => `Nombre de ${id}`)).toEqual({
    "title.es": "Otro título",
    dueOn: "2026-12-24",
    ownerId: { id: "person-lead-sv", name: "Nombre de person-lead-sv" },
  });
});

test("a field whose value of the colleague stands is not sent, nor the reason of its date", () => {
  expect(withoutFields(body, new Set(["dueOn"]))).toEqual({
    title: body.title,
    ownerId: body.ownerId,
  });
  expect(withoutFields(body, new Set(["title.en"]))).toEqual(body);
  expect(Object.keys(withoutFields(body, new Set(["title.es", "dueOn", "ownerId"])))).toEqual([]);
});
