import type {
  MatrixImport,
  MatrixPage,
  MatrixRow,
  Paper,
  Round,
  RoundComment,
} from "@istmo/contracts";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

const sica = "organisation:org-sica";
const oas = "organisation:org-oas";
const now = new Date("2026-11-02T14:00:00Z");

let app: TestApp;
let reviewer: Browser;
let lead: Browser;
let focal: Browser;
let stranger: Browser;
let round: Round;
/** In the order of the matrix, which is that of the file. */
let rows: MatrixRow[];

beforeAll(async () => {
  app = await openTestApp({ now: () => now });
  [reviewer, lead, focal, stranger] = (await Promise.all(
    ["reviewer", "lead.gt", "focal.sica", "expert1.ni"].map((name) => app.signIn(name)),
  )) as [Browser, Browser, Browser, Browser];
});
afterAll(() => app.close());

/** A closed round with three comments: two of SICA, one of OAS that looks like a formula. */
beforeEach(async () => {
  const { body: paper } = await lead.post<Paper>("/api/v1/papers", {
    ...{ templateId: "tpl-joint-strategy-paper", title: { es: "Puertos" }, languages: ["es"] },
    ...{ originalLanguage: "es", leadCentreId: "centre-gt", centreIds: ["centre-gt"] },
    classification: "confidential",
  });
  await app.client.paper.update({ where: { id: paper.id }, data: { stage: "in_expert_review" } });
  const opened = await reviewer.post<Round>(`/api/v1/papers/${paper.id}/rounds`, {
    limit: { day: "2026-11-30", hour: "18:00", timeZone: "America/Panama" },
    ...{ scope: "whole", questions: "¿Qué falta?", subjects: [sica, oas] },
  });
  const path = `/api/v1/rounds/${opened.body.id}`;
  const oasFocal = await app.signIn("focal.oas");
  for (const [who, subject, observation] of [
    [focal, sica, "Falta la fuente"],
    [focal, sica, "Falta el año"],
    [oasFocal, oas, "=HYPERLINK(A1)"],
  ] as const)
    await who.post<RoundComment>(`${path}/comments`, { subject, observation });
  await focal.post(`${path}/submit`, { subject: sica });
  await oasFocal.post(`${path}/submit`, { subject: oas });
  const { version } = (await reviewer.get<Round>(path)).body;
  const closing = { version, summary: "Dos posiciones", reason: "Recibidas" };
  round = (await reviewer.post<Round>(`${path}/close`, closing)).body;
  rows = await current();
});

const current = async () =>
  (await reviewer.get<MatrixPage>(`/api/v1/rounds/${round.id}/matrix`)).body.items;
const rowOf = (observation: string) =>
  rows.find((row) => row.observation === observation) as MatrixRow;

