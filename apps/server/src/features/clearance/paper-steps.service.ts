/** The steps of a paper from the expert review to its end. */
import { randomUUID } from "node:crypto";
import type { PaperClearance, PaperMeeting, TakenPaperStep } from "@istmo/contracts";
import {
  canReadPaper,
  decideCalendar,
  decideLifecycleStep,
  decideSymbol,
  hasPassed,
  isLevelOpen,
  limitAt,
  renewalsFor,
  silenceByDefault,
  suffixedSymbol,
  type Actor,
  type CalendarPath,
  type ClearanceLevel,
  type Decision,
  type LifecycleMoved,
  type PaperStage,
  type Renewal,
  type TimeLimit,
  type WantedStep,
} from "@istmo/domain";
import {
  bracketsOf,
  changedSections,
  type PaperDocumentJson,
  type SectionChange,
} from "@istmo/paper-schema";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { audience } from "../../platform/audience.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import { findPaperFacts, paperAudience } from "../papers/papers.queries.ts";
import { versionSha256 } from "../versions/versions.queries.ts";
import { maySetMeeting, symbolParts, type ClearanceAnswers } from "./clearance-answers.ts";
import type { ClearanceMailing } from "./clearance-mailing.ts";
import type { ClearanceRepository, RequestRow } from "./clearance.repository.ts";
import {
  askedAudience,
  auditedPaper,
  heldOf,
  toRequest,
  type Clearance,
  type FoundClearance,
} from "./found-clearance.ts";
import type { RecordSealing } from "./record-sealing.ts";

interface StandingText {
  readonly language: string;
  readonly document: PaperDocumentJson;
  readonly sha256: string;
}

/** Keeps the texts of a paper as one version that never changes. */
export interface ClearanceFreezer<Taken extends StandingText = StandingText> {
  /** Reads a text to be frozen; before the transaction. */
  take(editionId: string): Promise<Taken>;
  freezePaper(
    tx: PrismaTransaction,
    taken: readonly Taken[],
    as: {
      readonly paperId: string;
      readonly reason: "clearance" | "issued";
      readonly createdById: string;
    },
  ): Promise<{ readonly id: string }>;
}

export interface PaperStepsNeeds {
  readonly repository: ClearanceRepository;
  readonly found: FoundClearance;
  readonly answers: ClearanceAnswers;
  readonly mailing: ClearanceMailing;
  readonly sealing: RecordSealing;
  readonly freezer: ClearanceFreezer;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

/** The steps that read the text as it stands. */
const readsText: ReadonlySet<TakenPaperStep["step"]> = new Set([
  "open_expert_clearance",
  "open_policy_clearance",
  "complete_without_policy",
  "complete",
  "issue",
]);

/** What stands before the first section, as a name for the rules: it concerns everybody. */
const front = "";

type Opening = Extract<
  TakenPaperStep,
  { readonly step: "open_expert_clearance" | "open_policy_clearance" }
>;

/** A step that is being taken. */
interface Taking<Step extends TakenPaperStep = TakenPaperStep> {
  readonly actor: Actor;
  readonly clearance: Clearance;
  readonly wanted: Step;
  readonly taken: readonly StandingText[];
  readonly moved: LifecycleMoved;
  readonly work: Work;
  readonly now: Date;
}

export class PaperStepsService {
  readonly #needs: PaperStepsNeeds;

  constructor(needs: PaperStepsNeeds) {
    this.#needs = needs;
  }

  async get(actor: Actor, reader: Command, paperId: string): Promise<PaperClearance> {
    const { found, answers } = this.#needs;
    return answers.paper(actor, await found.find(actor, reader, paperId));
  }

  /**
   * Takes a step. Refusals: `not_found`, `stale_version`, `unknown_organisation`, `unknown_time_zone`,
   * `deadline_in_past`, and those of `decideLifecycleStep` and `decideSymbol`.
   */
  async take(
    actor: Actor,
    command: Command,
    { paperId, ...wanted }: TakenPaperStep & { readonly paperId: string },
  ): Promise<PaperClearance> {
    const { found, answers, freezer, unitOfWork, clock } = this.#needs;
    const before = await found.find(actor, command, paperId);
    const taken = readsText.has(wanted.step)
      ? await Promise.all(before.paper.editions.map(({ id }) => freezer.take(id)))
      : [];
    return unitOfWork.run(command, async (work) => {
      const clearance = await found.locked(work.tx, paperId);
      const now = clock.now();
      const moved = await this.#decide(work.tx, { actor, clearance, wanted, taken });
      const taking = { actor, clearance, wanted, taken, moved, work, now };
      const versionId = await this.#do(taking);
      await this.#move(taking, versionId);
      return answers.paper(actor, await found.load(paperId, work.tx), work.tx);
    });
  }

