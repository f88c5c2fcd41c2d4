import { expect, test } from "vitest";

import { messages as firstEn } from "../../i18n/load-en.ts";
import { messages as firstEs } from "../../i18n/load-es.ts";
import { messages as paperEn } from "../../i18n/paper/load-en.ts";
import { messages as paperEs } from "../../i18n/paper/load-es.ts";

import { keysOf, shortcuts } from "./shortcut-registry.ts";
import { shownKeys } from "./shown-keys.ts";
import { toolGroups } from "./toolbar/tools.ts";

const es = { ...firstEs, ...paperEs };
const en = { ...firstEn, ...paperEn };

test("every shortcut and every tool has a name in both languages", () => {
  const tools = toolGroups.flatMap((group) => [group, ...group.tools]);
  for (const { label } of [...shortcuts, ...tools]) {
    expect(es, label).toHaveProperty([label]);
    expect(en, label).toHaveProperty([label]);
  }
});

test("no key means two things, on a Mac or elsewhere", () => {
  for (const isMac of [true, false]) {
    const keys = shortcuts
      .filter(({ run }) => run !== undefined)
      .flatMap((shortcut) => keysOf(shortcut, isMac));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  }
});

test("headings have keys that a Spanish keyboard under Windows does not need for @ and #", () => {
  const heading = shortcuts.find(({ id }) => id === "heading2");
  expect(heading && keysOf(heading, false)).toEqual(["Mod-Shift-2", "Mod-Alt-2"]);
  expect(heading && keysOf(heading, true)).toEqual(["Mod-Alt-2"]);
});

test("keys are named as on the keyboard at hand", () => {
  const t = ((key: string) => es[key]) as never;
  expect(shownKeys("Mod-Alt-f", { isMac: false, t })).toBe("Ctrl+Alt+F");
  expect(shownKeys("Alt-Shift-ArrowUp", { isMac: false, t })).toBe("Alt+Mayús+↑");
  expect(shownKeys("Mod-Shift-z", { isMac: true, t })).toBe("⌘⇧Z");
});
