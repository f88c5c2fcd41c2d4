/** Writes docs/paper-lifecycle.md out of the machines of the domain and the page's own words. */
import {
  lifecycleRefusals,
  planBackwards,
  reminders,
  silenceByDefault,
  stateMachines,
  type CalendarPath,
  type MachineName,
  type StateMachine,
} from "@istmo/domain";

/** The texts of the page by code: "Give the reason." */
export type RefusalTexts = Readonly<Record<string, string>>;

const chapters = [
  ["paper", "The paper"],
  ["round", "A review round"],
  ["comment", "A comment, and its row in the matrix"],
  ["clearance", "A clearance: one organisation, one level, one version"],
] as const satisfies readonly (readonly [MachineName, string])[];

const words = (name: string) => name.replaceAll("_", " ");
const list = (names: readonly string[]) => (names.length === 0 ? "–" : names.map(words).join(", "));
const said = (text: string) => (text === "-" || text === "" ? "–" : text);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function machineTable(machine: StateMachine): string {
  const rows = machine.transitions.map((transition) => [
    transition.from.map((state) => (state === "*" ? "any" : words(state))).join(", "),
    `${words(transition.event)} → ${transition.to === "=" ? "(stays)" : words(transition.to)}`,
    list(transition.who),
    said(transition.guard),
    said(transition.effect),
    list(transition.notify),
    transition.refusalCode === "" ? "–" : `\`${transition.refusalCode}\``,
  ]);
  return table(["from", "event → to", "who", "asks for", "effect", "told", "refused as"], rows);
}

/** The hours of a milestone before the meeting, in words. */
function lead(path: CalendarPath): string[][] {
  // A Wednesday, so that no milestone of the usual way falls on a weekend.
  const meeting = { day: "2027-06-23", hour: "18:00", timeZone: "America/Panama" };
  const plan = planBackwards(meeting, path) ?? [];
  const end = plan.at(-1)?.at.getTime() ?? 0;
  return plan.map(({ milestone, at }) => {
    const hours = Math.round((end - at.getTime()) / 3_600_000);
    const before = path === "usual" ? `${hours / 24} days` : `${hours} h`;
    return [words(milestone), before];
  });
}

function calendarTable(): string {
  const express = new Map(
    lead("express").map(([milestone = "", before = ""]) => [milestone, before]),
  );
  const rows = lead("usual").map(([milestone = "", before = ""]) => [
    milestone,
    before,
    express.get(milestone) ?? "–",
  ]);
  return table(["by then", "usual way: before the meeting", "express way"], rows);
}

/** Every code by which these machines and the paper's guards refuse. */
export function lifecycleCodes(): string[] {
  const ofMachines = chapters.flatMap(([name]) =>
    stateMachines[name].transitions.map(({ refusalCode }): string => refusalCode),
  );
  return [...new Set([...ofMachines, ...lifecycleRefusals])].filter((code) => code !== "").sort();
}

const duration = (milliseconds: number) =>
  milliseconds === 0
    ? "and when the limit has passed"
    : milliseconds < 86_400_000
      ? `${milliseconds / 3_600_000} hours before the limit`
      : `${milliseconds / 86_400_000} days before the limit`;

/** The document; `texts` are the page's refusals in each language. */
export function lifecycleDocument(texts: { readonly es: RefusalTexts; readonly en: RefusalTexts }) {
  const silence = Object.entries(silenceByDefault).map(
    ([level, isOn]) => `${level} level ${isOn ? "on" : "off"}`,
  );
  return `# The life of a paper

Written from \`packages/domain\` by a test; do not edit it. To write it anew:
\`npx vitest run --project tooling paper-lifecycle -u\`.

A round and a clearance always name a frozen version by its SHA-256; the authors may go on in the
text while a round is open. Limits are instants by the server's clock, shown by the hour of their
zone. Silence as no objection, by default: ${silence.join(", ")}. Whoever has not submitted to a round
is reminded ${Object.values(reminders).map(duration).join(", ")}.

${chapters
  .map(([name, title]) => `## ${title}\n\n${machineTable(stateMachines[name])}`)
  .join("\n\n")}

## The calendar

Planned backwards from the meeting; a day of the usual way that falls on a weekend is the Friday
before, at 18:00 of the meeting's zone.

${calendarTable()}

## What is said when a step is refused

${table(
  ["code", "es", "en"],
  lifecycleCodes().map((code) => [`\`${code}\``, texts.es[code] ?? "", texts.en[code] ?? ""]),
)}
`;
}