  async #decide(
    tx: PrismaTransaction,
    { actor, clearance, wanted, taken }: Pick<Taking, "actor" | "clearance" | "wanted" | "taken">,
  ): Promise<LifecycleMoved> {
    const { repository, found, clock } = this.#needs;
    const { paper, symbolPattern, row } = clearance;
    const original = taken.find(({ language }) => language === paper.originalLanguage);
    const facts = await found.facts(
      clearance,
      tx,
      original === undefined ? 0 : bracketsOf(original.document).length,
    );
    const symbol = symbolOf(clearance, wanted);
    const successor =
      wanted.step === "supersede" && wanted.successorId !== paper.facts.id
        ? await findPaperFacts(tx, wanted.successorId, clock.now())
        : null;
    const step: WantedStep = {
      ...("organisations" in wanted
        ? {
            ...wanted,
            organisationIds: wanted.organisations.map(({ organisationId }) => organisationId),
          }
        : wanted),
      ...(wanted.step === "issue"
        ? // What is issued is the text as it stands, whatever hash was asked for.
          { symbol, sha256: versionSha256(taken) === wanted.sha256 ? wanted.sha256 : "" }
        : {}),
      // Of a paper that the actor may not read there is no successor.
      ...(successor !== null && canReadPaper(actor, successor)
        ? { successorStage: successor.stage }
        : {}),
    };
    const moved = accepted(decideLifecycleStep(paper.facts, actor, step, facts));
    if (row.version !== wanted.version) throw new AppError("stale_version");
    if (wanted.step === "issue" && symbol !== undefined)
      accepted(
        decideSymbol(symbol, {
          pattern: symbolPattern,
          parts: symbolParts(clock.now()),
          inUse: (await repository.symbolsInUse(tx)).filter((one) => one !== row.symbol),
        }),
      );
    const level = openLevel(paper.facts.stage);
    const opening = level === null ? undefined : clearance.openings.get(level);
    const goesOn = readsText.has(wanted.step) && opening !== undefined;
    // Somebody may have typed on until the rooms heard that the text is closed.
    if (goesOn && versionSha256(taken) !== opening.sha256) throw new AppError("hash_mismatch");
    return moved;
  }

