/**
 * People who type. Each owns a document with only their own text, so that the generator's work is
 * the same for all servers and small: what others typed is read from the clocks of their updates,
 * not applied. A keystroke is one edit of one letter, as an editor on Yjs sends it. When each is due
 * comes from the seed, so all servers get the same load.
 */
import * as Y from "yjs";
import { type Random, seededRandom } from "../../sync/seeded-random.ts";
import type { DialectName } from "./dialects.ts";
import { clientIdOf, indexOf, joinPaper, type Member } from "./member.ts";
import { sharedNow, sleep } from "./statistics.ts";

/** A person of the load, and where they write. */
export interface Seat {
  readonly index: number;
  readonly paper: string;
}

export interface TypingPlan {
  readonly seed: number;
  /** Edits a second of each while they type. */
  readonly rate: number;
  /** Nobody ever pauses. */
  readonly isSteady: boolean;
  /** By the shared clock. */
  readonly startAt: number;
  readonly measureFrom: number;
  readonly endAt: number;
}

/** Milliseconds that people type before they stop to think, and that they think, on average. */
const burst = 3_000;
const thought = 6_000;

/**
 * When the next edit of somebody is due, again and again. Somebody who composes types in bursts, a
 * third of the time; an even flow is as random as chance can be.
 */
function* dueTimes(random: Random, { rate, startAt, isSteady }: TypingPlan): Generator<number> {
  const exponential = (mean: number) => -Math.log(1 - random.below(2 ** 30) / 2 ** 30) * mean;
  const period = 1_000 / rate;
  let time = startAt;
  if (isSteady) for (;;) yield (time += exponential(period));
  if (!random.oneIn(3)) time += exponential(thought);
  for (;;) {
    const until = time + exponential(burst);
    while ((time += period * (0.5 + random.below(1_000) / 1_000)) < until) yield time;
    time = until + exponential(thought);
  }
}

/** When each edit was sent, of each person. */
export type SendingTimes = ReadonlyMap<number, Float64Array>;

export interface TypingResult {
  /** Milliseconds from an edit to its arrival at another; one per edit of the time and receiver. */
  readonly deliveries: Float64Array;
  /** Edits of the time, times receivers, that never arrived. */
  readonly missing: number;
  /** Milliseconds from an edit to the server's word for it. */
  readonly accepted: Float64Array;
  /** WebSocket messages received in the time, and bytes in them. */
  readonly messages: number;
  readonly bytes: number;
  /** Milliseconds that edits were sent later than planned. */
  readonly lateness: Float64Array;
  /** Connections that the server ended. */
  readonly lost: number;
}

interface JoinOptions {
  readonly dialect: DialectName;
  readonly address: string;
  /** What the paper holds, for who is to write inside of it. */
  readonly state: Uint8Array | null;
}

class Typist {
  readonly seat: Seat;
  readonly doc = new Y.Doc();
  readonly sentAt: number[] = [];
  readonly lateness: number[] = [];
  readonly acceptedAt: number[] = [];
  /** When each edit of each other person arrived here. */
  readonly arrivedAt = new Map<number, number[]>();
  messages = 0;
  bytes = 0;
  dueAt = Infinity;
  #due: Iterator<number> | null = null;
  #place = 0;
  member: Member | null = null;

  constructor(seat: Seat) {
    this.seat = seat;
    this.doc.clientID = clientIdOf(seat.index);
  }

  /** Somebody inside of a text types where they are, not at the end of their own words. */
  async join({ dialect, address, state }: JoinOptions): Promise<void> {
    const { index, paper } = this.seat;
    if (state !== null) {
      Y.applyUpdate(this.doc, state);
      this.#place = (index * 7_919) % (this.doc.getText("text").length + 1);
    }
    this.doc.on("update", (update: Uint8Array) => this.member?.send(update));
    this.member = await joinPaper({
      dialect,
      address,
      paper,
      index,
      onReading: ({ heard, clocks }, bytes) => {
        const now = sharedNow();
        this.messages++;
        this.bytes += bytes;
        if (heard.type === "accepted") this.#accept(now);
        else for (const [client, clock] of clocks) this.#arrive(indexOf(client), clock, now);
      },
    });
  }

  #accept(now: number): void {
    const { accepted = 0 } = this.member ?? {};
    while (this.acceptedAt.length < Math.min(accepted, this.sentAt.length))
      this.acceptedAt.push(now);
  }

  #arrive(author: number, clock: number, now: number): void {
    if (author === this.seat.index) return;
    const times = this.arrivedAt.get(author) ?? [];
    this.arrivedAt.set(author, times);
    while (times.length < clock) times.push(now);
  }

  schedule(plan: TypingPlan): void {
    this.#due = dueTimes(seededRandom(plan.seed + this.seat.index), plan);
    this.#look();
  }

  #look(): void {
    this.dueAt = Number(this.#due?.next().value);
  }

  type(): void {
    const now = sharedNow();
    this.lateness.push(now - this.dueAt);
    this.sentAt.push(now);
    this.doc.getText("text").insert(this.#place++, "e");
    this.#look();
  }
}

