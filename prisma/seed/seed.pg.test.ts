import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { circlesOf, type Role } from "@istmo/domain";
import { fromYDoc, outlineOf } from "@istmo/paper-schema";
import { cloneDatabase, type ClonedDatabase } from "../../tests/support/template-database.ts";
import { createPrismaClient, type PrismaClient } from "../client.ts";
import { hasDemoData, loadDomainData, seedDemoData, seedReferenceData } from "./seed.ts";

describe("a fresh installation", () => {
  let database: ClonedDatabase;
  let client: PrismaClient;
  const data = loadDomainData();
  beforeAll(async () => {
    database = await cloneDatabase();
    client = createPrismaClient(database.connectionString);
  });
  afterAll(async () => {
    await client.$disconnect();
    await database.close();
  });

  it("begins with the reference data and nothing of the demonstration", async () => {
    await seedReferenceData(client, data);
    expect(await client.centre.count()).toBe(5);
    expect(await client.glossaryTerm.count()).toBe(159);
    expect(await client.template.count()).toBe(5);
    expect(await client.membership.count()).toBe(data.memberships.length);
    expect(await client.person.count()).toBe(0);
    expect(await client.paper.count()).toBe(0);
  });

  it("keeps on the next start what the office has changed", async () => {
    await client.centre.update({
      where: { id: "centre-pa" },
      data: { timeZone: "America/Bogota" },
    });
    await seedReferenceData(client, data);
    const centre = await client.centre.findUniqueOrThrow({ where: { id: "centre-pa" } });
    expect(centre.timeZone).toBe("America/Bogota");
  });

  it("gets the demonstration when asked for: 24 accounts, three papers, twenty actions", async () => {
    expect(await hasDemoData(client)).toBe(false);
    // Two nodes on one database start at the same moment.
    const seed = () => seedDemoData(client, data, { passwordHash: "hash", now: new Date() });
    await Promise.all([seed(), seed()]);
    expect(await hasDemoData(client)).toBe(true);
    expect(await client.person.count({ where: { sample: true } })).toBe(24);
    expect(await client.paper.count({ where: { sample: true } })).toBe(3);
    expect(await client.actionItem.count({ where: { sample: true } })).toBe(20);
    const stages = await client.paper.findMany({ select: { stage: true } });
    expect(stages.map(({ stage }) => stage).sort()).toEqual(["draft", "issued", "submitted"]);
  });

  it("shows comments in both tiers: positions with their answers, and what was said within", async () => {
    const threads = await client.commentThread.findMany({
      where: { sample: true },
      include: { messages: { orderBy: { createdAt: "asc" } } },
    });
    const positions = threads.filter(({ circle }) => circle === "paper");
    expect(positions).toHaveLength(data.comments.length);
    expect(positions.every(({ onBehalfOf }) => onBehalfOf?.startsWith("organisation:"))).toBe(true);
    expect(positions.filter(({ state }) => state === "resolved")).toHaveLength(7);
    const asked = threads.find(({ id }) => id === "comment-com-06");
    expect(asked?.quote).toContain("El tiempo es el factor decisivo.");
    expect(asked?.messages.map(({ authorPost }) => authorPost)).toEqual([
      "office_reviewer@office",
      "centre_lead@centre-pa",
    ]);
    const within = threads.filter(({ circle }) => circle !== "paper");
    expect([...new Set(within.map(({ circle }) => circle))].sort()).toEqual([
      "centre:centre-pa",
      "organisation:org-caricom",
      "organisation:org-sica",
      "organisation:org-unodc-regional",
    ]);
    // Everybody who writes within a circle belongs to it.
    for (const { circle, messages } of within)
      for (const { authorId } of messages) {
        const { posts } = await client.person.findUniqueOrThrow({
          where: { id: authorId },
          include: { posts: true },
        });
        const held = posts.map((post) => ({ ...post, role: post.role as Role }));
        expect(circlesOf({ posts: held })).toEqual([circle]);
      }
  });

  it("holds each sample text as one Yjs document with the paper's sections", async () => {
    const founding = await client.editionUpdate.findFirstOrThrow({
      where: { editionId: "paper-secondary-ports-es" },
    });
    const outline = outlineOf(fromYDoc(founding.data), "es");
    const sections = await client.paperSection.findMany({
      where: { paperId: "paper-secondary-ports" },
      orderBy: { position: "asc" },
    });
    expect(outline.sections.map(({ id }) => id)).toEqual(sections.map((row) => row.sectionId));
    expect(outline.words).toBeGreaterThan(1500);
  });
});