  /** What a step does besides moving the paper; the id of the version that it is bound to. */
  async #do(taking: Taking): Promise<string | null> {
    const { wanted, clearance, work, now } = taking;
    const { repository, mailing, sealing } = this.#needs;
    const { tx } = work;
    const { paper } = clearance;
    const { leadCentreId, centreIds } = paper.facts;
    const asked = heldOf(clearance).map(({ organisationId }) => organisationId);
    const tell = (wanted: Parameters<ClearanceMailing["toHolders"]>[2]) =>
      mailing.toHolders(tx, paper, wanted);
    const leads = { roles: ["centre_lead"], bodies: [leadCentreId], now } as const;
    const answerers = { roles: ["focal_point", "policy_counterpart"], bodies: asked, now } as const;
    switch (wanted.step) {
      case "send_back":
        await tell({ ...leads, kind: "sent_back", bodies: centreIds, page: "" });
        return null;
      case "open_expert_clearance":
        return this.#open({ ...taking, wanted }, "expert");
      case "open_policy_clearance": {
        const versionId = await this.#open({ ...taking, wanted }, "policy");
        await tell({ kind: "policy_opened", roles: ["focal_point"], bodies: asked, now });
        return versionId;
      }
      case "revise":
        await repository.revokeLinks(tx, { paperId: paper.facts.id }, now);
        await tell({ ...answerers, kind: "revised" });
        await tell({ ...leads, kind: "revised" });
        return null;
      case "complete":
      case "complete_without_policy": {
        const versionId = await sealing.seal(tx, taking);
        work.audit({
          ...auditedPaper(clearance),
          kind: "paper.clearance_sealed",
          after: { versionId },
        });
        await repository.revokeLinks(tx, { paperId: paper.facts.id }, now);
        await tell({ kind: "cleared", roles: ["focal_point"], bodies: asked, now });
        await tell({ ...leads, kind: "cleared" });
        return versionId;
      }
      case "issue":
        return this.#issue({ ...taking, wanted });
      case "issue_corrigendum":
        return this.#correct({ ...taking, wanted });
      case "supersede": {
        const { successorId } = wanted;
        await repository.supersede(tx, paper.facts.id, { successorId, supersededAt: now });
        await this.#tellReaders(taking, "superseded");
        return null;
      }
      case "withdraw":
        await repository.revokeLinks(tx, { paperId: paper.facts.id }, now);
        await tell({ ...answerers, kind: "paper_withdrawn" });
        await tell({
          kind: "paper_withdrawn",
          roles: ["centre_lead", "expert"],
          ...{ bodies: centreIds, now },
        });
        return null;
    }
  }

  /** Freezes the paper and asks every organisation that is not known to hold to its answer. */
  async #open(taking: Taking<Opening>, level: ClearanceLevel): Promise<string> {
    const { repository, mailing, freezer } = this.#needs;
    const { actor, clearance, wanted, taken, work, now } = taking;
    const { tx } = work;
    const { paper } = clearance;
    const paperId = paper.facts.id;
    const limit = limitOf(wanted.limit, now);
    const organisations = new Map(wanted.organisations.map((one) => [one.organisationId, one]));
    const known = await repository.organisations([...organisations.keys()], tx);
    if (known.filter(({ isActive }) => isActive).length < organisations.size)
      throw new AppError("unknown_organisation");

    const renewed = await this.#renewals(tx, { clearance, taken, level });
    const as = { paperId, reason: "clearance", createdById: actor.id } as const;
    const { id: versionId } = await freezer.freezePaper(tx, taken, as);
    const original = taken.find(({ language }) => language === paper.originalLanguage);
    const brackets = original === undefined ? [] : bracketsOf(original.document);
    const openingId = randomUUID();
    const sha256 = versionSha256(taken);
    await repository.open(tx, {
      ...{ id: openingId, paperId, level, versionId, sha256 },
      brackets: brackets.map(({ id, sectionId, alternatives }) => ({
        ...{ id, sectionId },
        alternatives: alternatives.map(({ text }) => text),
      })),
      ...{ openedById: actor.id, openedAt: now },
    });
    await repository.lapse(tx, { paperId, level, now });
    for (const { organisationId, concerns } of organisations.values()) {
      const { before, renewal, changes } = renewed.get(organisationId) ?? nothingBefore;
      const isCarried = renewal?.kind === "carried" && before !== null;
      const request = {
        id: randomUUID(),
        ...{ openingId, paperId, level, organisationId, sha256 },
        state: isCarried ? before.state : "requested",
        ...{ limitAt: limit.at, timeZone: limit.timeZone },
        silence: wanted.silence ?? silenceByDefault[level],
        concerns: concerns.length > 0 ? concerns : (before?.concerns ?? []),
        followsId: before?.id ?? null,
        renewedFor: renewal?.kind === "asked_again" ? renewal.why : null,
        changes: changes as object[],
        isCarried,
        askedAt: now,
        isConditional: isCarried && before.isConditional,
      };
      await repository.ask(tx, request);
      await mailing.toAnswerers(tx, paper, {
        kind: isCarried ? "carried" : renewal === null ? "asked" : "asked_again",
        request: { id: request.id, level, organisationId, limit },
        now,
      });
    }
    work.audit({
      ...auditedPaper(clearance),
      kind: "paper.clearance_opened",
      after: {
        ...{ level, versionId, sha256, limit: limit.at.toISOString() },
        organisations: [...organisations.keys()],
        brackets: brackets.length,
      },
    });
    return versionId;
  }

  /** What the new version does to each request of a level that holds, by organisation. */
  async #renewals(
    tx: PrismaTransaction,
    {
      clearance,
      taken,
      level,
    }: {
      readonly clearance: Clearance;
      readonly taken: readonly StandingText[];
      readonly level: ClearanceLevel;
    },
  ): Promise<Map<string, Renewed>> {
    const { repository } = this.#needs;
    const rows = heldOf(clearance).filter((row) => row.level === level);
    const opening = clearance.openings.get(level);
    if (rows.length === 0 || opening === undefined) return new Map();
    const changes: SectionChange[] = [];
    for (const { language, document } of taken) {
      const before = await repository.text(opening.versionId, language, tx);
      // A language that the version did not have is new in all its sections.
      const old: PaperDocumentJson = before?.document ?? { ...document, content: [] };
      changes.push(...changedSections(old, document));
    }
    const headings = new Map(changes.map((one) => [one.sectionId ?? front, one.heading]));
    for (const { language, document } of taken)
      if (language === clearance.paper.originalLanguage)
        for (const one of changes)
          headings.set(one.sectionId ?? front, headingIn(document, one) ?? one.heading);
    const renewals = renewalsFor(rows.map(toRequest), level, {
      changedSectionIds: [...headings.keys()],
      concerns: new Map(
        rows.flatMap(({ organisationId, concerns }) =>
          concerns.length === 0 ? [] : [[organisationId, [...concerns, front]] as const],
        ),
      ),
    });
    return new Map(
      renewals.map((renewal) => {
        const before = rows.find((row) => row.organisationId === renewal.organisationId) ?? null;
        const sectionIds = renewal.kind === "asked_again" ? renewal.sectionIds : [];
        const concerned = sectionIds.map((id) => ({
          sectionId: id === front ? null : id,
          heading: headings.get(id) ?? "",
        }));
        return [renewal.organisationId, { before, renewal, changes: concerned }] as const;
      }),
    );
  }

  async #issue(taking: Taking<Extract<TakenPaperStep, { step: "issue" }>>): Promise<string> {
    const { repository, freezer } = this.#needs;
    const { actor, clearance, wanted, taken, work, now } = taking;
    const { tx } = work;
    const paperId = clearance.paper.facts.id;
    const symbol = symbolOf(clearance, wanted) ?? "";
    if (!(await repository.takeSymbol(tx, { symbol, paperId, now })))
      throw new AppError("symbol_taken");
    const known = await repository.organisations(wanted.distribution, tx);
    if (known.length < new Set(wanted.distribution).size)
      throw new AppError("unknown_organisation");
    const as = { paperId, reason: "issued", createdById: actor.id } as const;
    const { id: versionId } = await freezer.freezePaper(tx, taken, as);
    const sha256 = versionSha256(taken);
    const distribution = [...new Set(wanted.distribution)];
    await repository.issue(tx, {
      ...{ paperId, symbol, versionId, sha256, distribution },
      ...{ issuedById: actor.id, issuedAt: now },
    });
    work.audit({
      ...auditedPaper(clearance),
      kind: "paper.issued",
      after: { symbol, versionId, sha256, distribution },
    });
    await this.#tellReaders(
      { ...taking, clearance: { ...clearance, row: { ...clearance.row, symbol } } },
      "issued",
      distribution,
    );
    return versionId;
  }

  async #correct(
    taking: Taking<Extract<TakenPaperStep, { step: "issue_corrigendum" }>>,
  ): Promise<null> {
    const { repository } = this.#needs;
    const { actor, clearance, wanted, work, now } = taking;
    const { tx } = work;
    const paperId = clearance.paper.facts.id;
    const issue = await repository.findIssue(paperId, tx);
    if (issue === null) throw new AppError("stage_does_not_allow");
    const text = wanted.correction ?? "";
    const symbol = suffixedSymbol(issue.symbol, "corrigendum", await repository.symbolsInUse(tx));
    if (!(await repository.takeSymbol(tx, { symbol, paperId, now })))
      throw new AppError("symbol_taken");
    await repository.addCorrigendum(tx, {
      ...{ symbol, paperId, text, number: issue.corrigenda.length + 1 },
      ...{ issuedById: actor.id, issuedAt: now },
    });
    work.audit({
      ...auditedPaper(clearance),
      kind: "paper.corrigendum_issued",
      after: { symbol },
    });
    await this.#tellReaders(taking, "corrected", issue.distribution);
    return null;
  }

  /** The distribution list, and those who wrote the paper. */
  async #tellReaders(
    { clearance, work: { tx }, now }: Taking,
    kind: "issued" | "corrected" | "superseded",
    distribution: readonly string[] = clearance.row.issue?.distribution ?? [],
  ): Promise<void> {
    const { mailing } = this.#needs;
    const { paper, row } = clearance;
    const told = {
      ...{ kind, now, page: "issued" as const },
      ...(row.symbol === null ? {} : { symbol: row.symbol }),
    };
    await mailing.toHolders(tx, paper, {
      ...told,
      roles: ["focal_point", "policy_counterpart", "observer"],
      bodies: distribution,
    });
    await mailing.toHolders(tx, paper, {
      ...told,
      roles: ["centre_lead", "expert"],
      bodies: paper.facts.centreIds,
    });
  }

  /** Moves the paper, and writes down and tells that it moved. */
  async #move(
    { actor, clearance, wanted, moved, work, now }: Taking,
    versionId: string | null,
  ): Promise<void> {
    const { repository } = this.#needs;
    const { paper } = clearance;
    const { from, to, isOverride } = moved;
    const { tx, audit, record } = work;
    const symbol = symbolOf(clearance, wanted);
    const isMoved = await repository.movePaper(
      tx,
      { id: paper.facts.id, version: wanted.version },
      { stage: to, ...(symbol === undefined ? {} : { symbol }) },
    );
    if (!isMoved) throw new AppError("stale_version");
    const reason = "reason" in wanted ? (wanted.reason ?? null) : null;
    await repository.addStep(tx, {
      ...{ id: randomUUID(), paperId: paper.facts.id, number: wanted.version, step: wanted.step },
      ...{ from, to, reason, isOverride, versionId, byId: actor.id, at: now },
    });
    audit({
      ...auditedPaper(clearance),
      kind: "paper.stage_changed",
      before: { stage: from },
      after: { stage: to, step: wanted.step, isOverride },
      ...(reason === null ? {} : { reason }),
    });
    record({
      type: "paper.moved",
      payload: { paperId: paper.facts.id, title: paper.title, step: wanted.step, from, to },
      audience: [
        ...new Set([
          ...paperAudience(paper.facts),
          ...askedAudience(clearance),
          ...("organisations" in wanted
            ? wanted.organisations.map(({ organisationId }) =>
                audience.within(`organisation:${organisationId}`, `organisation:${organisationId}`),
              )
            : []),
        ]),
      ],
      classification: paper.facts.classification,
    });
  }

  /** Says for which meeting the paper is. Refusals: `stale_version`, and those of `decideCalendar`. */
  async setMeeting(
    actor: Actor,
    command: Command,
    wanted: {
      readonly paperId: string;
      readonly version: number;
      readonly day: string;
      readonly hour: string;
      readonly timeZone: string;
      readonly path: CalendarPath;
    },
  ): Promise<PaperMeeting> {
    const { repository, found, answers, unitOfWork, clock } = this.#needs;
    const { paperId, version, path, ...meeting } = wanted;
    await found.find(actor, command, paperId);
    return unitOfWork.run(command, async ({ tx, audit }) => {
      const clearance = await found.locked(tx, paperId);
      if (!maySetMeeting(actor, clearance)) throw new AppError("not_allowed");
      const now = clock.now();
      accepted(decideCalendar({ meeting, path, stage: clearance.paper.facts.stage }, now));
      const isSet = await repository.setMeeting(tx, version, {
        ...{ paperId, ...meeting, path, setById: actor.id, setAt: now },
      });
      if (!isSet) throw new AppError("stale_version");
      const after = await found.load(paperId, tx);
      const answer = answers.meeting(after);
      if (answer === null) throw new AppError("not_found");
      audit({
        ...auditedPaper(clearance),
        kind: "paper.meeting_set",
        after: { ...meeting, path },
      });
      return answer;
    });
  }
}