async function exported(format: "docx" | "xlsx", who = reviewer): Promise<Uint8Array> {
  const answer = await fetch(`${app.origin}/api/v1/rounds/${round.id}/matrix/export`, {
    method: "POST",
    headers: { cookie: who.cookie, "content-type": "application/json" },
    body: JSON.stringify({ format, language: "es", reason: "Para el expediente" }),
  });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

async function send(
  file: Uint8Array,
  { take, who = reviewer, query = "" }: { take?: string; who?: Browser; query?: string } = {},
): Promise<{ status: number; body: MatrixImport & { code: string } }> {
  const asked = take === undefined ? query : `?take=true&sha256=${take}`;
  const answer = await fetch(`${app.origin}/api/v1/rounds/${round.id}/matrix/import${asked}`, {
    method: "POST",
    headers: { cookie: who.cookie, "content-type": "application/octet-stream" },
    body: file as Uint8Array<ArrayBuffer>,
  });
  const body = (await answer.json()) as MatrixImport & { code: string };
  return { status: answer.status, body };
}

/** The spreadsheet with other words in some of its rows, in the order given; more can be added. */
function filled(
  file: Uint8Array,
  lines: readonly (Partial<Record<"H" | "I" | "J" | "M", string>> & { readonly of: string })[],
): Uint8Array {
  const name = "xl/worksheets/sheet1.xml";
  const parts = unzipSync(file);
  const sheet = strFromU8(parts[name] as Uint8Array);
  const all = sheet.match(/<row r="\d+">.*?<\/row>/g) ?? [];
  const at = all.findIndex((row) => row.includes("Referencia<"));
  const rewritten = lines.map(({ of, ...cells }) => {
    let row = all.slice(at + 1).find((one) => one.includes(`>${of}<`)) ?? "";
    for (const [column, words] of Object.entries(cells))
      row = row.replace(
        new RegExp(`(<c r="${column}\\d+"[^>]*><is><t[^>]*>)[^<]*`),
        (_all, start: string) => start + words,
      );
    return row;
  });
  const body = [...all.slice(0, at + 1), ...rewritten].join("");
  const changed = sheet.replace(/<sheetData>.*<\/sheetData>/s, `<sheetData>${body}</sheetData>`);
  return zipSync({ ...parts, [name]: strToU8(changed) });
}
const verdicts = ({ rows: all }: MatrixImport) =>
  all.map(({ verdict, refusal }) => refusal ?? verdict);

describe("the matrix as a file", () => {
  it.each(["docx", "xlsx"] as const)("leaves the house as %s with a trace", async (format) => {
    const file = await exported(format);
    const report = await send(file);
    expect(report.body).toMatchObject({ format, missing: 0, isReordered: false, isTaken: false });
    expect(verdicts(report.body)).toEqual(["unchanged", "unchanged", "unchanged"]);
    const entry = await app.client.auditEntry.findFirstOrThrow({
      where: { kind: "paper.exported", paperId: round.paperId },
      orderBy: { seq: "desc" },
    });
    expect(JSON.parse(entry.body)).toMatchObject({
      reason: "Para el expediente",
      after: { format, rows: 3, sha256: report.body.sha256 },
    });
  });

  it("is for those who may export the paper, and exists for nobody else", async () => {
    const path = `/api/v1/rounds/${round.id}/matrix/export`;
    const wanted = { format: "docx", language: "es" };
    expect((await focal.post(path, wanted)).body.code).toBe("not_allowed");
    expect((await stranger.post(path, wanted)).status).toBe(404);
  });
});

describe("a filled file", () => {
  it("is taken in one step once it has been looked at, whatever the order of its rows", async () => {
    const file = filled(await exported("xlsx"), [
      { of: "Falta el año", H: "Gracias", I: "Aceptada" },
      { of: "Falta la fuente", I: "no aceptada", J: "Está en el anexo" },
      { of: "=HYPERLINK(A1)", H: "Se verá" },
    ]);
    const seen = await send(file);
    expect(verdicts(seen.body)).toEqual(["taken", "taken", "taken"]);
    expect(seen.body).toMatchObject({ isReordered: true, missing: 0 });
    expect(await current()).toEqual(rows);

    const taken = await send(file, { take: seen.body.sha256 });
    expect(verdicts(taken.body)).toEqual(["taken", "taken", "taken"]);
    const after = new Map((await current()).map((row) => [row.observation, row]));
    expect(after.get("Falta el año")).toMatchObject({
      ...{ state: "answered", disposition: "accepted", response: "Gracias" },
    });
    expect(after.get("Falta la fuente")).toMatchObject({
      ...{ disposition: "not_accepted", reason: "Está en el anexo" },
    });
    expect(after.get("=HYPERLINK(A1)")).toMatchObject({
      ...{ state: "submitted", response: "Se verá" },
    });
    expect(verdicts((await send(file)).body)).toEqual(["unchanged", "unchanged", "unchanged"]);
    const kinds = await app.client.auditEntry.groupBy({
      by: ["kind"],
      where: { paperId: round.paperId, kind: { startsWith: "paper.matrix_" } },
      _count: true,
    });
    expect(new Map(kinds.map(({ kind, _count }) => [kind, _count]))).toEqual(
      new Map([
        ["paper.matrix_imported", 1],
        ["paper.matrix_row_changed", 2],
      ]),
    );
  });

  it("has every row that cannot be taken named with its reason, and the others taken", async () => {
    const first = await exported("xlsx");
    const [id] = [rowOf("Falta la fuente").id];
    const file = filled(first, [
      { of: "Falta la fuente", I: "Aceptada" },
      { of: "Falta la fuente", I: "No aceptada", J: "Otra vez" },
      { of: "Falta el año", I: "quizás" },
      { of: "=HYPERLINK(A1)", J: "Un motivo sin decisión" },
      { of: "Falta el año", M: "", H: "Fila añadida" },
      { of: "Falta el año", M: "otra-fila/1", H: "De otra matriz" },
    ]);
    const seen = await send(file);
    expect(verdicts(seen.body)).toEqual([
      ...["taken", "repeated", "unknown_disposition", "disposition_missing", "added", "foreign"],
    ]);
    const taken = await send(file, { take: seen.body.sha256 });
    expect(taken.body.rows[0]).toMatchObject({ rowId: id, verdict: "taken" });
    expect((await current()).filter(({ state }) => state === "answered")).toHaveLength(1);
  });

  it("loses against a row that somebody has changed since it was exported, row by row", async () => {
    const first = await exported("xlsx");
    const row = rowOf("Falta la fuente");
    await reviewer.post(`/api/v1/matrix-rows/${row.id}/answer`, {
      ...{ version: row.version, disposition: "noted", response: "En la página" },
    });
    const file = filled(first, [
      { of: "Falta la fuente", H: "En el archivo" },
      { of: "Falta el año", H: "En el archivo" },
    ]);
    const { sha256 } = (await send(file)).body;
    const taken = await send(file, { take: sha256 });
    expect(verdicts(taken.body)).toEqual(["changed_since", "taken"]);
    expect(taken.body.missing).toBe(1);
    const after = new Map((await current()).map((one) => [one.observation, one.response]));
    expect(after.get("Falta la fuente")).toBe("En la página");
    expect(after.get("Falta el año")).toBe("En el archivo");
  });

  it("empties nothing: a cell without words keeps what the row says", async () => {
    const row = rowOf("Falta la fuente");
    await reviewer.post(`/api/v1/matrix-rows/${row.id}/answer`, {
      ...{ version: row.version, disposition: "noted", response: "Gracias" },
    });
    const file = filled(await exported("xlsx"), [{ of: "Falta la fuente", H: "", I: "" }]);
    const { body } = await send(file, { take: (await send(file)).body.sha256 });
    expect(body.rows[0]).toMatchObject({ refusal: "emptied", keeps: ["response", "disposition"] });
    expect((await current()).find(({ id }) => id === row.id)?.response).toBe("Gracias");
  });

  it("is decided by the rules of the page: a centre writes no decision, and a focal point nothing", async () => {
    const file = filled(await exported("xlsx"), [{ of: "Falta la fuente", I: "Aceptada" }]);
    expect((await send(file, { who: focal })).body.code).toBe("not_allowed");
    expect((await send(file, { who: stranger })).status).toBe(404);
    await app.client.paperSection.updateMany({
      where: { paperId: round.paperId },
      data: { ownerId: "centre-gt" },
    });
    expect(verdicts((await send(file, { who: lead })).body)).toEqual(["not_allowed"]);
  });

  it("is not taken when it is another than was looked at, none at all, or too large", async () => {
    const file = await exported("xlsx");
    const other = (await send(filled(file, [{ of: "Falta la fuente", I: "Aceptada" }]))).body
      .sha256;
    expect((await send(file, { take: other })).body.code).toBe("other_file");
    expect((await send(file, { query: "?take=true" })).body.code).toBe("other_file");
    expect(await send(strToU8("%PDF-1.7"))).toMatchObject({
      status: 415,
      body: { code: "unsupported_media_type" },
    });
    expect((await send(file.slice(0, 500))).body.code).toBe("matrix_file_unreadable");
    const large = await send(new Uint8Array(4 * 1024 * 1024));
    expect(large).toMatchObject({ status: 413, body: { code: "file_too_large" } });
  });
});
