/** Papers, editions, shares, and the items that come from them. */
import {
  can,
  canCreateAction,
  isOffice,
  canEditAction,
  canReadPaper,
  canSeeAction,
  canWorkOnAction,
  mayGiveEvidence,
  canSeePaper,
  decideActionStep,
  decideClassification,
  decideExport,
  decideOnSubmission,
  decidePaperSubmission,
  editionRoleFor,
  decideSectionOwner,
  isClearedFor,
  mayAddToPaper,
  mayKeepOnDevice,
  mayMarkTranslation,
  mayNameVersions,
  maySharePaper,
  mayStartTranslation,
  seesVersion,
  subjectsToPreferFor,
  versionsSeenBy,
  type Actor,
  type ActionItem,
} from "@istmo/domain";
import { canonicalJson } from "@istmo/paper-schema";
import { createHash } from "node:crypto";
import {
  everybody,
  mayIf,
  verdictOf,
  type Cell,
  type RouteDecision,
  type Verdict,
} from "./cells.ts";
import {
  variants,
  type ActionSubject,
  type PaperSubject,
  type Variant,
  type World,
} from "./world.ts";

/** A version that no row has: who may act is told that the row is stale, and nothing changes. */
const stale = 999_999;

const noLine = "/collab/paper-alternatives-brief-es/http/none";

interface OnPaper {
  readonly path: (paper: PaperSubject) => string;
  readonly body?: (paper: PaperSubject) => unknown;
  readonly before?: (world: World, paper: PaperSubject) => Promise<unknown>;
  /** For those who may see the paper at all. */
  readonly decide: (actor: Actor, paper: PaperSubject) => Verdict;
  readonly on?: readonly Variant[];
  /** Hidden already from those who see the paper's title and may not read it. */
  readonly asksToRead?: boolean;
}

/** One cell for each kind of paper; to whoever may not see it, it does not exist. */
const onPapers =
  ({ path, body, before, decide, on = variants, asksToRead = false }: OnPaper) =>
  (world: World): Cell[] =>
    on.map((variant) => {
      const paper = world.papers[variant];
      const isSeen = asksToRead ? canReadPaper : canSeePaper;
      return {
        on: variant,
        path: path(paper),
        ...(body === undefined ? {} : { body: body(paper) }),
        ...(before === undefined ? {} : { before: () => before(world, paper) }),
        decide: (actor) => (isSeen(actor, paper.facts) ? decide(actor, paper) : "hidden"),
      };
    });

const may = (): Verdict => "may";
const paperPath = (end: string) => (paper: PaperSubject) => `/api/v1/papers/${paper.paperId}${end}`;
const sharer = (actor: Actor, { facts }: PaperSubject) => mayIf(maySharePaper(actor, facts));

/** A share that a cell may take away, put back before each. */
const spareShare = (world: World, { paperId }: PaperSubject) =>
  world.app.client.paperShare.upsert({
    where: { id: `spare-${paperId}` },
    create: {
      id: `spare-${paperId}`,
      paperId,
      subject: "person:person-lead-pa",
      level: "reader",
      createdById: "person-head",
    },
    update: {},
  });

/** A draft that was kept of the text, put back before each cell. */
async function spareVersion(world: World, { editionId }: PaperSubject): Promise<void> {
  const canonical = canonicalJson({ type: "doc", content: [] });
  const row = {
    ...{ editionId, number: 900, chainStart: 900, title: "Texto", version: 1, name: null },
    ...{ kind: "automatic", reason: "pause", authorIds: [] },
    sha256: createHash("sha256").update(canonical).digest("hex"),
    text: Buffer.concat([Uint8Array.of(0), Buffer.from(canonical)]),
    state: Uint8Array.of(0, 0, 0),
  };
  const id = spareVersionOf(editionId);
  await world.app.client.editionVersion.upsert({
    where: { id },
    create: { id, ...row },
    update: row,
  });
}
const spareVersionOf = (editionId: string) => `spare-version-${editionId}`;
const seesDrafts = (actor: Actor, { facts }: PaperSubject) =>
  seesVersion(versionsSeenBy(actor, facts), { kind: "automatic", reason: "pause" });

