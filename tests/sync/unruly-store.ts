/** The one database of a cluster: away now and then, slow, and sometimes after it has written. */
import {
  type Clock,
  MemoryPaperStore,
  type PaperStore,
  type PaperWrite,
  type StoredPaper,
} from "@istmo/sync";
import type { Random } from "./seeded-random.ts";

export class UnrulyStore extends MemoryPaperStore {
  readonly #random: Random;
  readonly #clock: Clock;
  isReliable = false;

  constructor(random: Random, clock: Clock) {
    super();
    this.#random = random;
    this.#clock = clock;
  }

  override async load(editionId: string): Promise<StoredPaper> {
    if (!this.isReliable) {
      if (this.#random.oneIn(8)) throw new Error("database away");
      await this.#dawdle();
    }
    return super.load(editionId);
  }

  override async append(batch: readonly PaperWrite[]): ReturnType<PaperStore["append"]> {
    if (this.isReliable) return super.append(batch);
    if (this.#random.oneIn(4)) throw new Error("database away");
    await this.#dawdle();
    const refused = await super.append(batch);
    await this.#dawdle();
    if (this.#random.oneIn(8)) throw new Error("the answer was lost");
    return refused;
  }

  override async compact(editionId: string): Promise<void> {
    if (!this.isReliable) {
      if (this.#random.oneIn(4)) throw new Error("database away");
      await this.#dawdle();
    }
    return super.compact(editionId);
  }

  /** What a restart of everything would read at this moment, whatever the trouble. */
  peek(editionId: string): Promise<StoredPaper> {
    return super.load(editionId);
  }

  #dawdle(): Promise<void> | undefined {
    if (!this.#random.oneIn(3)) return undefined;
    return new Promise((resolve) => this.#clock.after(this.#random.below(60), resolve));
  }
}

const never = new Promise<never>(() => undefined);

/** The store as one process reaches it: a dead process asks nothing more and hears no answer. */
export function storeOf(shared: PaperStore, isAlive: () => boolean): PaperStore {
  async function whileAlive<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (!isAlive()) return never;
    try {
      const answer = await ask();
      return isAlive() ? answer : await never;
    } catch (error) {
      if (!isAlive()) return never;
      throw error;
    }
  }
  return {
    load: (editionId) => whileAlive(() => shared.load(editionId)),
    append: (batch) => whileAlive(() => shared.append(batch)),
    compact: (editionId) => whileAlive(() => shared.compact(editionId)),
  };
}
