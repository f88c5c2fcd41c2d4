/** The people, papers, items and rows that every route is asked about, on a server of its own. */
import { randomUUID } from "node:crypto";
import type { ActionItem, Paper } from "@istmo/contracts";
import type {
  Actor,
  ClassificationLevel,
  ClearanceRequest,
  PaperFacts,
  Role,
  RoundFacts,
} from "@istmo/domain";
import { openTestApp, type Browser, type TestApp } from "../../support/test-app.ts";

/** A column of the matrix: somebody with a post, with a share, with nothing, or a stranger. */
export interface Column {
  readonly name: string;
  /** Null for a stranger. */
  readonly actor: Actor | null;
  readonly browser: Browser;
}

/** A paper of the reader's centre, of another, of their centre above their clearance, and an issued one. */
export const variants = ["own", "foreign", "classified", "issued"] as const;
export type Variant = (typeof variants)[number];

export interface PaperSubject {
  readonly paperId: string;
  readonly editionId: string;
  readonly version: number;
  readonly facts: PaperFacts;
  readonly sectionOwners: readonly string[];
  readonly shareId: string | null;
}

export interface ActionSubject {
  readonly actionId: string;
  readonly centreId: string | null;
  readonly organisationId: string | null;
  readonly helperIds: readonly string[];
  readonly ownerId: string | null;
  readonly classification: ClassificationLevel;
}

/** A conversation on one of the papers: with its readers, or within a circle. */
export interface CommentSubject {
  readonly threadId: string;
  readonly messageId: string;
  readonly paper: PaperSubject;
  readonly circle: string;
}

/** An open round on one of the papers, with a draft of SICA in it, and a row of Guatemala. */
export interface RoundSubject {
  readonly paper: PaperSubject;
  readonly facts: RoundFacts;
  readonly commentId: string;
  readonly rowId: string;
}

/** SICA is asked for the clearance of one of the papers. */
export interface ClearanceSubject {
  readonly paper: PaperSubject;
  readonly request: ClearanceRequest;
  readonly requestId: string;
}

export const roundSica = "organisation:org-sica";
export const roundGuatemala = "organisation:state-gt";

export interface World {
  readonly app: TestApp;
  readonly columns: readonly Column[];
  readonly papers: Readonly<Record<Variant, PaperSubject>>;
  readonly actions: Readonly<Record<"own" | "foreign" | "classified", ActionSubject>>;
  /** By what they are on; each was opened by the head of office, whom circles shut out all the same. */
  readonly comments: Readonly<Record<string, CommentSubject>>;
  readonly rounds: Readonly<Record<"own" | "foreign" | "classified", RoundSubject>>;
  readonly clearances: Readonly<Record<"own" | "foreign" | "classified", ClearanceSubject>>;
  /** Somebody of Guatemala and somebody of Nicaragua, on whom people are managed. */
  readonly people: Readonly<Record<"own" | "foreign", { personId: string; postId: string }>>;
  readonly invitationId: string;
  readonly requestIds: Readonly<Record<"account" | "paper", string>>;
  readonly membershipId: string;
  /** Of somebody who is no column. */
  readonly foreignPasskeyId: string;
  readonly foreignSessionId: string;
  close(): Promise<void>;
}

const posts: readonly (readonly [string, string])[] = [
  ["administrator", "admin"],
  ["programme officer", "reviewer"],
  ["head of office", "head"],
  ["centre lead", "lead.gt"],
  ["expert", "expert1.gt"],
  ["focal point", "focal.sica"],
  ["policy counterpart", "policy.gt"],
  ["observer", "observer"],
  ["reader by share", "focal.oas"],
  ["editor by share", "focal.caricom"],
];

/** A person as the domain sees them today. */
async function actorOf(app: TestApp, personId: string): Promise<Actor> {
  const row = await app.client.person.findUniqueOrThrow({
    where: { id: personId },
    include: { posts: true },
  });
  return {
    id: row.id,
    clearedTo: row.clearedTo as ClassificationLevel,
    posts: row.posts.map(({ role, centreId, organisationId }) => ({
      role: role as Role,
      centreId,
      organisationId,
    })),
  };
}

/** An account without any post: somebody whose last one has ended. */
async function addNobody(app: TestApp): Promise<void> {
  const { password } = await app.client.account.findFirstOrThrow({
    where: { userId: "person-observer", providerId: "credential" },
  });
  await app.client.person.create({
    data: { id: "person-nobody", name: "Sin función", email: "nobody@istmo.demo" },
  });
  await app.client.account.create({
    data: {
      id: "account-nobody",
      accountId: "person-nobody",
      providerId: "credential",
      userId: "person-nobody",
      password,
    },
  });
}