/** A route of one kept draft: whoever does not see the drafts between does not know of it. */
const onVersion = (
  end: string,
  body: object | undefined,
  decide: (actor: Actor, paper: PaperSubject) => Verdict,
): RouteDecision =>
  onPapers({
    path: ({ editionId }) => `/api/v1/versions/${spareVersionOf(editionId)}${end}`,
    ...(body === undefined ? {} : { body: () => body }),
    before: spareVersion,
    decide: (actor, paper) => (seesDrafts(actor, paper) ? decide(actor, paper) : "hidden"),
    asksToRead: true,
  });

const toFacts = ({ actionId, ...item }: ActionSubject): ActionItem => ({
  ...item,
  id: actionId,
  state: "open",
});
const onActions =
  (end: string, body: unknown, decide: (actor: Actor, item: ActionItem) => Verdict) =>
  (world: World): Cell[] =>
    (["own", "foreign", "classified"] as const).map((on) => {
      const item = toFacts(world.actions[on]);
      return {
        on,
        path: `/api/v1/actions/${item.id}${end}`,
        ...(body === undefined
          ? {}
          : {
              body: typeof body === "function" ? (body as (on: ActionItem) => unknown)(item) : body,
            }),
        decide: (actor) => (canSeeAction(actor, item) ? decide(actor, item) : "hidden"),
      };
    });

/** A comment on an action item by somebody who has left: nobody may change it. */
const onForeignComment =
  (body: object | undefined) =>
  (world: World): Cell[] =>
    onActions(
      "",
      body,
      () => "refused",
    )(world).map((cell) => {
      const actionId = itemOf(cell.path);
      const id = `spare-${actionId}`;
      const spare = { id, actionId, authorId: "person-who-left", body: "Dicho", mentions: [] };
      return {
        ...cell,
        path: `${cell.path}/comments/${id}`,
        before: () =>
          world.app.client.actionComment.upsert({
            where: { id },
            create: { ...spare, createdAt: new Date() },
            update: {},
          }),
      };
    });

/** The item that a path is about. */
const itemOf = (path: string): string => path.split("/")[4] ?? "";

/** An act of an item that changed nothing that matters, and that nobody has changed since. */
const spareActOf = (path: string): string => `spare-${itemOf(path)}`;
const spareAct = async (world: World, path: string) => {
  const actionId = itemOf(path);
  const { client } = world.app;
  const { version } = await client.actionItem.findUniqueOrThrow({ where: { id: actionId } });
  const act = { id: spareActOf(path), actId: spareActOf(path), actionId, version };
  await client.actionChange.upsert({
    where: { id: act.id },
    create: { ...act, field: "priority", before: "normal", after: "normal" },
    update: { version },
  });
};

/** A document that was given as evidence of an action item. */
const spareDocument = (world: World, actionId: string) =>
  world.app.client.keptDocument.upsert({
    where: { id: `spare-${actionId}` },
    create: {
      ...{ id: `spare-${actionId}`, name: "acta.pdf", mediaType: "application/pdf", bytes: 1 },
      ...{ sha256: "", data: new Uint8Array(1), classification: "unclassified" },
      ...{ subjectKind: "action", subjectId: actionId, createdById: "person-who-left" },
      ...{ createdAt: new Date(), givenAt: new Date() },
    },
    update: {},
  });

const onDocuments = (): Record<string, RouteDecision> => ({
  "POST /api/v1/documents": (world) =>
    (["own", "foreign", "classified"] as const).map((on) => {
      const item = toFacts(world.actions[on]);
      return {
        on,
        path: `/api/v1/documents?subjectKind=action&subjectId=${item.id}&name=acta.pdf`,
        // No document: who may upload one is told so.
        body: { no: "document" },
        decide: (actor) =>
          canSeeAction(actor, item) ? mayIf(canEditAction(actor, item)) : "hidden",
      };
    }),
  "GET /api/v1/documents/{id}": (world) =>
    (["own", "foreign", "classified"] as const).map((on) => {
      const item = toFacts(world.actions[on]);
      return {
        on,
        path: `/api/v1/documents/spare-${item.id}`,
        before: () => spareDocument(world, item.id),
        decide: (actor) => (canSeeAction(actor, item) ? "may" : "hidden"),
      };
    }),
  // Nobody lets go of what another has in hand.
  "DELETE /api/v1/documents/{id}": (world) => {
    const item = toFacts(world.actions.own);
    return [
      {
        on: "foreign",
        path: `/api/v1/documents/spare-${item.id}`,
        before: () => spareDocument(world, item.id),
        decide: () => "hidden",
      },
    ];
  },
});

