import type { BibliographySource, ImportedSources, LiveEvent } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";

const paperId = "paper-secondary-ports";
const path = `/api/v1/papers/${paperId}/sources`;
const report = {
  type: "report",
  title: "Estudio mundial sobre el homicidio",
  author: [{ literal: "UNODC" }],
  issued: { "date-parts": [[2024]] },
};

let app: TestApp;
let lead: Browser;
beforeAll(async () => {
  app = await openTestApp();
  lead = await app.signIn("lead.gt");
});
afterAll(() => app.close());

const add = async (csl: object, key?: string) =>
  lead.post<BibliographySource & Problem>(path, { csl, ...(key === undefined ? {} : { key }) });
const keys = async (who = lead) =>
  (await who.get<{ items: BibliographySource[] }>(path)).body.items.map(({ key }) => key);

describe("a source of a paper", () => {
  it("is added, named by author and year, heard of live and read by whoever reads the paper", async () => {
    const { status, body } = await add(report);
    expect(status).toBe(201);
    expect(body).toMatchObject({ key: "UNODC2024", csl: report, version: 1, isRemoved: false });
    const other = await app.signIn("expert1.pa");
    expect(await keys(other)).toEqual(["UNODC2024"]);
    const { body: heard } = await other.get<{ items: LiveEvent[] }>(
      "/api/v1/events?limit=1&order=desc",
    );
    expect(heard.items[0]).toMatchObject({
      type: "source.changed",
      payload: { paperId, change: "added", sourceId: body.id },
    });
    const observer = await app.signIn("observer");
    expect((await observer.get(path)).status).toBe(404);
  });

  it("is changed once by two who saw the same, and keeps a key of its own", async () => {
    const { body: source } = await add({ ...report, title: "Otro" }, "otro");
    const change = { version: source.version, csl: { ...report, title: "Otro título" } };
    const changed = await lead.patch<BibliographySource>(`/api/v1/sources/${source.id}`, change);
    expect(changed.body).toMatchObject({ version: 2, csl: { title: "Otro título" } });
    expect(await lead.patch(`/api/v1/sources/${source.id}`, change)).toMatchObject({
      status: 409,
      body: { code: "stale_version" },
    });
    const taken = { version: 2, csl: report, key: "unodc2024" };
    expect((await lead.patch(`/api/v1/sources/${source.id}`, taken)).body).toMatchObject({
      code: "source_key_taken",
    });
    expect((await add(report, "OTRO")).body.code).toBe("source_key_taken");
  });

  it("that is removed stays and says so, and comes back", async () => {
    const { body: source } = await add({ ...report, title: "Tercero" }, "tercero");
    const to = (end: string, version: number) =>
      lead.post<BibliographySource>(`/api/v1/sources/${source.id}/${end}`, { version });
    expect((await to("remove", 1)).body).toMatchObject({ isRemoved: true, version: 2 });
    const edit = { version: 2, csl: report };
    expect((await lead.patch(`/api/v1/sources/${source.id}`, edit)).body).toMatchObject({
      code: "source_is_removed",
    });
    expect(await keys()).toContain("tercero");
    expect((await to("restore", 2)).body).toMatchObject({ isRemoved: false, version: 3 });
  });

  it("is refused with fields that are none, and with links that run code", async () => {
    expect((await add({ type: "spaceship", title: "A" })).status).toBe(422);
    expect((await add({ type: "webpage", title: "A", URL: "javascript:alert(1)" })).status).toBe(
      422,
    );
    expect((await add({ type: "book", title: "x".repeat(2001) })).status).toBe(422);
    expect((await add({ type: "book", title: "A", author: [{}] })).status).toBe(422);
    const { body } = await add({ type: "book", title: "A\u202e\u0000B", evil: 1 });
    expect(body.csl).toEqual({ type: "book", title: "A B" });
  });
});

describe("a file of sources", () => {
  const file = `@book{uno, title={Uno}, author={Ana Pérez}, year=2020}
@book{dos, title={Dos}, year=2021}`;
  const send = (text: string) => lead.post<ImportedSources & Problem>(`${path}/import`, { text });

  it("comes in whole, and a second time adds nothing", async () => {
    expect((await send(file)).body).toEqual({ added: 2, known: 0 });
    expect((await send(file)).body).toEqual({ added: 0, known: 2 });
    expect(await keys()).toEqual(expect.arrayContaining(["uno", "dos"]));
  });

  it("with one wrong entry adds nothing and says which", async () => {
    const before = await keys();
    const { status, body } = await send("@book{bien, title={Bien}}\n@book{mal, year=2020}");
    expect([status, body.code]).toEqual([422, "import_refused"]);
    expect(body.details).toEqual({
      count: 1,
      problems: [{ entry: 2, key: "mal", line: 2, problem: "no_title" }],
    });
    expect(await keys()).toEqual(before);
  });

  it("goes out as it came in, without what was removed", async () => {
    const out = async (format: string) =>
      (await lead.post<string>(`${path}/export`, { format })).body;
    expect(await out("bibtex")).toContain("@book{uno,\n  author = {Pérez, Ana},\n  title = {Uno},");
    const items = (await out("csl-json")) as unknown as { id: string }[];
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(["UNODC2024", "uno", "dos"]));
  });

  it("of two thousand entries comes in at once, and no more fit", async () => {
    const held = await app.client.bibliographySource.count({ where: { paperId } });
    const many = Array.from(
      { length: 2000 - held },
      (_, index) => `@book{k${index}, title={T ${index}}}`,
    );
    expect((await send(many.join("\n"))).body).toEqual({ added: many.length, known: 0 });
    expect((await add({ type: "book", title: "Uno de más" })).body.code).toBe("too_many_sources");
  });
});
