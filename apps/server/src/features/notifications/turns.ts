/** Work that is asked for again and again and done by one turn at a time. */
export class Turns {
  readonly #work: () => Promise<boolean>;
  readonly #onFault: (error: unknown) => void;
  #working: Promise<void> | null = null;
  #isWoken = false;
  #isStopped = false;

  /** `work` answers whether there may be more to do. */
  constructor(work: () => Promise<boolean>, onFault: (error: unknown) => void) {
    this.#work = work;
    this.#onFault = onFault;
  }

  /** Asks for a turn. Asking during one is asking for one more. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isWoken = true;
    this.#working ??= this.#take().finally(() => {
      this.#working = null;
      if (this.#isWoken) this.wake();
    });
  }

  /** Settles when nothing is left to do. */
  async settle(): Promise<void> {
    while (this.#working !== null) await this.#working;
  }

  /** Lets the turn under way come to its end, and takes no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#isWoken = false;
    await this.settle();
  }

  async #take(): Promise<void> {
    try {
      while (this.#isWoken) {
        this.#isWoken = false;
        if (await this.#work()) this.#isWoken = !this.#isStopped;
      }
    } catch (error) {
      // What was to be done is still there for the next turn.
      this.#onFault(error);
    }
  }
}
