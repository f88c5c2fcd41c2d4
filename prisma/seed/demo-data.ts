/** Writes the demonstration: accounts, three sample papers, action items, consultations, programmes. */
import { createHash } from "node:crypto";
import { isClearedFor } from "@istmo/domain";
import {
  canonicalJson,
  foundingClientId,
  fromSample,
  fromYDoc,
  sectionTexts,
  toYUpdate,
} from "@istmo/paper-schema";
import { generateNKeysBetween } from "fractional-indexing";
import type { Prisma, PrismaClient, PrismaTransaction } from "../client.ts";
import { seedComments } from "./demo-comments.ts";
import { seedCommitments } from "./demo-commitments.ts";
import { leadOf, personId } from "./demo-people.ts";
import { asText, type DomainData } from "./domain-files.ts";

export interface DemoSettings {
  /** The one password of all demonstration accounts, hashed. */
  readonly passwordHash: string;
  readonly now: Date;
}

/** Whom a founding text is bound to, so that nobody can write under its Yjs client ID. */
export const founder = "system";

const json = (value: unknown) => value as Prisma.InputJsonObject;

/** Nodes that start side by side write the demonstration one after the other: the later finds it. */
const seedLock = 0x5eed;

/** Whether the demonstration has been written before. */
export async function hasDemoData(client: PrismaClient | PrismaTransaction): Promise<boolean> {
  return (await client.person.count({ where: { id: personId("head") } })) > 0;
}

