/**
 * Co-editing lines over plain HTTP, without the HTTP: frames are kept under their numbers until the
 * client has them, and one question at a time waits for the next. `collab-http.ts` in contracts
 * narrates the exchange.
 */
import { randomBytes } from "node:crypto";
import { collabClose, collabHttp, type CollabCloseReason, encodeAnswer } from "@istmo/contracts";
import type { Admission, CollabSession, Line, Wants } from "./collab-sessions.ts";

/** Takes the body of an answer; `isLast` when the line ends with it. */
export type TakeAnswer = (body: Uint8Array, isLast: boolean) => void;

/**
 * Requests that one line may make between two sweeps. A page asks again with every answer, so this
 * is far above what a room tells; it bounds who asks in a loop.
 */
const requestsPerSweep = 2_000;
/** Milliseconds between two sweeps. */
const sweepEvery = 5_000;
/** Lines that one person may have: those that a page has left in silence count until they are swept. */
const linesPerPerson = 32;

/** Bytes of frames in one answer, unless a single one is longer: a slow line takes it in parts. */
const answerBytes = 1024 * 1024;

/** One connection over HTTP. */
export class HttpLine implements Line {
  readonly id = randomBytes(18).toString("base64url");
  readonly personId: string;
  /** Set by whoever opens the line, before anybody can ask. */
  session: CollabSession | null = null;
  readonly #now: () => number;
  #frames: Uint8Array[] = [];
  #bytes = 0;
  /** The number of the first of `#frames`, or of the frame that comes next. */
  #first = 1;
  #closeCode = 0;
  #waiting: TakeAnswer | null = null;
  /** When the last question came, or was answered. */
  #askedAt: number;
  #isAnswerDue = false;
  #received = 0;
  #requests = 0;

  constructor(personId: string, now: () => number) {
    this.personId = personId;
    this.#now = now;
    this.#askedAt = now();
  }

  get isClosed(): boolean {
    return this.#closeCode !== 0;
  }

  waitingBytes(): number {
    return this.#bytes;
  }

  send(frame: Uint8Array): void {
    if (this.isClosed) return;
    this.#frames.push(frame);
    this.#bytes += frame.byteLength;
    this.#answerSoon();
  }

  close(reason: CollabCloseReason): void {
    this.#closeCode = collabClose[reason];
    // What a slow receiver has not taken would only keep it from reading why it was dropped.
    if (reason === "slowConsumer") this.#letGo(this.#frames.length);
    this.#answerSoon();
    this.session?.end();
  }

  /** (T3) The client has all frames up to `after` and waits for the next. */
  poll(after: number, answer: TakeAnswer): void {
    const isBehind = after < this.#first - 1;
    // An earlier question that arrives late must not take the place of the newer one.
    if (isBehind && !this.isClosed) return answer(this.#emptyAnswer(), false);
    if (!this.#countRequest()) this.session?.close("flooding");
    else if (after >= this.#first + this.#frames.length) this.session?.close("malformed");
    else if (!isBehind) this.#letGo(after - this.#first + 1);
    this.#answer(0);
    this.#askedAt = this.#now();
    this.#waiting = answer;
    if (this.#frames.length > 0 || this.isClosed) this.#answerSoon();
  }

  /** The client is no longer there to hear the answer. */
  forget(answer: TakeAnswer): void {
    if (this.#waiting !== answer) return;
    this.#waiting = null;
    this.#askedAt = this.#now();
  }

  /** (T2) Frames of the client from the number `from` on; those that it had sent before are passed over. */
  take(from: number, frames: readonly Uint8Array[]): void {
    if (!this.#countRequest()) return this.session?.close("flooding");
    if (from > this.#received + 1) return this.session?.close("malformed");
    for (const frame of frames.slice(this.#received + 1 - from)) {
      if (this.isClosed) return;
      this.#received++;
      this.session?.receive(frame);
    }
  }

  /** (T4) Answers who has waited long enough. False when nobody has asked for too long. */
  tend(): boolean {
    this.#requests = 0;
    const quietFor = this.#now() - this.#askedAt;
    if (this.#waiting === null) return quietFor <= collabHttp.goneAfter;
    if (quietFor >= collabHttp.pollFor) this.#answer(this.#frames.length);
    return true;
  }

  #countRequest(): boolean {
    return ++this.#requests <= requestsPerSweep;
  }

  #letGo(count: number): void {
    for (const { byteLength } of this.#frames.splice(0, count)) this.#bytes -= byteLength;
    this.#first += count;
  }

  /** At the end of the tick, so that what a room says in one go travels in one answer. */
  #answerSoon(): void {
    if (this.#waiting === null || this.#isAnswerDue) return;
    this.#isAnswerDue = true;
    setImmediate(() => {
      this.#isAnswerDue = false;
      this.#answer(this.#countThatFit());
    });
  }

  #countThatFit(): number {
    let bytes = 0;
    const count = this.#frames.findIndex((it) => (bytes += it.byteLength) > answerBytes);
    return count === -1 ? this.#frames.length : Math.max(1, count);
  }

  #answer(count: number): void {
    const answer = this.#waiting;
    if (answer === null) return;
    this.#waiting = null;
    this.#askedAt = this.#now();
    // A close code comes after all frames, as on a socket.
    const isLast = this.isClosed && count === this.#frames.length;
    const frames = this.#frames.slice(0, count);
    const closeCode = isLast ? this.#closeCode : 0;
    answer(encodeAnswer({ closeCode, first: this.#first, frames }), isLast);
  }

  #emptyAnswer(): Uint8Array {
    return encodeAnswer({ closeCode: 0, first: this.#first, frames: [] });
  }
}

/** The lines of all, by the id that only their pages know. */
export class HttpLines {
  readonly #lines = new Map<string, HttpLine>();
  readonly #perPerson: number;
  readonly #now: () => number;

  constructor({
    perPerson = linesPerPerson,
    now = () => performance.now(),
  }: { readonly perPerson?: number; readonly now?: () => number } = {}) {
    this.#perPerson = perPerson;
    this.#now = now;
  }

  /** Null when the person has too many already. */
  open(admission: Admission, wants: Wants): HttpLine | null {
    const { personId } = admission;
    const count = [...this.#lines.values()].filter((it) => it.personId === personId).length;
    if (count >= this.#perPerson) {
      admission.giveUp();
      return null;
    }
    const line = new HttpLine(personId, this.#now);
    this.#lines.set(line.id, line);
    line.session = admission.join(line, wants);
    if (line.isClosed) line.session.end();
    return line;
  }

  find(id: string): HttpLine | undefined {
    return this.#lines.get(id);
  }

  end(line: HttpLine): void {
    this.#lines.delete(line.id);
    line.session?.end();
  }

  /** (T4) One look at all lines. */
  sweep(): void {
    for (const line of this.#lines.values()) if (!line.tend()) this.end(line);
  }

  /** Sweeps from now on; returns a way to stop. */
  start(): () => void {
    const timer = setInterval(() => this.sweep(), sweepEvery);
    timer.unref();
    return () => clearInterval(timer);
  }
}