let typists: Typist[] = [];
let plan: TypingPlan | null = null;

/** How many connections are opened at once. */
const joinTogether = 20;

/** Milliseconds that the last edits may take to arrive, in a room that is not falling behind. */
const patience = 5_000;

async function typeAsPlanned(current: TypingPlan): Promise<void> {
  for (const typist of typists) typist.schedule(current);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = sharedNow();
      for (const typist of typists) {
        while (typist.dueAt <= now && typist.dueAt < current.endAt) typist.type();
      }
      if (now < current.endAt) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}

const isMeasured = (time: number | undefined): boolean =>
  time !== undefined && plan !== null && time >= plan.measureFrom;

/** Edits of the time that have not arrived at those who write in the same paper. */
function countMissing(all: SendingTimes, papers: ReadonlyMap<number, string>): number {
  let missing = 0;
  for (const { seat, arrivedAt } of typists) {
    for (const [author, sentAt] of all) {
      if (author === seat.index || papers.get(author) !== seat.paper) continue;
      const arrived = arrivedAt.get(author)?.length ?? 0;
      for (let i = arrived; i < sentAt.length; i++) if (isMeasured(sentAt[i])) missing++;
    }
  }
  return missing;
}

function collectDeliveries(all: SendingTimes): Float64Array {
  const times: number[] = [];
  for (const { arrivedAt } of typists) {
    for (const [author, arrivals] of arrivedAt) {
      const sentAt = all.get(author);
      arrivals.forEach((arrived, i) => {
        const sent = sentAt?.[i];
        if (sent !== undefined && isMeasured(sent)) times.push(arrived - sent);
      });
    }
  }
  return Float64Array.from(times);
}

/** Times of those edits of everybody that belong to the measured time. */
function ofMeasured(select: (typist: Typist, i: number, sentAt: number) => number | undefined) {
  const times: number[] = [];
  for (const typist of typists) {
    typist.sentAt.forEach((sentAt, i) => {
      const time = isMeasured(sentAt) ? select(typist, i, sentAt) : undefined;
      if (time !== undefined) times.push(time);
    });
  }
  return Float64Array.from(times);
}

/** What a process of the load can be asked about typing. */
export const typingDuties = {
  async join(input: JoinOptions & { seats: readonly Seat[] }) {
    const joining = input.seats.map((seat) => new Typist(seat));
    for (let i = 0; i < joining.length; i += joinTogether) {
      const together = joining.slice(i, i + joinTogether);
      await Promise.all(together.map((it) => it.join(input)));
    }
    typists.push(...joining);
  },

  /** Resolves when the last edit was sent. */
  async type(input: TypingPlan): Promise<SendingTimes> {
    plan = input;
    const counting = setTimeout(
      () => {
        for (const typist of typists) typist.messages = typist.bytes = 0;
      },
      Math.max(0, input.measureFrom - sharedNow()),
    );
    await typeAsPlanned(input);
    clearTimeout(counting);
    return new Map(typists.map((it) => [it.seat.index, Float64Array.from(it.sentAt)]));
  },

  /** Resolves when everything has arrived here, or when nothing more is to be expected. */
  async settle(input: { all: SendingTimes; papers: ReadonlyMap<number, string> }): Promise<void> {
    const giveUpAt = sharedNow() + patience;
    while (sharedNow() < giveUpAt && countMissing(input.all, input.papers) > 0) await sleep(20);
    while (
      sharedNow() < giveUpAt &&
      typists.some(
        ({ acceptedAt, sentAt }) => acceptedAt.length > 0 && acceptedAt.length < sentAt.length,
      )
    )
      await sleep(20);
  },

  async result(input: {
    all: SendingTimes;
    papers: ReadonlyMap<number, string>;
  }): Promise<TypingResult> {
    return {
      deliveries: collectDeliveries(input.all),
      missing: countMissing(input.all, input.papers),
      accepted: ofMeasured(({ acceptedAt }, i, sentAt) => {
        const at = acceptedAt[i];
        return at === undefined ? undefined : at - sentAt;
      }),
      messages: typists.reduce((sum, it) => sum + it.messages, 0),
      bytes: typists.reduce((sum, it) => sum + it.bytes, 0),
      lateness: ofMeasured(({ lateness }, i) => lateness[i]),
      lost: typists.filter(({ member }) => member?.isOpen === false).length,
    };
  },

  /** How many edits of each have reached anybody else here, and how many the server acknowledged. */
  known() {
    const seen = new Map<number, number>();
    for (const { arrivedAt } of typists) {
      for (const [author, { length }] of arrivedAt) {
        seen.set(author, Math.max(length, seen.get(author) ?? 0));
      }
    }
    const acknowledged = typists.map((it) => [it.seat.index, it.acceptedAt.length] as const);
    return { seen, acknowledged: new Map(acknowledged) };
  },

  leave(): void {
    for (const { member, doc } of typists) {
      member?.drop();
      doc.destroy();
    }
    typists = [];
  },
};
