/** A clearance as the API answers it to one person. */
import {
  languages,
  type ClearanceRequestAnswer,
  type GivenAnswer,
  type LocalText,
  type PaperClearance,
  type PaperMeeting,
  type PersonRef,
} from "@istmo/contracts";
import {
  answersClearance,
  can,
  canReadPaper,
  clearanceLevels,
  decideAnswerWithdrawal,
  decideDelegationEnd,
  decideLifecycleStep,
  decideOverride,
  decideSymbol,
  isLevelOpen,
  isOffice,
  lifecycleStepsFor,
  missedMilestones,
  nextMilestone,
  nextSymbol,
  planBackwards,
  type Actor,
  type CalendarPath,
  type LifecycleStep,
  type PaperStage,
} from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import type { Clock } from "../../platform/clock.ts";
import { namesOf } from "../identity/identity.queries.ts";
import type { ClearanceRepository, RequestRow } from "./clearance.repository.ts";
import {
  heldOf,
  sees,
  standingOf,
  toRequest,
  type Clearance,
  type FoundClearance,
} from "./found-clearance.ts";

/** The letters of the office in its symbols. */
const officeLetters = "ROPAN";

/** What fills the pattern of a paper's symbol. */
export const symbolParts = (now: Date) => ({ office: officeLetters, year: now.getUTCFullYear() });

/** Bracketed passages as they went out with a version. */
interface SentBracket {
  readonly id: string | null;
  readonly alternatives: readonly string[];
}

type Names = Map<string, PersonRef>;
const refOf = (names: Names, id: string): PersonRef => names.get(id) ?? { id, name: id };

export interface ClearanceAnswersNeeds {
  readonly repository: ClearanceRepository;
  readonly found: FoundClearance;
  readonly clock: Clock;
}

export class ClearanceAnswers {
  readonly #needs: ClearanceAnswersNeeds;

  constructor(needs: ClearanceAnswersNeeds) {
    this.#needs = needs;
  }

  /** What the actor may see of it. */
  async paper(
    actor: Actor,
    clearance: Clearance,
    db: PrismaTransaction = this.#needs.repository.db,
  ): Promise<PaperClearance> {
    const { repository } = this.#needs;
    const { paper, row, openings, levels } = clearance;
    const { facts } = paper;
    const isOfOffice = isOffice(actor);
    const rows = heldOf(clearance).filter((one) => sees(actor, clearance, one));
    const isInside = isOfOffice || can(actor, "paper.read_draft", facts);
    const steps = isInside ? await repository.steps(facts.id, db) : [];
    const record = await repository.record(facts.id, db);
    const names = await namesOf(db, [
      ...steps.map(({ byId }) => byId),
      ...(record === null ? [] : [record.sealedById]),
    ]);
    return {
      paperId: facts.id,
      title: paper.title,
      classification: facts.classification,
      stage: facts.stage,
      version: row.version,
      symbol: row.symbol,
      asks: [...levels],
      levels: clearanceLevels.flatMap((level) => {
        const opening = openings.get(level);
        // Whoever is asked at one level alone is told nothing of the other.
        const isShown = isInside || rows.some((one) => one.level === level);
        if (opening === undefined || !isShown) return [];
        const { waitingFor, ...standing } = standingOf(clearance, level);
        return {
          level,
          isOpen: isLevelOpen(facts, level),
          sha256: opening.sha256,
          openedAt: opening.openedAt.toISOString(),
          brackets: (opening.brackets as unknown as SentBracket[]).map((one) => ({
            id: one.id,
            alternatives: [...one.alternatives],
          })),
          standing: isOfOffice ? { ...standing, waitingFor: [...waitingFor] } : null,
        };
      }),
      requests: await this.requests(actor, clearance, rows, db),
      steps: await this.#steps(actor, clearance, db),
      history: steps.map((one) => ({
        id: one.id,
        step: one.step as LifecycleStep,
        from: one.from as PaperStage,
        to: one.to as PaperStage,
        reason: one.reason,
        isOverride: one.isOverride,
        by: refOf(names, one.byId),
        at: one.at.toISOString(),
      })),
      nextSymbol: await this.#nextSymbol(actor, clearance, db),
      record:
        record === null || !isInside
          ? null
          : {
              sha256: record.sha256,
              versionSha256: record.versionSha256,
              sealedAt: record.sealedAt.toISOString(),
              sealedBy: refOf(names, record.sealedById),
            },
      meeting: this.meeting(clearance),
      abilities: {
        setMeeting: maySetMeeting(actor, clearance),
        readPaper: canReadPaper(actor, facts),
      },
    };
  }

