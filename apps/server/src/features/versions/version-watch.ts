/**
 * Keeps versions without anybody asking: when a text has rested for some minutes, when somebody else
 * writes on what rested, and after half an hour of writing without a pause.
 *
 *   store -> watch: touched    somebody has written; who, and when
 *   watch: look                every quarter of a minute, at the texts that were written on
 *   watch -> keep              the text as it stands, or as it rested before somebody took it over
 *
 * A text that rests is taken once and held until it is kept or written on. What a stop or a crash
 * left out is found at the next start.
 */
import { automaticVersionDue, takesOver, versionTiming } from "@istmo/domain";
import type { Clock } from "../../platform/clock.ts";

export interface VersionWatchNeeds<Taken> {
  readonly take: (editionId: string) => Promise<Taken>;
  /** Keeps a text unless the version before is the same. */
  readonly keep: (taken: Taken, reason: "pause" | "takeover" | "writing") => Promise<void>;
  /** When the last version was kept, in milliseconds; null where there is none. */
  readonly lastVersionAt: (editionId: string) => Promise<number | null>;
  readonly onFault: (error: unknown) => void;
  readonly clock: Clock;
}

/** A text that was written on since its last version. */
interface Written<Taken> {
  firstEditAt: number;
  lastEditAt: number;
  writers: Set<string>;
  /** The text as it rests; null while it is written. */
  resting: Promise<Taken> | null;
}

/** Milliseconds between two looks. */
const lookEvery = 15_000;
/** Texts held at most while they rest: those that were written on within some minutes. */
const heldAtMost = 16;

export class VersionWatch<Taken> {
  readonly #needs: VersionWatchNeeds<Taken>;
  readonly #written = new Map<string, Written<Taken>>();
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(needs: VersionWatchNeeds<Taken>) {
    this.#needs = needs;
  }

  /** An edition's text has been written on by these people. */
  touched(editionId: string, personIds: readonly string[]): void {
    if (this.#isStopped) return;
    const at = this.#needs.clock.now().getTime();
    const before = this.#written.get(editionId);
    const isTakeover =
      before !== undefined && personIds.some((personId) => takesOver(before, { at, personId }));
    const { resting = null } = before ?? {};
    if (isTakeover && resting !== null) {
      this.#then(async () => this.#needs.keep(await resting, "takeover"));
    }
    const isNew = before === undefined || (isTakeover && resting !== null);
    const written = isNew
      ? { firstEditAt: at, writers: new Set<string>() }
      : { firstEditAt: before.firstEditAt, writers: before.writers };
    for (const personId of personIds) written.writers.add(personId);
    this.#written.set(editionId, { ...written, lastEditAt: at, resting: null });
    this.#watch();
  }

  /** Editions that were written on before this process began. */
  due(editions: readonly { readonly editionId: string; readonly lastEditAt: Date }[]): void {
    for (const { editionId, lastEditAt } of editions) {
      if (this.#written.has(editionId)) continue;
      const at = lastEditAt.getTime();
      this.#written.set(editionId, {
        ...{ firstEditAt: at, lastEditAt: at },
        ...{ writers: new Set<string>(), resting: null },
      });
    }
    this.#watch();
  }

  /** Looks at all texts that were written on; settles when what is due has been kept. */
  look(): Promise<void> {
    this.#then(async () => {
      for (const [editionId, written] of [...this.#written]) {
        if (this.#isStopped) return;
        await this.#lookAt(editionId, written).catch(this.#needs.onFault);
      }
    });
    return this.#work;
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#work;
  }

  /** One thing after the other: none of it is urgent, and each reads a whole text. */
  #then(act: () => Promise<void>): void {
    this.#work = this.#work.then(act).catch(this.#needs.onFault);
  }

  #watch(): void {
    if (this.#isStopped || this.#written.size === 0) return;
    this.#timer ??= setInterval(() => void this.look(), lookEvery).unref();
  }

  async #lookAt(editionId: string, written: Written<Taken>): Promise<void> {
    const { clock, take, keep, lastVersionAt } = this.#needs;
    const now = clock.now().getTime();
    const { firstEditAt, lastEditAt } = written;
    if (now - lastEditAt >= versionTiming.rest && written.resting === null && this.#holds())
      written.resting = take(editionId);
    const reason = automaticVersionDue(
      { firstEditAt, lastEditAt, lastVersionAt: await lastVersionAt(editionId) },
      now,
    );
    if (reason === null) return void (await written.resting);
    const taken = await (written.resting ?? take(editionId));
    // Written on while it was being read: what follows is another stretch.
    if (this.#written.get(editionId) === written) this.#written.delete(editionId);
    await keep(taken, reason);
    if (this.#written.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #holds(): boolean {
    let held = 0;
    for (const { resting } of this.#written.values()) if (resting !== null) held += 1;
    return held < heldAtMost;
  }
}
