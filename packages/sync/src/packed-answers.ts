/**
 * Large answers to a step 1, compressed (R27).
 *
 *   client              room                          pack (off the main thread)
 *    |-- step 1 ------>  |-- what it lacks ----------->  |
 *    |  <-- updates -----|  typed meanwhile: Yjs keeps   |
 *    |                   |  <-------------- compressed --|
 *    |  <-- packed ------|  what it waits for until it    |
 *    |  <-- update ------|  is there; then what the answer does not hold yet
 *
 * Two hundred people who open the same paper after a restart all ask the same. It is compressed
 * once; who asks a little later gets the same bytes and, as an update, what was typed since.
 */
import type { Cancel, Clock } from "./clock.ts";
import { packedFrame, step2Frame, updateFrame } from "./frames.ts";

/** Compresses as raw deflate. */
export type Pack = (bytes: Uint8Array) => Promise<Uint8Array>;

/** Answers that are shorter than this many bytes travel as they are. */
export const packBeyondBytes = 16 * 1024;
/** Milliseconds that an answer is kept for others who ask the same. */
const keptFor = 10_000;
/** Beyond these bytes of what came since, a new answer is made. */
const longestSequel = 8 * 1024;

/** The document, as far as answers need it. */
export interface AnswerSource {
  /** Rises with every change. */
  version(): number;
  stateVector(): Uint8Array;
  /** All that this state vector lacks, as one update. */
  lackedBy(stateVector: Uint8Array): Uint8Array;
}

/** Sends the frames of an answer, in order. */
type SendAnswer = (...answer: readonly Uint8Array[]) => void;

interface Answer {
  readonly version: number;
  /** What whoever has the answer has. */
  readonly stateVector: Uint8Array;
  readonly frame: Promise<Uint8Array>;
  readonly cancel: Cancel;
}

/** See the head of this file. */
export class PackedAnswers {
  readonly #source: AnswerSource;
  readonly #pack: Pack;
  readonly #clock: Clock;
  readonly #onFault: (error: unknown) => void;
  readonly #answers = new Map<string, Answer>();

  constructor(options: {
    source: AnswerSource;
    pack: Pack;
    clock: Clock;
    onFault: (error: unknown) => void;
  }) {
    this.#source = options.source;
    this.#pack = options.pack;
    this.#clock = options.clock;
    this.#onFault = options.onFault;
  }

  /** Answers at once when little is lacking, else when it has been compressed. */
  answer(stateVector: Uint8Array, send: SendAnswer): void {
    const key = stateVector.join();
    const known = this.#answers.get(key);
    if (known !== undefined) {
      const sequel = this.#sequelOf(known);
      if (sequel === null || sequel.byteLength <= longestSequel) {
        return this.#send(known, sequel, send);
      }
      this.#forget(key, known);
    }
    const update = this.#source.lackedBy(stateVector);
    if (update.byteLength < packBeyondBytes) return send(step2Frame(update));
    this.#send(this.#make(key, update), null, send);
  }

  /** Lets go of what is kept for others. */
  dispose(): void {
    for (const [key, answer] of this.#answers) this.#forget(key, answer);
  }

  #sequelOf({ version, stateVector }: Answer): Uint8Array | null {
    return version === this.#source.version() ? null : this.#source.lackedBy(stateVector);
  }

  #send(answer: Answer, sequel: Uint8Array | null, send: SendAnswer): void {
    void answer.frame.then((frame) => {
      if (sequel === null) send(frame);
      else send(frame, updateFrame(sequel));
    });
  }

  #make(key: string, update: Uint8Array): Answer {
    const answer: Answer = {
      version: this.#source.version(),
      stateVector: this.#source.stateVector(),
      frame: this.#pack(update).then(packedFrame, (error: unknown) => {
        this.#onFault(error);
        return step2Frame(update);
      }),
      cancel: this.#clock.after(keptFor, () => this.#forget(key, answer)),
    };
    this.#answers.set(key, answer);
    return answer;
  }

  #forget(key: string, answer: Answer): void {
    answer.cancel();
    if (this.#answers.get(key) === answer) this.#answers.delete(key);
  }
}
