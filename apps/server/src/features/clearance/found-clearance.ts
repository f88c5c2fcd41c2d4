/** What every use of a clearance begins and ends with: finding it, who sees what, telling of it. */
import type { ClearanceChange } from "@istmo/contracts";
import {
  canReadPaper,
  canSeeClearance,
  levelStanding,
  type Actor,
  type ClearanceLevel,
  type ClearanceRequest,
  type ClearanceState,
  type LifecycleFacts,
} from "@istmo/domain";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { audience } from "../../platform/audience.ts";
import type { Clock } from "../../platform/clock.ts";
import type { NewEvent } from "../../platform/event-log.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { findPaper } from "../papers/papers.queries.ts";
import { findStaleSections } from "../translations/translations.queries.ts";
import type { ClearanceRepository, OpeningRow, RequestRow } from "./clearance.repository.ts";

type Db = PrismaClient | PrismaTransaction;
export type ClearancePaper = NonNullable<Awaited<ReturnType<typeof findPaper>>>;

/** What a paper's template says of its clearance. */
interface TemplateDetail {
  readonly clearanceLevels?: readonly ClearanceLevel[];
  readonly symbolPattern?: string;
}

/** A paper with everything that its clearance consists of, whoever asks. */
export interface Clearance {
  readonly paper: ClearancePaper;
  readonly row: NonNullable<Awaited<ReturnType<ClearanceRepository["paper"]>>>;
  readonly levels: readonly ClearanceLevel[];
  readonly symbolPattern: string;
  /** The last opening of each level. */
  readonly openings: ReadonlyMap<ClearanceLevel, OpeningRow>;
  /** Of every version, oldest first. */
  readonly requests: readonly RequestRow[];
}

/** Whoever reads a strictly confidential paper is written down, whatever of it they read. */
export interface Readings {
  note(reader: Pick<Command, "personId" | "origin">, paper: ClearancePaper["facts"]): Promise<void>;
}

/** A request's row as the rules of the domain read it. */
export function toRequest(row: RequestRow): ClearanceRequest {
  return {
    organisationId: row.organisationId,
    level: row.level as ClearanceLevel,
    sha256: row.sha256,
    state: row.state as ClearanceState,
    limit: { at: row.limitAt, timeZone: row.timeZone },
    silence: row.silence,
    receivedAt: row.receivedAt,
    remindedAt: row.remindedAt,
    delegateId: row.delegateId,
    isConditional: row.isConditional,
  };
}

/** The requests that hold: those about the last version that was asked about. */
export const heldOf = ({ requests }: Pick<Clearance, "requests">): RequestRow[] =>
  requests.filter(({ state }) => state !== "lapsed");

/** Whether the actor sees this request. */
export function sees(actor: Actor, clearance: Clearance, row: RequestRow): boolean {
  const askedIds = heldOf(clearance)
    .filter(({ level }) => level === row.level)
    .map(({ organisationId }) => organisationId);
  return canSeeClearance(actor, clearance.paper.facts, { request: toRequest(row), askedIds });
}

/** The audience of an organisation: its people who can answer or read. Observers hear nothing. */
const circleOf = (organisationId: string) =>
  audience.within(`organisation:${organisationId}`, `organisation:${organisationId}`);

/** The organisations that are asked now. */
export const askedAudience = (clearance: Clearance): string[] => [
  ...new Set(heldOf(clearance).map(({ organisationId }) => circleOf(organisationId))),
];

/** The event of a change of a request; an objection is told to everybody who is asked with it. */
export function requestEvent(
  clearance: Clearance,
  { level, organisationId }: Pick<RequestRow, "level" | "organisationId">,
  { change, isForAll = false }: { readonly change: ClearanceChange; readonly isForAll?: boolean },
): NewEvent {
  const { paper } = clearance;
  const all = heldOf(clearance).filter((one) => one.level === level);
  const told = isForAll ? all.map((one) => one.organisationId) : [organisationId];
  return {
    type: "clearance.changed",
    payload: { paperId: paper.facts.id, title: paper.title, change },
    audience: [audience.office, ...new Set(told.map(circleOf))],
    classification: paper.facts.classification,
  };
}