  /** These requests, which the actor sees. */
  async requests(
    actor: Actor,
    clearance: Clearance,
    rows: readonly RequestRow[],
    db: PrismaTransaction = this.#needs.repository.db,
  ): Promise<ClearanceRequestAnswer[]> {
    const { repository, clock } = this.#needs;
    const organisations = await this.labels(
      rows.map(({ organisationId }) => organisationId),
      db,
    );
    const chains = new Map(rows.map((row) => [row.id, answersOf(clearance, row)]));
    const names = await namesOf(db, [
      ...rows.map(({ delegateId }) => delegateId),
      ...[...chains.values()].flat().map(({ givenById }) => givenById),
    ]);
    const answers: ClearanceRequestAnswer[] = [];
    for (const row of rows) {
      const request = toRequest(row);
      const { paper } = clearance;
      const context = { paper: paper.facts, now: clock.now() };
      const isOpen = row.state !== "lapsed" && isLevelOpen(paper.facts, request.level);
      const isTheirs = answersClearance(actor, paper.facts, request);
      const isPost = answersClearance(actor, paper.facts, { ...request, delegateId: null });
      const mayDelegate = isPost && isOpen && row.state === "requested";
      const seesWords = isTheirs || isOffice(actor) || isOfOrganisation(actor, row);
      answers.push({
        id: row.id,
        paperId: row.paperId,
        title: paper.title,
        level: request.level,
        organisationId: row.organisationId,
        organisation: labelOf(organisations, row.organisationId),
        sha256: row.sha256,
        languages: languages.filter((one) =>
          row.opening.frozen.editions.some(({ edition }) => edition.language === one),
        ),
        state: request.state,
        limit: { at: row.limitAt.toISOString(), timeZone: row.timeZone },
        silence: row.silence,
        askedAt: row.askedAt.toISOString(),
        receivedAt: row.receivedAt?.toISOString() ?? null,
        remindedAt: row.remindedAt?.toISOString() ?? null,
        delegate: row.delegateId === null || !seesWords ? null : refOf(names, row.delegateId),
        isConditional: row.isConditional,
        renewedFor: row.renewedFor as ClearanceRequestAnswer["renewedFor"],
        changedSections: changesOf(row),
        isCarried: row.isCarried,
        answers: (chains.get(row.id) ?? [])
          // Others who are asked hear of the objection that holds, and of nothing before it.
          .filter((one) => seesWords || (one.withdrawnAt === null && one.requestId === row.id))
          .map((one) => toGivenAnswer(one, seesWords ? names : null)),
        version: row.version,
        abilities: {
          answer: isTheirs && isOpen && row.state === "requested",
          withdraw: decideAnswerWithdrawal(request, actor, request, context).accepted,
          delegate: mayDelegate,
          endDelegation: decideDelegationEnd(request, actor, context).accepted,
          override: decideOverride(request, actor, { reason: "-" }, context).accepted,
          delegates: mayDelegate
            ? (await repository.membersOf(row.organisationId, context.now, db)).filter(
                ({ id }) => id !== actor.id && id !== row.delegateId,
              )
            : [],
        },
      });
    }
    return answers;
  }

  async labels(ids: readonly string[], db: PrismaTransaction): Promise<Map<string, LocalText>> {
    const rows = await this.#needs.repository.organisations(ids, db);
    return new Map(rows.map(({ id, abbreviation }) => [id, abbreviation as LocalText]));
  }

  /** The calendar of the paper, planned backwards from the meeting that it is for. */
  meeting({ row, paper }: Clearance): PaperMeeting | null {
    const { meeting } = row;
    if (meeting === null) return null;
    const { day, hour, timeZone, version } = meeting;
    const path = meeting.path as CalendarPath;
    const now = this.#needs.clock.now();
    const plan = planBackwards(meeting, path) ?? [];
    const missed = missedMilestones(plan, paper.facts.stage, now);
    return {
      ...{ day, hour, timeZone, path, version },
      plan: plan.map(({ milestone, at }) => ({
        milestone,
        at: at.toISOString(),
        isMissed: missed.includes(milestone),
      })),
      next: nextMilestone(plan, paper.facts.stage)?.milestone ?? null,
    };
  }