/** What a new version does to one organisation. */
interface Renewed {
  readonly before: RequestRow | null;
  readonly renewal: Renewal | null;
  readonly changes: readonly { readonly sectionId: string | null; readonly heading: string }[];
}
const nothingBefore: Renewed = { before: null, renewal: null, changes: [] };

function headingIn(document: PaperDocumentJson, { sectionId }: SectionChange): string | null {
  const heading = document.content.find(({ attrs }) => attrs?.["id"] === sectionId);
  if (sectionId === null || heading === undefined) return null;
  return (heading.content ?? []).map(({ text }) => text ?? "").join("");
}

/** The level that takes answers in a stage. */
function openLevel(stage: PaperStage): ClearanceLevel | null {
  return (["expert", "policy"] as const).find((level) => isLevelOpen({ stage }, level)) ?? null;
}

/** The symbol under which a paper is issued: as asked for, or one that it bears already. */
function symbolOf({ row }: Clearance, wanted: TakenPaperStep): string | undefined {
  return wanted.step === "issue" ? (wanted.symbol ?? row.symbol ?? undefined) : undefined;
}

function limitOf(hour: Parameters<typeof limitAt>[0], now: Date): TimeLimit {
  const limit = limitAt(hour);
  if (limit === null) throw new AppError("unknown_time_zone");
  if (hasPassed(limit, now)) throw new AppError("deadline_in_past");
  return limit;
}

export function accepted<Event>(decision: Decision<Event, AppError["code"]>): Event {
  if (!decision.accepted) throw new AppError(decision.code);
  return decision.event;
}
