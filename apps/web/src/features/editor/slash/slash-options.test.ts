import { expect, test } from "vitest";

import { insertables } from "../insertables.ts";
import { messages as es } from "../../../i18n/paper/load-es.ts";

import { filterOptions } from "./slash-options.ts";

const options = insertables.map((insertable) => ({
  insertable,
  label: es[insertable.label] ?? "",
}));
const found = (query: string) =>
  filterOptions(options, query).map(({ insertable }) => insertable.id);

test("the slash menu is found through in Spanish and in English, without accents", () => {
  expect(found("tabl")[0]).toBe("table");
  expect(found("table")[0]).toBe("table");
  expect(found("cuadro")[0]).toBe("table");
  expect(found("titulo 2")[0]).toBe("heading2");
  expect(found("TÍTULO").slice(0, 4)).toContain("heading4");
  expect(found("footn")[0]).toBe("footnote");
});

test("what is named so stands before what is only meant by it", () => {
  expect(found("nota")[0]).toBe("footnote");
});

test("without words everything is offered, and for unknown words nothing", () => {
  expect(found("")).toHaveLength(insertables.length);
  expect(found("xyzzy")).toEqual([]);
});