async function subjectOf(app: TestApp, paperId: string): Promise<PaperSubject> {
  const row = await app.client.paper.findUniqueOrThrow({
    where: { id: paperId },
    include: { centres: true, shares: true, sections: true, editions: true },
  });
  return {
    paperId,
    version: row.version,
    editionId: row.editions[0]?.id ?? "",
    shareId: row.shares[0]?.id ?? null,
    sectionOwners: row.sections.map(({ ownerId }) => ownerId),
    facts: {
      id: paperId,
      stage: row.stage as PaperFacts["stage"],
      leadCentreId: row.leadCentreId,
      centreIds: row.centres.map(({ centreId }) => centreId),
      classification: row.classification as ClassificationLevel,
      shares: row.shares.map(({ subject, level }) => ({
        subject,
        level: level as PaperFacts["shares"][number]["level"],
      })),
    },
  };
}

/** A conversation on each paper, and some within a centre, an organisation and the office. */
async function openComments(
  { client }: TestApp,
  papers: World["papers"],
): Promise<World["comments"]> {
  const wanted = [
    ...variants.map((variant) => [variant, papers[variant], "paper"] as const),
    ["own, within the centre", papers.own, "centre:centre-gt"],
    ["own, within the office", papers.own, "organisation:org-unodc-regional"],
    ["issued, within an organisation", papers.issued, "organisation:org-sica"],
  ] as const;
  const made: Record<string, CommentSubject> = {};
  for (const [on, paper, circle] of wanted) {
    const threadId = randomUUID();
    const messageId = randomUUID();
    await client.commentThread.create({
      data: {
        ...{ id: threadId, paperId: paper.paperId, circle, target: "paper" },
        createdById: "person-head",
        messages: {
          create: {
            ...{ id: messageId, authorId: "person-head", authorPost: "head@office" },
            body: "Un comentario",
          },
        },
      },
    });
    made[on] = { threadId, messageId, paper, circle };
  }
  return made;
}

/** An open round that asks SICA and Guatemala, with a draft within SICA; Guatemala has submitted. */
async function openRoundOn({ client }: TestApp, paper: PaperSubject): Promise<RoundSubject> {
  const { paperId } = paper;
  const id = randomUUID();
  const versionId = randomUUID();
  const commentId = randomUUID();
  const openedAt = new Date();
  const limit = { at: new Date("2098-01-01T23:00:00Z"), timeZone: "America/Panama" };
  const rowId = randomUUID();
  const subjects = [roundSica, roundGuatemala];
  await client.paperVersion.create({
    data: { id: versionId, paperId, number: 900, reason: "round", createdById: "person-head" },
  });
  await client.reviewRound.create({
    data: {
      ...{ id, paperId, versionId, number: 1, scope: "whole", blocks: {}, sha256: "0".repeat(64) },
      ...{ questions: "¿Qué falta?", limitAt: limit.at, timeZone: limit.timeZone },
      ...{ openedById: "person-head", openedAt },
      participants: { create: subjects.map((subject) => ({ subject })) },
      comments: {
        create: [
          {
            ...{ id: commentId, subject: roundSica, observation: "Una observación" },
            ...{ authorId: "person-focal-sica", createdAt: openedAt },
          },
          {
            ...{ id: rowId, subject: roundGuatemala, observation: "Otra observación" },
            ...{ authorId: "person-policy-gt", createdAt: openedAt },
            ...{ state: "submitted", submittedAt: openedAt },
          },
        ],
      },
    },
  });
  const facts: RoundFacts = {
    ...{ id, state: "open", scope: "whole", blockIds: [], openedAt, limit },
    participants: subjects.map((subject) => ({
      ...{ subject, state: "invited", submittedAt: null, extendedTo: null },
    })),
  };
  return { paper, facts, commentId, rowId };
}

async function askOn({ client }: TestApp, paper: PaperSubject): Promise<ClearanceSubject> {
  const { paperId } = paper;
  const [versionId, openingId, requestId] = [randomUUID(), randomUUID(), randomUUID()];
  const limit = { at: new Date("2098-01-01T23:00:00Z"), timeZone: "America/Panama" };
  const sha256 = "0".repeat(64);
  await client.paperVersion.create({
    data: { id: versionId, paperId, number: 901, reason: "clearance", createdById: "person-head" },
  });
  const asked = { level: "expert", organisationId: "org-sica" } as const;
  await client.clearanceOpening.create({
    data: {
      ...{ id: openingId, paperId, versionId, sha256, level: "expert", brackets: [] },
      ...{ openedById: "person-head", openedAt: new Date() },
      requests: {
        create: {
          ...{ id: requestId, paperId, ...asked, sha256, silence: true, changes: [] },
          ...{ limitAt: limit.at, timeZone: limit.timeZone, askedAt: new Date() },
        },
      },
    },
  });
  const request: ClearanceRequest = {
    ...{ ...asked, sha256, limit, state: "requested", silence: true, receivedAt: null },
    ...{ remindedAt: null, delegateId: null, isConditional: false },
  };
  return { paper, request, requestId };
}

