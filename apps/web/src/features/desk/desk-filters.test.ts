import type { DeskEntry } from "@istmo/contracts";
import { expect, it } from "vitest";
import { filterDesk, readDeskFilter } from "./desk-filters.ts";

const entry = (paperId: string, over: Partial<DeskEntry> = {}): DeskEntry => ({
  ...{ paperId, title: { es: paperId }, classification: "unclassified", sample: false },
  ...{ stage: "in_expert_review", leadCentreId: "centre-gt", centreIds: ["centre-gt"] },
  ...{ kind: "positions", waitingFor: [], due: null, isLate: false, count: 0 },
  ...{ since: "2026-11-20T12:00:00.000Z", roundId: null, roundNumber: null },
  ...over,
});
const sica = { subject: "organisation:org-sica", label: { es: "SICA", en: "SICA" } };
const desk = [
  entry("ours"),
  entry("theirs", { waitingFor: [sica], isLate: true }),
  entry("panama", { centreIds: ["centre-pa"] }),
];
const shown = (filter: Parameters<typeof filterDesk>[1]) =>
  filterDesk(desk, filter).map(({ paperId }) => paperId);

it("the desk is shown by whom a paper waits for, by centre, and by what is late", () => {
  expect(shown({})).toEqual(["ours", "theirs", "panama"]);
  expect(shown({ waits: "office" })).toEqual(["ours", "panama"]);
  expect(shown({ waits: "others" })).toEqual(["theirs"]);
  expect(shown({ centre: "centre-pa" })).toEqual(["panama"]);
  expect(shown({ late: true, waits: "office" })).toEqual([]);
});

it("an address that somebody has changed by hand shows all", () => {
  expect(readDeskFilter({ waits: "nobody", centre: 3, late: "yes" })).toEqual({});
  expect(readDeskFilter({ waits: "office", late: true })).toEqual({ waits: "office", late: true });
});
