/**
 * Records who reads strictly confidential papers: once for a session and a paper in a quarter of an
 * hour, whether the page asks for the paper again or opens its text. What cannot be recorded is not
 * shown.
 */
import type { PaperFacts } from "@istmo/domain";
import type { AuditLog, RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";

/** Milliseconds during which reading on is the same reading. */
const oneReading = 15 * 60_000;
/** Readings that are remembered before those that are over are forgotten. */
const rememberedAtMost = 10_000;

export interface Reader {
  readonly personId: string | null;
  readonly origin: RequestOrigin | null;
}

export class ReadingRecord {
  readonly #audit: Pick<AuditLog, "record">;
  readonly #clock: Clock;
  /** When each reading began, by session and paper, the oldest first. */
  readonly #began = new Map<string, number>();

  constructor(audit: Pick<AuditLog, "record">, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Settles when the reading is in the audit log, at once for what needs no record. */
  async note(
    { personId, origin }: Reader,
    paper: Pick<PaperFacts, "id" | "classification">,
  ): Promise<void> {
    if (paper.classification !== "strictly_confidential") return;
    const at = this.#clock.now();
    const key = `${origin?.sessionId ?? personId ?? ""} ${paper.id}`;
    const began = this.#began.get(key);
    if (began !== undefined && at.getTime() - began < oneReading) return;
    this.#began.delete(key);
    this.#began.set(key, at.getTime());
    this.#forgetOld(at.getTime());
    try {
      await this.#audit.record({ personId, origin, at }, [
        { kind: "paper.read", subject: { kind: "paper", id: paper.id }, paperId: paper.id },
      ]);
    } catch (error) {
      this.#began.delete(key);
      throw error;
    }
  }

  #forgetOld(now: number): void {
    for (const [key, began] of this.#began) {
      if (now - began < oneReading && this.#began.size <= rememberedAtMost) return;
      this.#began.delete(key);
    }
  }
}