const centres = [
  ["own", "centre-gt"],
  ["foreign", "centre-ni"],
] as const;

/** A route of an edition's translation. To the original, which the matrix has, it answers 409. */
const onTranslations = (
  method: "GET" | "POST",
  end: string,
  body?: object,
): Record<string, RouteDecision> => ({
  [`${method} /api/v1/editions/{id}/translation${end}`]: onPapers({
    path: ({ editionId }) =>
      `/api/v1/editions/${editionId}/translation${end.replace("{sectionId}", "sec-ask")}`,
    ...(body === undefined ? {} : { body: () => body }),
    decide: (actor, { facts, sectionOwners }) =>
      mayIf(method === "GET" || mayMarkTranslation(actor, facts, sectionOwners)),
    asksToRead: true,
  }),
});

const mayAdd = (actor: Actor, { facts, sectionOwners }: PaperSubject) =>
  mayIf(mayAddToPaper(editionRoleFor(actor, facts, sectionOwners)));

const spareFile = (world: World, { paperId }: PaperSubject) =>
  world.app.client.paperFile.upsert({
    where: { id: `spare-${paperId}` },
    create: {
      ...{ id: `spare-${paperId}`, paperId, name: "", mediaType: "image/png", width: 1, height: 1 },
      ...{ bytes: 1, sha256: "", data: new Uint8Array(1), createdById: "person-head" },
    },
    update: {},
  });

/** A source that a cell may change: nothing of it changes, for the version is stale. */
const spareSource = (world: World, { paperId }: PaperSubject) =>
  world.app.client.bibliographySource.upsert({
    where: { id: `spare-${paperId}` },
    create: {
      ...{ id: `spare-${paperId}`, paperId, key: "Spare", createdById: "person-head" },
      csl: { type: "report", title: "Un informe" },
    },
    update: {},
  });

const onSources = (): Record<string, RouteDecision> => {
  const csl = { type: "report", title: "Otro informe" };
  const onSpare = (end: string, body: object) =>
    onPapers({
      path: ({ paperId }) => `/api/v1/sources/spare-${paperId}${end}`,
      body: () => ({ version: stale, ...body }),
      before: spareSource,
      decide: mayAdd,
      asksToRead: true,
    });
  return {
    "GET /api/v1/papers/{id}/sources": onPapers({
      path: paperPath("/sources"),
      decide: may,
      asksToRead: true,
    }),
    "POST /api/v1/papers/{id}/sources": onPapers({
      path: paperPath("/sources"),
      body: () => ({ csl }),
      decide: mayAdd,
      asksToRead: true,
    }),
    "POST /api/v1/papers/{id}/sources/import": onPapers({
      path: paperPath("/sources/import"),
      body: () => ({ text: "[]" }),
      decide: mayAdd,
      asksToRead: true,
    }),
    "POST /api/v1/papers/{id}/sources/export": onPapers({
      path: paperPath("/sources/export"),
      body: () => ({ format: "bibtex" }),
      decide: may,
      asksToRead: true,
    }),
    "PATCH /api/v1/sources/{id}": onSpare("", { csl }),
    "POST /api/v1/sources/{id}/remove": onSpare("/remove", {}),
    "POST /api/v1/sources/{id}/restore": onSpare("/restore", {}),
  };
};

