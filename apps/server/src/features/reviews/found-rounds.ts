/** What every use of a round begins and ends with: finding it, naming who is in it, telling of it. */
import type { Round, RoundChange } from "@istmo/contracts";
import { canSeeRound, type Actor } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { audience } from "../../platform/audience.ts";
import type { Clock } from "../../platform/clock.ts";
import type { NewEvent } from "../../platform/event-log.ts";
import type { Command } from "../../platform/unit-of-work.ts";
import { findPaper } from "../papers/papers.queries.ts";
import { toRound, toRoundFacts, type FoundRound, type RoundNames } from "./round-answers.ts";
import { labelsOf } from "./reviews.queries.ts";
import type { RoundRow, RoundsRepository } from "./rounds.repository.ts";

/** Whoever reads a strictly confidential paper is written down, whatever of it they read. */
export interface Readings {
  note(
    reader: Pick<Command, "personId" | "origin">,
    paper: FoundRound["paper"]["facts"],
  ): Promise<void>;
}

export interface FoundRoundsNeeds {
  readonly repository: RoundsRepository;
  readonly readings: Readings;
  readonly clock: Clock;
}

/**
 * The audience of a participant: its people who can take part. An organisation's observers are none
 * of its circle and hear nothing.
 */
export const partAudience = (subject: string): string =>
  subject.startsWith("organisation:") ? audience.within(subject, subject) : subject;

/** Who hears what happens in a round. A draft, and a position, is heard within its part alone. */
function heardBy({ paper, facts }: FoundRound, change: RoundChange, subject: string | null) {
  const own = subject === null ? [] : [partAudience(subject)];
  if (change === "drafted") return own;
  if (change === "submitted" || change === "reopened") return [audience.office, ...own];
  const parts = facts.participants
    .filter(({ state }) => state !== "removed")
    .map((one) => partAudience(one.subject));
  return [audience.office, ...paper.facts.centreIds.map(audience.centre), ...parts, ...own];
}

/** The event of a change; `subject` is the part that it concerns. */
export function roundEvent(
  found: FoundRound,
  change: RoundChange,
  subject: string | null = null,
): NewEvent {
  const { row, paper } = found;
  return {
    type: "round.changed",
    payload: { paperId: row.paperId, title: paper.title, roundId: row.id, change },
    audience: [...new Set(heardBy(found, change, subject))],
    classification: paper.facts.classification,
  };
}

export class FoundRounds {
  readonly #needs: FoundRoundsNeeds;

  constructor(needs: FoundRoundsNeeds) {
    this.#needs = needs;
  }

  /** The round, for whoever may see it; 404 for everybody else. */
  async find(actor: Actor, reader: Command, roundId: string): Promise<FoundRound> {
    const { repository, readings } = this.#needs;
    const found = await this.#of(await repository.find(roundId));
    if (!canSeeRound(actor, found.paper.facts, found.facts)) throw new AppError("not_found");
    await readings.note(reader, found.paper.facts);
    return found;
  }

  /** The round under its lock, as the transaction finds it. */
  async locked(tx: PrismaTransaction, roundId: string): Promise<FoundRound> {
    return this.#of(await this.#needs.repository.lock(tx, roundId), tx);
  }

  /** The round as a transaction leaves it. */
  async reread(tx: PrismaTransaction, roundId: string): Promise<FoundRound> {
    return this.#of(await this.#needs.repository.find(roundId, tx), tx);
  }

  /** Of these rows, those that the actor may see. */
  async visible(actor: Actor, rows: readonly RoundRow[]): Promise<FoundRound[]> {
    const found: FoundRound[] = [];
    for (const row of rows) {
      const one = await this.#of(row);
      if (canSeeRound(actor, one.paper.facts, one.facts)) found.push(one);
    }
    return found;
  }

  async answer(
    actor: Actor,
    found: FoundRound,
    db: PrismaTransaction = this.#needs.repository.db,
  ): Promise<Round> {
    const { row } = found;
    const subjects = row.participants.map(({ subject }) => subject);
    const names = await this.names(subjects, [row.openedById], db);
    return toRound(actor, found, { names, now: this.#needs.clock.now() });
  }

  async names(
    subjects: readonly string[],
    personIds: readonly string[],
    db: PrismaTransaction = this.#needs.repository.db,
  ): Promise<RoundNames> {
    const { repository } = this.#needs;
    const asked = subjects.filter((one) => one.startsWith("person:"));
    const ids = [...personIds, ...asked.map((one) => one.slice("person:".length))];
    const people = await repository.people(ids, db);
    return {
      labels: await labelsOf(db, subjects),
      people: new Map(people.map((person) => [person.id, person])),
    };
  }

  async #of(row: RoundRow | null, tx?: PrismaTransaction): Promise<FoundRound> {
    const { repository, clock } = this.#needs;
    if (row === null) throw new AppError("not_found");
    const wanted = { paperId: row.paperId, now: clock.now() };
    const paper = await findPaper(tx ?? repository.db, wanted);
    if (paper === null) throw new AppError("not_found");
    return { row, facts: toRoundFacts(row), paper };
  }
}
