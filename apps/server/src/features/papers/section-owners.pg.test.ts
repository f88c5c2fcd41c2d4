import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Paper } from "@istmo/contracts";
import * as Y from "yjs";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";
import { openTextOf } from "../../../../../tests/support/open-text.ts";
import type { AuditBody } from "../../platform/audit-log.ts";

describe("the sections of a paper", () => {
  let app: TestApp;
  const people = {} as Record<"lead" | "other" | "expert" | "reviewer" | "stranger", Browser>;
  let paper: Paper;
  const cleanUp: (() => void)[] = [];

  beforeAll(async () => {
    app = await openTestApp();
    for (const [name, account] of [
      ["lead", "lead.gt"],
      ["other", "lead.pa"],
      ["expert", "expert1.pa"],
      ["reviewer", "reviewer"],
      ["stranger", "expert1.ni"],
    ] as const)
      people[name] = await app.signIn(account);
    await app.client.person.updateMany({ data: { clearedTo: "confidential" } });
  });
  afterAll(async () => {
    for (const step of cleanUp) step();
    await app.close();
  });

  beforeEach(async () => {
    const { body } = await people.lead.post<Paper>("/api/v1/papers", {
      templateId: "tpl-policy-brief",
      title: { es: "Corredores" },
      originalLanguage: "es",
      languages: ["es"],
      leadCentreId: "centre-gt",
      centreIds: ["centre-gt", "centre-pa"],
    });
    paper = body;
  });

  const first = () => paper.sections[0]!;
  const editionId = () => paper.editions[0]!.id;
  const assign = (body: object = {}, by = people.lead, sectionId = first().sectionId) =>
    by.post<Paper & Problem>(`/api/v1/papers/${paper.id}/sections/${sectionId}/owner`, {
      ownerId: "centre-pa",
      version: first().version,
      ...body,
    });
  const limitsOf = async (browser: Browser) =>
    (await browser.get<Paper>(`/api/v1/papers/${paper.id}`)).body.editions[0]?.sections;

  const openText = async (browser: Browser) => {
    const text = await openTextOf(app, browser, editionId());
    cleanUp.push(() => text.close());
    return text;
  };

  it("are edited by everybody of the paper until they are somebody's alone", async () => {
    expect(first()).toMatchObject({ ownerId: "centre-gt", othersMay: "edit", version: 1 });
    expect(paper.abilities.assignSections).toBe(true);
    expect(await limitsOf(people.expert)).toEqual([]);
  });

  it("are given to a centre by the lead, and the others suggest from then on", async () => {
    const { status, body } = await assign();
    expect(status).toBe(200);
    const { sectionId } = first();
    expect(body.sections[0]).toMatchObject({
      ownerId: "centre-pa",
      othersMay: "suggest",
      version: 2,
    });
    expect(body.editions[0]?.sections).toEqual([{ sectionId, role: "suggester" }]);
    expect(await limitsOf(people.expert)).toEqual([]);
    const [entry] = await app.client.auditEntry.findMany({
      where: { kind: "paper.section_assigned", paperId: paper.id },
    });
    const audited = JSON.parse(entry!.body) as AuditBody;
    expect(audited).toMatchObject({
      before: { sectionId, ownerId: "centre-gt", othersMay: "edit" },
      after: { sectionId, ownerId: "centre-pa", othersMay: "suggest" },
    });
  });

  it("can be left open to the others, and closed later", async () => {
    const open = await assign({ othersMay: "edit" });
    expect(open.body.sections[0]).toMatchObject({ ownerId: "centre-pa", othersMay: "edit" });
    const closed = await assign({ othersMay: "suggest", version: 2 });
    expect(closed.body.sections[0]).toMatchObject({ othersMay: "suggest", version: 3 });
  });

  it("are assigned by nobody else, not twice from one state, and to nobody outside", async () => {
    for (const by of [people.other, people.expert])
      expect((await assign({}, by)).body.code).toBe("not_allowed");
    expect((await assign({}, people.stranger)).status).toBe(404);
    expect((await assign({ ownerId: "centre-ni" })).body.code).toBe("owner_not_in_paper");
    expect((await assign({}, people.reviewer)).status).toBe(200);
    expect((await assign()).body.code).toBe("stale_version");
  });

  it("that people have added in the text can be assigned, and no others", async () => {
    expect((await assign({ version: 0 }, people.lead, "sec-new")).body.code).toBe(
      "unknown_section",
    );
    const { body } = await openText(people.lead);
    const heading = new Y.XmlElement("heading");
    heading.setAttribute("id", "sec-new");
    heading.setAttribute("level", 1 as never);
    heading.insert(0, [new Y.XmlText("Otra sección")]);
    body.insert(body.length, [heading]);
    await expect
      .poll(async () =>
        (await assign({ version: 0 }, people.lead, "sec-new")).body.sections?.at(-1),
      )
      .toMatchObject({ sectionId: "sec-new", ownerId: "centre-pa", heading: null, version: 1 });
    expect((await assign({ version: 0 }, people.lead, "sec-new")).body.code).toBe("stale_version");
  });

  it("R29: are closed to others' edits at once for whoever has the text open, and only there", async () => {
    const lead = await openText(people.lead);
    const expert = await openText(people.expert);
    const wordsOf = (doc: Y.Doc) => doc.getXmlFragment("body").toJSON();
    const before = wordsOf(expert.doc);
    await assign();
    // Whether the room knows yet is told by its refusal.
    const write = (body: Y.XmlFragment, index: number, words: string) =>
      ((body.get(index) as Y.XmlElement).get(0) as Y.XmlText).insert(0, words);
    await expect
      .poll(() => {
        if (lead.denied.length === 0) write(lead.body, 0, "x");
        return lead.denied[0];
      })
      .toBe("section_of_another");
    await expect.poll(() => wordsOf(lead.doc).replaceAll("x", "")).toBe(before.replaceAll("x", ""));
    const standing = wordsOf(lead.doc);
    write(lead.body, 0, "Mal: ");
    await expect.poll(() => lead.denied.length).toBeGreaterThan(1);
    await expect.poll(() => wordsOf(lead.doc)).toBe(standing);
    await expect.poll(() => wordsOf(expert.doc)).toBe(standing);
    write(expert.body, 0, "Bien: ");
    await expect.poll(() => wordsOf(lead.doc)).toContain("Bien: ");
    expect(expert.denied).toEqual([]);
  });
});