export const paperDecisions: Record<string, RouteDecision> = {
  "GET /api/v1/templates": everybody("/api/v1/templates"),
  "GET /api/v1/papers": everybody("/api/v1/papers"),
  "POST /api/v1/papers": () =>
    centres.map(([on, centreId]) => ({
      on,
      path: "/api/v1/papers",
      body: {
        templateId: "tpl-policy-brief",
        title: { es: "Otro" },
        originalLanguage: "es",
        languages: ["es"],
        leadCentreId: centreId,
        centreIds: [centreId],
        classification: "unclassified",
      },
      decide: (actor) =>
        mayIf(
          can(actor, "paper.create", { centreIds: [centreId] }) &&
            isClearedFor(actor.clearedTo, "unclassified"),
        ),
    })),
  "GET /api/v1/papers/{id}": onPapers({ path: paperPath(""), decide: may }),
  "GET /api/v1/papers/{id}/editions": onPapers({ path: paperPath("/editions"), decide: may }),
  "GET /api/v1/papers/{id}/versions": onPapers({
    path: paperPath("/versions"),
    decide: may,
    asksToRead: true,
  }),
  "GET /api/v1/editions/{id}": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}`,
    decide: may,
    asksToRead: true,
  }),
  "POST /api/v1/papers/{id}/editions": onPapers({
    path: paperPath("/editions"),
    // All papers of the matrix are in Spanish already: who may is told so, and nothing changes.
    body: () => ({ language: "es", title: "Otra" }),
    decide: (actor, { facts }) => mayIf(mayStartTranslation(actor, facts)),
  }),
  ...onTranslations("GET", ""),
  ...onTranslations("GET", "/sections/{sectionId}/changes"),
  ...onTranslations("POST", "/mend", {}),
  ...onTranslations("POST", "/sections/{sectionId}/translated", { sourceSha256: "0".repeat(64) }),
  ...onTranslations("POST", "/sections/{sectionId}/unchanged-meaning", {
    sourceSha256: "0".repeat(64),
  }),
  "GET /api/v1/papers/{id}/files": onPapers({
    path: paperPath("/files"),
    decide: may,
    asksToRead: true,
  }),
  "POST /api/v1/papers/{id}/files": onPapers({
    path: paperPath("/files"),
    // No picture: who may upload one is told so.
    body: () => ({ no: "picture" }),
    decide: mayAdd,
    asksToRead: true,
  }),
  "GET /api/v1/files/{id}": onPapers({
    path: ({ paperId }) => `/api/v1/files/spare-${paperId}`,
    before: spareFile,
    decide: may,
    asksToRead: true,
  }),
  ...onSources(),
  ...onDocuments(),
  "GET /api/v1/editions/{id}/authorship": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}/authorship`,
    decide: may,
    asksToRead: true,
  }),
  "GET /api/v1/editions/{id}/writers": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}/writers`,
    decide: may,
    asksToRead: true,
  }),
  "GET /api/v1/editions/{id}/visit": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}/visit`,
    decide: may,
    asksToRead: true,
  }),
  "POST /api/v1/editions/{id}/visit": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}/visit`,
    body: () => ({ stateVector: "AA==" }),
    decide: may,
    asksToRead: true,
  }),
  "GET /api/v1/editions/{id}/versions": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}/versions`,
    decide: may,
    asksToRead: true,
  }),
  "POST /api/v1/editions/{id}/versions": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}/versions`,
    body: () => ({ name: "Antes de la llamada" }),
    decide: (actor, { facts }) => mayIf(mayNameVersions(actor, facts)),
    asksToRead: true,
  }),
  "PATCH /api/v1/versions/{id}": onVersion(
    "",
    { name: "Otro nombre", version: stale },
    (actor, { facts }) => mayIf(mayNameVersions(actor, facts)),
  ),
  "GET /api/v1/versions/{id}/text": onVersion("/text", undefined, may),
  "POST /api/v1/versions/{id}/restore": onVersion(
    "/restore",
    { sectionId: "sec-none" },
    (actor, { facts, sectionOwners }) =>
      mayIf(editionRoleFor(actor, facts, sectionOwners) === "editor"),
  ),
  "GET /api/v1/papers/{id}/brackets/preferences": onPapers({
    path: paperPath("/brackets/preferences"),
    decide: may,
    asksToRead: true,
  }),
  "POST /api/v1/papers/{id}/brackets/{bracketId}/preference": onPapers({
    path: paperPath("/brackets/some-bracket/preference"),
    body: () => ({ subject: "centre:centre-gt", alternativeId: "some-alternative" }),
    decide: (actor, { facts }) =>
      mayIf(subjectsToPreferFor(actor, facts).includes("centre:centre-gt")),
    asksToRead: true,
  }),
  "GET /api/v1/editions/{id}/device-key": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}/device-key`,
    decide: (actor, { facts }) => mayIf(mayKeepOnDevice(actor, facts)),
    asksToRead: true,
  }),
  "POST /api/v1/papers/{id}/submit": onPapers({
    path: paperPath("/submit"),
    body: () => ({ version: stale }),
    decide: (actor, { facts }) => verdictOf(decidePaperSubmission(facts, actor, [])),
  }),
  "POST /api/v1/papers/{id}/return": onPapers({
    path: paperPath("/return"),
    body: () => ({ version: stale, note: "Nota" }),
    decide: (actor, { facts }) =>
      verdictOf(decideOnSubmission(facts, actor, { event: "return", note: "Nota" })),
  }),
  "POST /api/v1/papers/{id}/accept": onPapers({
    path: paperPath("/accept"),
    body: () => ({ version: stale }),
    decide: (actor, { facts }) =>
      verdictOf(decideOnSubmission(facts, actor, { event: "accept_for_review" })),
  }),
  "POST /api/v1/papers/{id}/sections/{sectionId}/owner": onPapers({
    path: paperPath("/sections/sec-none/owner"),
    body: ({ facts }) => ({ ownerId: facts.leadCentreId, version: stale }),
    decide: (actor, { facts }) =>
      verdictOf(decideSectionOwner(facts, actor, { ownerId: facts.leadCentreId, before: null })),
  }),
  "GET /api/v1/papers/{id}/access": onPapers({ path: paperPath("/access"), decide: sharer }),
  "POST /api/v1/papers/{id}/shares": onPapers({
    path: paperPath("/shares"),
    body: () => ({ subject: "person:person-policy-do", level: "reader" }),
    decide: sharer,
  }),
  "POST /api/v1/papers/{id}/shares/{shareId}": onPapers({
    on: ["own", "foreign", "classified"],
    path: ({ paperId, shareId }) => `/api/v1/papers/${paperId}/shares/${shareId ?? ""}`,
    body: () => ({ version: stale, level: "reader" }),
    decide: sharer,
  }),
  "POST /api/v1/papers/{id}/shares/{shareId}/remove": onPapers({
    path: ({ paperId }) => `/api/v1/papers/${paperId}/shares/spare-${paperId}/remove`,
    body: () => ({}),
    before: spareShare,
    decide: sharer,
  }),
  "POST /api/v1/papers/{id}/classification": onPapers({
    path: paperPath("/classification"),
    body: () => ({ version: stale, to: "confidential", reason: "Motivo" }),
    decide: (actor, { facts }) =>
      verdictOf(decideClassification(facts, actor, { to: "confidential", reason: "Motivo" })),
  }),
  "POST /api/v1/editions/{id}/export": onPapers({
    path: ({ editionId }) => `/api/v1/editions/${editionId}/export`,
    body: () => ({ reason: "Motivo" }),
    decide: (actor, { facts }) => verdictOf(decideExport(facts, actor, { reason: "Motivo" })),
    asksToRead: true,
  }),

  "POST /collab/{editionId}/http": onPapers({
    path: ({ editionId }) => `/collab/${editionId}/http`,
    decide: may,
    asksToRead: true,
  }),
  // Whoever asks for a line that is not their own session's is told 410, as if there were none.
  "GET /collab/{editionId}/http/{connection}": everybody(`${noLine}?after=0`),
  "POST /collab/{editionId}/http/{connection}": everybody(`${noLine}?from=1`),
  "DELETE /collab/{editionId}/http/{connection}": everybody(noLine),

  "GET /api/v1/actions": everybody("/api/v1/actions"),
  "POST /api/v1/actions": () =>
    centres.map(([on, centreId]) => ({
      on,
      path: "/api/v1/actions",
      body: { title: "Otra", language: "es", centreId, priority: "normal" },
      decide: (actor) => mayIf(canCreateAction(actor, { centreId, organisationId: null })),
    })),
  "GET /api/v1/actions/{id}": onActions("", undefined, () => "may"),
  "PATCH /api/v1/actions/{id}": onActions("", { version: stale, priority: "high" }, (actor, item) =>
    mayIf(canEditAction(actor, item)),
  ),
  // Without an owner nobody can start an item: who may is told that the owner is missing.
  "POST /api/v1/actions/{id}/steps": onActions(
    "/steps",
    { version: 1, event: "start" },
    (actor, item) => verdictOf(decideActionStep(item, actor, { event: "start" })),
  ),
  "GET /api/v1/actions/{id}/history": onActions("/history", undefined, () => "may"),
  // A line that no checklist has: who may is told that it is gone.
  "POST /api/v1/actions/{id}/checklist": onActions(
    "/checklist",
    { command: { do: "tick", id: "none" } },
    (actor, item) => mayIf(canWorkOnAction(actor, item)),
  ),
  // On itself: who may is told of the circle.
  "POST /api/v1/actions/{id}/dependencies": onActions(
    "/dependencies",
    ({ id }: ActionItem) => ({ needsId: id }),
    (actor, item) => mayIf(canEditAction(actor, item)),
  ),
  "DELETE /api/v1/actions/{id}/dependencies/{needsId}": onActions(
    "/dependencies/none",
    undefined,
    (actor, item) => mayIf(canEditAction(actor, item)),
  ),
  "GET /api/v1/actions/{id}/people": onActions("/people", undefined, () => "may"),
  "GET /api/v1/actions/{id}/comments": onActions("/comments", undefined, () => "may"),
  "POST /api/v1/actions/{id}/comments": onActions("/comments", { body: "Dicho" }, () => "may"),
  "PATCH /api/v1/actions/{id}/comments/{commentId}": onForeignComment({
    version: stale,
    body: "Otra cosa",
  }),
  "DELETE /api/v1/actions/{id}/comments/{commentId}": onForeignComment(undefined),
  // A document that nobody has uploaded: who may give evidence is told so.
  "POST /api/v1/actions/{id}/evidence": onActions(
    "/evidence",
    { documentIds: ["none"] },
    (actor, item) => mayIf(mayGiveEvidence(actor, item)),
  ),
  // That nothing recurs any more changes nothing here.
  "POST /api/v1/actions/{id}/recurrence": onActions(
    "/recurrence",
    { recurrence: null },
    (actor, item) => mayIf(canEditAction(actor, item)),
  ),
  "POST /api/v1/actions/{id}/undo": (world) =>
    onActions("/undo", undefined, (actor, item) => mayIf(canEditAction(actor, item)))(world).map(
      (cell) => ({
        ...cell,
        body: { actId: spareActOf(cell.path) },
        before: () => spareAct(world, cell.path),
      }),
    ),
  "GET /api/v1/actions/summary": everybody("/api/v1/actions/summary"),
  "GET /api/v1/actions/export": everybody("/api/v1/actions/export?language=es&limit=1"),
  "GET /api/v1/actions/sheet-template": everybody("/api/v1/actions/sheet-template?language=es"),
  // No sheet: who may send one is told so.
  "POST /api/v1/actions/import": () => [
    {
      on: "",
      path: "/api/v1/actions/import?language=es",
      body: { no: "sheet" },
      decide: (actor) =>
        mayIf(
          isOffice(actor) ||
            actor.posts.some(
              ({ centreId }) =>
                centreId !== null && canCreateAction(actor, { centreId, organisationId: null }),
            ),
        ),
    },
  ],
  // Each of the items is decided by itself: one that is hidden is told of as if there were none.
  "POST /api/v1/actions/bulk": everybody("/api/v1/actions/bulk", {
    ...{ ids: ["none"], change: { do: "watch" }, dryRun: true },
  }),
  "POST /api/v1/actions/acts/{actId}/undo": (world) =>
    (["own", "foreign", "classified"] as const).map((on) => {
      const item = toFacts(world.actions[on]);
      const row = {
        actId: `spare-bulk-act-${item.id}`,
        actionId: item.id,
        version: 1,
        field: "created",
      };
      return {
        on,
        path: `/api/v1/actions/acts/${row.actId}/undo`,
        body: {},
        before: () =>
          world.app.client.actionChange.upsert({
            where: { id: row.actId },
            create: { id: row.actId, ...row },
            update: row,
          }),
        decide: (actor) => (canSeeAction(actor, item) ? "may" : "hidden"),
      };
    }),
  "POST /api/v1/actions/{id}/watch": onActions("/watch", {}, () => "may"),
  "POST /api/v1/actions/{id}/unwatch": onActions("/unwatch", {}, () => "may"),

  "GET /api/v1/events": everybody("/api/v1/events"),
  "GET /api/v1/home/waiting": everybody("/api/v1/home/waiting"),
  "GET /api/v1/centres": everybody("/api/v1/centres"),
  "GET /api/v1/centres/{id}": everybody("/api/v1/centres/panama"),
  "GET /api/v1/organisations": everybody("/api/v1/organisations"),
  "GET /api/v1/consultations": everybody("/api/v1/consultations"),
  "GET /api/v1/programmes": everybody("/api/v1/programmes"),
  "GET /api/v1/glossary": everybody("/api/v1/glossary"),
};