export const auditedPaper = ({ paper }: Pick<Clearance, "paper">) => ({
  subject: { kind: "paper", id: paper.facts.id, label: paper.label } as const,
  paperId: paper.facts.id,
});

export interface FoundClearanceNeeds {
  readonly repository: ClearanceRepository;
  readonly readings: Readings;
  readonly clock: Clock;
}

export class FoundClearance {
  readonly #needs: FoundClearanceNeeds;

  constructor(needs: FoundClearanceNeeds) {
    this.#needs = needs;
  }

  /** The clearance of a paper, for whoever may see something of it; 404 for everybody else. */
  async find(actor: Actor, reader: Command, paperId: string): Promise<Clearance> {
    const clearance = await this.load(paperId);
    const isOpen =
      canReadPaper(actor, clearance.paper.facts) ||
      heldOf(clearance).some((row) => sees(actor, clearance, row));
    if (!isOpen) throw new AppError("not_found");
    await this.#needs.readings.note(reader, clearance.paper.facts);
    return clearance;
  }

  /** One request, for whoever may see it; 404 for everybody else. */
  async findRequest(
    actor: Actor,
    reader: Command,
    requestId: string,
  ): Promise<{ readonly clearance: Clearance; readonly row: RequestRow }> {
    const { repository, readings } = this.#needs;
    const paperId = await repository.paperOf(requestId);
    if (paperId === null) throw new AppError("not_found");
    const clearance = await this.load(paperId);
    const row = requestOf(clearance, requestId);
    if (!sees(actor, clearance, row)) throw new AppError("not_found");
    await readings.note(reader, clearance.paper.facts);
    return { clearance, row };
  }

  /** The clearance under the paper's lock, as the transaction finds it. */
  async locked(tx: PrismaTransaction, paperId: string): Promise<Clearance> {
    await this.#needs.repository.lockPaper(tx, paperId);
    return this.load(paperId, tx);
  }

  async load(paperId: string, db: Db = this.#needs.repository.db): Promise<Clearance> {
    const { repository, clock } = this.#needs;
    const paper = await findPaper(db, { paperId, now: clock.now() });
    const row = await repository.paper(paperId, db);
    if (paper === null || row === null) throw new AppError("not_found");
    const { clearanceLevels = [], symbolPattern = "" } = row.template
      .detail as unknown as TemplateDetail;
    return {
      ...{ paper, row, symbolPattern },
      levels: clearanceLevels,
      openings: await repository.openings(paperId, db),
      requests: await repository.requests(paperId, db),
    };
  }

  /** What the guards of the steps read, as it stands. */
  async facts(
    clearance: Clearance,
    db: PrismaTransaction,
    brackets: number,
  ): Promise<LifecycleFacts> {
    const { repository } = this.#needs;
    const paperId = clearance.paper.facts.id;
    const record = await repository.record(paperId, db);
    return {
      rounds: await repository.rounds(paperId, db),
      areEditionsCurrent: (await findStaleSections(db, paperId)).length === 0,
      brackets,
      levels: clearance.levels,
      requests: heldOf(clearance).map(toRequest),
      clearedSha256: record?.versionSha256 ?? null,
    };
  }
}

/** A request of this clearance; 404 where there is none such. */
export function requestOf({ requests }: Clearance, requestId: string): RequestRow {
  const row = requests.find(({ id }) => id === requestId);
  if (row === undefined) throw new AppError("not_found");
  return row;
}

/** Where a level stands, by the requests that hold. */
export const standingOf = (clearance: Clearance, level: ClearanceLevel) =>
  levelStanding(heldOf(clearance).map(toRequest), level);