export async function openWorld(): Promise<World> {
  // Each column asks from an address of its own: from one, the matrix is more than an address may ask.
  const app = await openTestApp({ env: { ISTMO_PROXIES: "1" } });
  await addNobody(app);
  const head = await app.signIn("head");
  const create = async (centreId: string, classification: ClassificationLevel) => {
    const { body } = await head.post<Paper>("/api/v1/papers", {
      templateId: "tpl-policy-brief",
      title: { es: `Documento ${classification} ${centreId}` },
      originalLanguage: "es",
      languages: ["es"],
      leadCentreId: centreId,
      centreIds: [centreId],
      classification,
    });
    return body.id;
  };
  const own = await create("centre-gt", "unclassified");
  const foreign = await create("centre-ni", "unclassified");
  const classified = await create("centre-gt", "strictly_confidential");
  const shares = [
    [own, "person:person-focal-oas", "reader"],
    [own, "person:person-focal-caricom", "editor"],
    // Neither is cleared: the share opens nothing.
    [classified, "person:person-focal-oas", "reader"],
    [classified, "person:person-focal-caricom", "editor"],
    // Somebody whom the matrix does not ask.
    [foreign, "person:person-policy-do", "reader"],
  ] as const;
  await app.client.paperShare.createMany({
    data: shares.map(([paperId, subject, level]) => ({
      id: randomUUID(),
      paperId,
      subject,
      level,
      createdById: "person-head",
    })),
  });

  const item = async (centreId: string, paperId: string | null): Promise<ActionSubject> => {
    const { body } = await head.post<ActionItem>("/api/v1/actions", {
      title: "Una acción",
      language: "es",
      centreId,
      priority: "normal",
      ...(paperId === null ? {} : { origin: { paperId, blockId: null } }),
    });
    const row = await app.client.actionItem.findUniqueOrThrow({ where: { id: body.id } });
    return {
      actionId: row.id,
      centreId: row.centreId,
      organisationId: row.organisationId,
      helperIds: row.helperIds,
      ownerId: row.ownerId,
      classification: row.classification as ClassificationLevel,
    };
  };

  const invitationId = randomUUID();
  await app.client.invitation.create({
    data: {
      id: invitationId,
      email: "alguien@example.org",
      name: "Alguien",
      locale: "es",
      role: "expert",
      centreId: "centre-gt",
      startsAt: new Date(),
      tokenHash: "f".repeat(64),
      expiresAt: new Date(Date.now() + 86_400_000),
      invitedById: "person-head",
    },
  });
  const requestIds = { account: randomUUID(), paper: randomUUID() };
  await app.client.accessRequest.createMany({
    data: [
      {
        id: requestIds.account,
        kind: "account",
        email: "otra@example.org",
        name: "Otra",
        organisation: "SEGIB",
        reason: "Trabajo",
      },
      {
        id: requestIds.paper,
        kind: "paper",
        personId: "person-observer",
        paperId: own,
        reason: "Lectura",
      },
    ],
  });
  await app.client.passkey.create({
    data: {
      id: "cGFzc2tleQ",
      personId: "person-expert2-do",
      name: "Llave",
      publicKey: new Uint8Array(1),
      counter: 0,
      transports: [],
      isBackedUp: false,
    },
  });
  await app.signIn("expert2.do");
  const foreignSession = await app.client.session.findFirstOrThrow({
    where: { userId: "person-expert2-do" },
  });
  const membership = await app.client.membership.findFirstOrThrow({ orderBy: { id: "asc" } });

  const columns: Column[] = [{ name: "stranger", actor: null, browser: app.stranger() }];
  for (const [name, account] of [...posts, ["without a post", "nobody"] as const]) {
    const personId = `person-${account.replace(".", "-")}`;
    columns.push({
      name,
      actor: await actorOf(app, personId),
      browser: await app.signIn(account),
    });
  }
  const papers = {
    own: await subjectOf(app, own),
    foreign: await subjectOf(app, foreign),
    classified: await subjectOf(app, classified),
    issued: await subjectOf(app, "paper-alternatives-brief"),
  };
  return {
    app,
    columns,
    papers,
    comments: await openComments(app, papers),
    rounds: {
      own: await openRoundOn(app, papers.own),
      foreign: await openRoundOn(app, papers.foreign),
      classified: await openRoundOn(app, papers.classified),
    },
    clearances: {
      own: await askOn(app, papers.own),
      foreign: await askOn(app, papers.foreign),
      classified: await askOn(app, papers.classified),
    },
    actions: {
      own: await item("centre-gt", null),
      foreign: await item("centre-ni", null),
      classified: await item("centre-gt", classified),
    },
    people: {
      own: { personId: "person-expert2-gt", postId: "post-person-expert2-gt" },
      foreign: { personId: "person-expert2-ni", postId: "post-person-expert2-ni" },
    },
    invitationId,
    requestIds,
    membershipId: membership.id,
    foreignPasskeyId: "cGFzc2tleQ",
    foreignSessionId: foreignSession.id,
    close: () => app.close(),
  };
}