/** Writes everything once, in one transaction, so that a start cut off leaves none of it. */
export async function seedDemoData(
  client: PrismaClient,
  data: DomainData,
  settings: DemoSettings,
): Promise<void> {
  await client.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${seedLock})`;
      if (await hasDemoData(tx)) return;
      await seedAccounts(tx, data, settings);
      for (const editions of data.papers) await seedPaper(tx, data, editions, settings);
      await seedComments(tx, data, settings.now);
      await seedActions(tx, data, settings);
      await seedEvents(tx, data, settings);
      await tx.consultation.createMany({
        data: data.sampleConsultations.map((consultation) => ({
          id: consultation.id,
          seriesId: consultation.series,
          level: consultation.level,
          state: consultation.status,
          startsOn: consultation.starts.slice(0, 10),
          title: consultation.title,
          detail: json(consultation),
          sample: true,
        })),
      });
      await seedCommitments(tx, data, settings.now);
      await tx.programme.createMany({
        data: data.programmes.map((programme) => ({
          id: programme.id,
          code: programme.code,
          name: programme.name,
          detail: json(programme),
          sample: true,
        })),
      });
    },
    { timeout: 60_000, maxWait: 20_000 },
  );
}

async function seedAccounts(
  tx: PrismaTransaction,
  { accounts }: DomainData,
  { passwordHash, now }: DemoSettings,
): Promise<void> {
  await tx.person.createMany({
    data: accounts.map(({ id, account, name, locale, clearedTo }) => ({
      id,
      name,
      email: `${account}@istmo.demo`,
      emailVerified: true,
      locale,
      clearedTo,
      sample: true,
    })),
  });
  await tx.account.createMany({
    data: accounts.map(({ id }) => ({
      id: `account-${id}`,
      accountId: id,
      providerId: "credential",
      userId: id,
      password: passwordHash,
    })),
  });
  await tx.post.createMany({
    data: accounts.map(({ id, role, centre, organisation }) => ({
      id: `post-${id}`,
      personId: id,
      role,
      centreId: centre,
      organisationId: organisation,
      startsAt: now,
    })),
  });
}

type Editions = DomainData["papers"][number];

async function seedPaper(
  tx: PrismaTransaction,
  data: DomainData,
  editions: Editions,
  { now }: DemoSettings,
): Promise<void> {
  const { meta, blocks } = editions.es;
  const createdById = leadOf(data, meta.leadCentre);
  const paperId = meta.paperId;
  // Drafts are worked on today; the others rest since they were handed over.
  const lastChange = meta.stage === "draft" ? now : new Date(now.getTime() - 2 * 86_400_000);
  const template = data.templates.find(({ id }) => id === meta.template);
  await tx.paper.create({
    data: {
      id: paperId,
      templateId: meta.template,
      stage: meta.stage,
      classification: meta.classification,
      leadCentreId: meta.leadCentre,
      originalLanguage: meta.originalLanguage,
      symbol: meta.symbol,
      sample: true,
      createdById,
      updatedAt: lastChange,
      centres: { create: meta.centres.map((centreId) => ({ centreId })) },
      sections: {
        create: blocks
          .filter(({ type, level }) => type === "heading" && level === 1)
          .map(({ id, templateSection, owner }, position) => ({
            sectionId: id,
            position,
            templateSection: templateSection ?? null,
            ownerId: owner ?? meta.leadCentre,
            required:
              template?.sections.find((section) => section.id === templateSection)?.required ??
              false,
          })),
      },
    },
  });

  const texts = Object.values(editions).map((edition) => ({
    language: edition.meta.language,
    title: edition.meta.title,
    state: toYUpdate(
      fromSample(asText(edition), { actionsByBlock: actionsByBlock(data, paperId) }),
    ),
  }));
  for (const { language, title, state } of texts) {
    const editionId = `${paperId}-${language}`;
    await tx.edition.create({ data: { id: editionId, paperId, language, title } });
    await tx.editionUpdate.create({
      data: { editionId, data: new Uint8Array(state), createdAt: lastChange },
    });
    await tx.editionClient.create({
      data: { editionId, clientId: foundingClientId, personId: founder },
    });
  }
  await seedTranslation(tx, { paperId, texts, meta, createdById, lastChange });
  if (meta.stage === "draft") return;

  const versionId = `${paperId}-v1`;
  await tx.paperVersion.create({
    data: {
      id: versionId,
      paperId,
      number: 1,
      reason: meta.stage,
      createdById,
      editions: {
        create: texts.map(({ language, title, state }) => {
          const canonical = canonicalJson(fromYDoc(state));
          return {
            id: `${versionId}-${language}`,
            editionId: `${paperId}-${language}`,
            ...{ number: 1, chainStart: 1, kind: "frozen", reason: meta.stage },
            ...{ title, createdById, createdAt: lastChange },
            sha256: createHash("sha256").update(canonical).digest("hex"),
            // Whole and as they are: the zero before them says so.
            text: Buffer.concat([Uint8Array.of(0), Buffer.from(canonical)]),
            state: Buffer.concat([Uint8Array.of(0), state]),
          };
        }),
      },
    },
  });
  if (meta.stage !== "submitted") return;
  await tx.submission.create({
    data: {
      id: `${paperId}-s1`,
      paperId,
      versionId,
      submittedById: createdById,
      submittedAt: new Date(now.getTime() - 2 * 86_400_000),
      message: "Acordada entre los tres centros. Queda por confirmar el costo de los cursos.",
    },
  });
}

/** The sample's translation renders the original as it stands, and its lead has said so. */
async function seedTranslation(
  tx: PrismaTransaction,
  paper: {
    readonly paperId: string;
    readonly texts: readonly { readonly language: string; readonly state: Uint8Array }[];
    readonly meta: Editions["es"]["meta"];
    readonly createdById: string;
    readonly lastChange: Date;
  },
): Promise<void> {
  const { paperId, texts, meta, createdById, lastChange } = paper;
  const original = texts.find(({ language }) => language === meta.originalLanguage);
  const translation = texts.find(({ language }) => language !== meta.originalLanguage);
  if (original === undefined || translation === undefined) return;
  const editionId = `${paperId}-${translation.language}`;
  const sections = sectionTexts(fromYDoc(original.state));
  await tx.sectionTranslation.createMany({
    data: sections.map(({ id, canonical }) => ({
      editionId,
      sectionId: id,
      source: canonical,
      sourceSha256: createHash("sha256").update(canonical).digest("hex"),
      markedById: createdById,
      markedAt: lastChange,
    })),
  });
  await tx.translationStanding.create({
    data: {
      editionId,
      sections: Object.fromEntries(sections.map(({ id }) => [id, "up_to_date"])),
      differences: 0,
      originalAt: lastChange,
      translationAt: lastChange,
    },
  });
}

/** The action items that stand in a paper's text, by the block at whose end they stand. */
function actionsByBlock({ actions }: DomainData, paperId: string): Record<string, string[]> {
  const byBlock: Record<string, string[]> = {};
  for (const { id, origin, state } of actions) {
    if (origin.kind !== "paper" || origin.paper !== paperId || origin.block === undefined) continue;
    if (state !== "cancelled") (byBlock[origin.block] ??= []).push(id);
  }
  return byBlock;
}

/** The column's items in the order of the file. */
async function seedActions(
  tx: PrismaTransaction,
  data: DomainData,
  { now }: DemoSettings,
): Promise<void> {
  const { actions, papers } = data;
  const ranks = generateNKeysBetween(null, null, actions.length);
  const asNote = (value: unknown, language: "es" | "en"): string | null => {
    if (value === null || value === undefined) return null;
    if (typeof value === "string") return value;
    const texts = value as Record<string, unknown>;
    const text = texts[language] ?? texts["text"] ?? texts["description"];
    return typeof text === "string" ? text : JSON.stringify(value);
  };
  await tx.actionItem.createMany({
    data: actions.map((action, index) => {
      const paper = papers.find(({ es }) => es.meta.paperId === action.origin.paper);
      const classification = paper?.es.meta.classification ?? "unclassified";
      const due = new Date(now.getTime() + action.dueInDays * 86_400_000);
      const owner = data.accounts.find(({ account }) => account === action.owner);
      if (owner === undefined || !isClearedFor(owner.clearedTo, classification))
        throw new Error(`${action.owner} may not own ${action.id}.`);
      // Taken on one after the other, and settled or touched some weeks later.
      const madeAt = new Date(now.getTime() - (80 - index * 3) * 86_400_000);
      const touchedAt = new Date(now.getTime() - (5 + ((index * 11) % 23)) * 86_400_000);
      return {
        createdAt: madeAt,
        updatedAt: touchedAt > madeAt ? touchedAt : now,
        id: action.id,
        title: action.title,
        centreId: action.centre,
        ownerId: owner.id,
        state: action.state,
        priority: action.priority,
        dueOn: due.toISOString().slice(0, 10),
        dateSlips: action.dateSlips,
        blockedReason: asNote(action.blockedReason, "es"),
        evidence: asNote(action.evidence, "es"),
        verifierId: action.verifier === null ? null : personId(action.verifier),
        originKind: action.origin.kind,
        originPaperId: action.origin.paper ?? null,
        originBlockId: action.origin.block ?? null,
        originDetail: json(action.origin),
        classification,
        rank: ranks[index] ?? "",
        sample: true,
        createdById: action.centre === null ? personId("reviewer") : leadOf(data, action.centre),
      };
    }),
  });
}

/** What the demonstration has behind it: a submission and the last moves on the board. */
async function seedEvents(
  tx: PrismaTransaction,
  data: DomainData,
  { now }: DemoSettings,
): Promise<void> {
  const submitted = data.papers.filter(({ es }) => es.meta.stage === "submitted");
  const moved = data.actions.filter(({ state }) => state === "done" || state === "blocked");
  const happened = [
    ...submitted.map(({ es, en }) => ({
      type: "paper.submitted",
      payload: {
        paperId: es.meta.paperId,
        title: { es: es.meta.title, en: en.meta.title },
        submissionId: `${es.meta.paperId}-s1`,
      },
      actorId: leadOf(data, es.meta.leadCentre),
      audience: ["office", ...es.meta.centres.map((centreId) => `centre:${centreId}`)],
      classification: es.meta.classification,
    })),
    ...moved.map((action) => ({
      type: "action.moved",
      payload: {
        actionId: action.id,
        title: action.title,
        from: "in_progress",
        to: action.state,
      },
      actorId: personId(action.owner),
      audience: ["staff"],
      classification:
        data.papers.find(({ es }) => es.meta.paperId === action.origin.paper)?.es.meta
          .classification ?? "unclassified",
    })),
  ];
  await tx.event.createMany({
    data: happened.map((event, index) => ({
      ...event,
      seq: index + 1,
      // Spread over the last two days, the last one a few hours ago.
      createdAt: new Date(now.getTime() - (happened.length - index) * 7 * 3_600_000),
    })),
  });
  await tx.eventCounter.create({ data: { id: 1, seq: happened.length } });
}
