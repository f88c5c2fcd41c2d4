/**
 * Reads the event log on and tells people what concerns them. The position is moved in the
 * transaction that writes the notices, and kept from other processes until then: a process that
 * dies between two events tells each once, and so do two beside each other
 * (docs/decisions/0030).
 */
import type { EventLog } from "../../platform/event-log.ts";
import { audience } from "../../platform/audience.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import {
  concernedRoles,
  concerningTypes,
  factsWantedBy,
  namedBy,
  noticesOf,
} from "./event-notices.ts";
import { readNoticeFacts } from "./notice-facts.repository.ts";
import type { NotificationsRepository } from "./notifications.repository.ts";
import { Turns } from "./turns.ts";

export interface NoticeReaderNeeds {
  readonly repository: NotificationsRepository;
  readonly unitOfWork: UnitOfWork;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
  /** Called after notices were written. */
  readonly onTold: () => void;
}

export const byTheInstallation: Command = { personId: null, origin: null, idempotency: null };

const reader = "notifications";
/** Events of one transaction. */
const batchSize = 100;

/** Tells the pages of these people that their count may be another. */
export function recordTold({ record }: Work, personIds: readonly string[]): void {
  if (personIds.length === 0) return;
  record({
    type: "notifications.changed",
    payload: {},
    audience: personIds.map(audience.person),
    classification: "unclassified",
  });
}

export class NoticeReader {
  readonly #needs: NoticeReaderNeeds;
  readonly #turns: Turns;
  #stopListening: () => void = () => undefined;

  constructor(needs: NoticeReaderNeeds) {
    this.#needs = needs;
    this.#turns = new Turns(
      () => this.#readOn(),
      (error) => needs.logger.error({ err: error }, "the notices could not be written"),
    );
  }

  /** Begins where it stood, or after what the log holds, and follows the log. */
  async start(): Promise<void> {
    const { repository, log } = this.#needs;
    await repository.begin(reader);
    const types = new Set(concerningTypes);
    this.#stopListening = log.subscribe(({ type }) => {
      // Not waited for: others who listen are not kept by what is written here.
      if (types.has(type)) this.#turns.wake();
    });
    this.#turns.wake();
  }

  /** Looks whether there is more. */
  wake(): void {
    this.#turns.wake();
  }

  /** Settles when everything that has been asked for has been read. */
  settle(): Promise<void> {
    return this.#turns.settle();
  }

  async stop(): Promise<void> {
    this.#stopListening();
    await this.#turns.stop();
  }

  async #readOn(): Promise<boolean> {
    const { unitOfWork, onTold } = this.#needs;
    const { read, told } = await unitOfWork.run(byTheInstallation, (work) => this.#batch(work));
    if (told > 0) onTold();
    return read === batchSize;
  }

  async #batch(work: Work): Promise<{ read: number; told: number }> {
    const { repository, clock } = this.#needs;
    const { tx } = work;
    const { seq } = await repository.lockPosition(tx, reader);
    const events = await repository.events(tx, seq, concerningTypes, batchSize);
    const last = events.at(-1);
    if (last === undefined) return { read: 0, told: 0 };
    const now = clock.now();
    const facts = await readNoticeFacts(tx, factsWantedBy(events, now));
    const named = namedBy(events, facts);
    const recipients = await repository.recipients({ ...named, roles: concernedRoles, now }, tx);
    const notices = noticesOf(
      events,
      facts,
      recipients.map(({ actor }) => actor),
    );
    const told = await repository.tell(tx, notices, { recipients, at: now });
    await repository.movePosition(tx, reader, { seq: Number(last.seq) });
    recordTold(work, told);
    return { read: events.length, told: told.length };
  }
}
