/** The specification of the room is only as good as what holds it: every rule is in a test's title. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** `- **R12** …` opens a rule. */
function rulesOf(specification: string): string[] {
  return [...specification.matchAll(/^- \*\*([RT]\d+)\*\*/gm)].map(([, rule]) => rule ?? "");
}

/** The numbers before the colon of a title: "R13, R14: on an ordered transport …". */
function rulesQuotedIn(source: string): string[] {
  const titles = [
    ...source.matchAll(/(?:\b(?:it|test)(?:\.each\([^)]*\))?\(|title:)\s*["'`]([^"'`]+)/g),
  ];
  return titles.flatMap(([, title = ""]) => {
    const quoted = /^((?:[RT]\d+(?:, | and )?)+):/.exec(title)?.[1];
    return quoted?.match(/[RT]\d+/g) ?? [];
  });
}

const testFiles = ["packages/sync/src", "apps/server/src", "apps/web/src", "tests"].flatMap(
  (folder) =>
    readdirSync(root + folder, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(test|e2e)\.tsx?$/.test(path) && !path.includes("node_modules"))
      .map((path) => `${folder}/${path}`),
);

it("every rule of the room's specification is quoted by the title of a test", () => {
  const rules = rulesOf(readFileSync(`${root}packages/sync/SPEC.md`, "utf8"));
  const quoted = new Set(
    testFiles.flatMap((file) => rulesQuotedIn(readFileSync(root + file, "utf8"))),
  );
  expect(rules.length).toBeGreaterThan(17);
  expect(rules.filter((rule) => !quoted.has(rule))).toEqual([]);
});

it("no test quotes a rule that the specification does not have", () => {
  const rules = new Set(rulesOf(readFileSync(`${root}packages/sync/SPEC.md`, "utf8")));
  const unknown = testFiles.flatMap((file) =>
    rulesQuotedIn(readFileSync(root + file, "utf8"))
      .filter((rule) => !rules.has(rule))
      .map((rule) => `${rule} in ${file}`),
  );
  expect(unknown).toEqual([]);
});
