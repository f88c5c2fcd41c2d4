import { classifications, errorCodes, waitingKinds } from "@istmo/contracts";
import {
  auditGroups,
  auditKinds,
  auditSubjectKinds,
  noticeChannels,
  noticeReasons,
  roles,
  stateMachines,
} from "@istmo/domain";
import { expect, test } from "vitest";
import type { Catalogue } from "./catalogue.ts";
import { missingKeys } from "./missing-keys.ts";
import { messages as firstEn } from "./load-en.ts";
import { messages as firstEs } from "./load-es.ts";

/** The words of one language: the first ones, and those of every folder that come later. */
const withLater = (first: Catalogue, later: Record<string, { messages: Catalogue }>): Catalogue =>
  Object.values(later).reduce((all, { messages }) => ({ ...all, ...messages }), first);
const es = withLater(firstEs, import.meta.glob("./*/load-es.ts", { eager: true }));
const en = withLater(firstEn, import.meta.glob("./*/load-en.ts", { eager: true }));

const sources = import.meta.glob<string>(["../**/*.tsx", "../**/*.ts", "!../**/*.test.*"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Which of the keys one of the languages lacks. */
const lacking = (keys: string[]) =>
  keys.filter((key) => es[key] === undefined || en[key] === undefined);

test("both languages have every key, and every key that the page uses exists", () => {
  expect(missingKeys({ es, en }, sources)).toEqual([]);
});

test("a key without a translation is found, wherever it is missing", () => {
  const planted = { "page.tsx": 't("ui.close"); t("ui.planted")' };
  expect(missingKeys({ es: { "ui.close": "Cerrar" }, en: {} }, planted)).toEqual([
    { where: "es", key: "ui.close", lackedBy: "en" },
    { where: "page.tsx", key: "ui.planted", lackedBy: "es" },
    { where: "page.tsx", key: "ui.close", lackedBy: "en" },
    { where: "page.tsx", key: "ui.planted", lackedBy: "en" },
  ]);
});

test("plural forms count as their key", () => {
  const plural = { "ui.rows_one": "{{count}} fila", "ui.rows_other": "{{count}} filas" };
  expect(missingKeys({ es: plural }, { "page.tsx": 't("ui.rows", { count })' })).toEqual([]);
});

test("every refusal of the contracts has a text in both languages", () => {
  expect(lacking(Object.keys(errorCodes).map((code) => `error.${code}`))).toEqual([]);
});

test("what the data names has a word in both languages: stages, roles, states, kinds, levels", () => {
  expect(
    lacking([
      ...stateMachines.paper.states.map((state) => `stage.${state}`),
      ...stateMachines.action.states.map((state) => `actionState.${state}`),
      ...roles.map((role) => `role.${role}`),
      ...classifications.map((level) => `classification.${level}`),
      ...waitingKinds.map((kind) => `waiting.${kind}`),
      ...noticeReasons.flatMap((reason) => [`notices.reason.${reason}`, `notices.about.${reason}`]),
      ...noticeChannels.map((channel) => `notices.channel.${channel}`),
    ]),
  ).toEqual([]);
});

test("everything that the audit log records has a sentence in both languages", () => {
  expect(
    lacking([
      ...auditKinds.map((kind) => `audit.kind.${kind}`),
      ...auditGroups.map((group) => `audit.group.${group}`),
      ...auditSubjectKinds.map((kind) => `audit.subject.${kind}`),
      ...["changed", "missing", "out_of_chain", "columns_differ", "head_differs"].map(
        (problem) => `audit.check.problem.${problem}`,
      ),
    ]),
  ).toEqual([]);
});
