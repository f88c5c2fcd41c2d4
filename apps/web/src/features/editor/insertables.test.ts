import { expect, test } from "vitest";

import { messages as en } from "../../i18n/paper/load-en.ts";
import { messages as es } from "../../i18n/paper/load-es.ts";

import { insertables } from "./insertables.ts";

test("each thing that can be put into the text has a name in both languages and an id of its own", () => {
  for (const { label } of insertables) {
    expect(es, label).toHaveProperty([label]);
    expect(en, label).toHaveProperty([label]);
  }
  const ids = insertables.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("no two things are put in by the same keys", () => {
  const keys = insertables.flatMap(({ shortcut }) => shortcut ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});