  /** The steps that are the actor's, with what each is refused for whatever else they say. */
  async #steps(
    actor: Actor,
    clearance: Clearance,
    db: PrismaTransaction,
  ): Promise<PaperClearance["steps"]> {
    const { paper, openings, row } = clearance;
    const steps = lifecycleStepsFor(actor, paper.facts);
    if (steps.length === 0) return [];
    const level = paper.facts.stage === "in_policy_clearance" ? "policy" : "expert";
    const sent = isLevelOpen(paper.facts, level) ? openings.get(level)?.brackets : undefined;
    const brackets = Array.isArray(sent) ? sent.length : 0;
    const facts = await this.#needs.found.facts(clearance, db, brackets);
    return steps.map((step) => {
      const decision = decideLifecycleStep(
        paper.facts,
        actor,
        {
          step,
          // What the person adds in the form; a reason stays out where it would be an override.
          ...(step === "send_back" || step === "withdraw" || step === "revise"
            ? { reason: "-" }
            : {}),
          organisationIds: ["-"],
          ...{ listsBrackets: true, sendsBracketsUp: true, keepsMeaning: true, correction: "-" },
          sha256: facts.clearedSha256 ?? undefined,
          symbol: row.symbol ?? "-",
          successorStage: "issued",
        },
        facts,
      );
      return { step, refusal: decision.accepted ? null : decision.code };
    });
  }

  async #nextSymbol(
    actor: Actor,
    clearance: Clearance,
    db: PrismaTransaction,
  ): Promise<string | null> {
    const { paper, symbolPattern } = clearance;
    if (!lifecycleStepsFor(actor, paper.facts).includes("issue")) return null;
    const inUse = await this.#needs.repository.symbolsInUse(db);
    const parts = symbolParts(this.#needs.clock.now());
    const next = nextSymbol(symbolPattern, parts, inUse);
    if (next === null) return null;
    const decision = decideSymbol(next, { pattern: symbolPattern, parts, inUse });
    return decision.accepted ? next : null;
  }
}

/** Whether the actor says for which meeting the paper is: the office, and its lead centre. */
export function maySetMeeting(actor: Actor, { paper }: Pick<Clearance, "paper">): boolean {
  const { leadCentreId, classification } = paper.facts;
  return (
    can(actor, "paper.return_or_accept", { classification }) ||
    can(actor, "paper.submit", { centreIds: [leadCentreId], classification })
  );
}

const isOfOrganisation = (actor: Actor, { organisationId }: RequestRow) =>
  actor.posts.some((post) => post.organisationId === organisationId);

export const labelOf = (labels: ReadonlyMap<string, LocalText>, id: string): LocalText =>
  labels.get(id) ?? { es: id, en: id };

/** The sections that changed since the organisation was last asked. */
export function changesOf({ changes }: Pick<RequestRow, "changes">) {
  return changes as unknown as ClearanceRequestAnswer["changedSections"];
}

/** The answers to a request and to those that it follows, newest first. */
export function answersOf(
  clearance: Pick<Clearance, "requests">,
  row: RequestRow,
): RequestRow["answers"] {
  const before = clearance.requests.find(({ id }) => id === row.followsId);
  return before === undefined ? row.answers : [...row.answers, ...answersOf(clearance, before)];
}

/** The answer that holds; one that was carried over was given to an earlier version. */
export function holdingAnswer(
  clearance: Pick<Clearance, "requests">,
  row: RequestRow,
): RequestRow["answers"][number] | null {
  const own = row.answers.find(({ withdrawnAt }) => withdrawnAt === null);
  if (own !== undefined) return own;
  const before = clearance.requests.find(({ id }) => id === row.followsId);
  return row.isCarried && before !== undefined ? holdingAnswer(clearance, before) : null;
}

function toGivenAnswer(row: RequestRow["answers"][number], names: Names | null): GivenAnswer {
  return {
    id: row.id,
    answer: row.answer as GivenAnswer["answer"],
    sha256: row.sha256,
    comments: row.comments,
    isConditional: row.isConditional,
    reason: row.reason,
    reservation: row.reservation,
    isLate: row.isLate,
    givenBy: row.givenById === null || names === null ? null : refOf(names, row.givenById),
    by: row.givenBy as GivenAnswer["by"],
    asDelegate: row.asDelegate,
    givenAt: row.givenAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  };
}
