/**
 * When somebody last looked at an edition. Nobody else is told: it serves the person alone, to see
 * what is new. So it is no event either, and a repeated record is harmless.
 */
import type { EditionVisit } from "@istmo/contracts";
import type { Actor } from "@istmo/domain";
import * as Y from "yjs";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { findEditionAccess } from "../papers/papers.queries.ts";
import type { VisitsRepository } from "./visits.repository.ts";

export interface VisitsServiceNeeds {
  readonly repository: VisitsRepository;
  readonly clock: Clock;
}

export class VisitsService {
  readonly #needs: VisitsServiceNeeds;

  constructor(needs: VisitsServiceNeeds) {
    this.#needs = needs;
  }

  /** Refusals: `not_found`. */
  async lastVisit(actor: Actor, editionId: string): Promise<EditionVisit> {
    await this.#checkReads(actor, editionId);
    const row = await this.#needs.repository.find(editionId, actor.id);
    return {
      at: row?.at.toISOString() ?? null,
      stateVector: row === null ? null : Buffer.from(row.stateVector).toString("base64"),
    };
  }

  /** Refusals: `not_found`, `invalid_request` when the bytes are no state vector. */
  async record(actor: Actor, editionId: string, stateVector: string): Promise<EditionVisit> {
    await this.#checkReads(actor, editionId);
    const { repository, clock } = this.#needs;
    const seen = decode(Buffer.from(stateVector, "base64"));
    const known = await repository.find(editionId, actor.id);
    // Another page of this person may have seen more; what was seen once is not new again.
    for (const [client, clockSeen] of known === null ? [] : decode(known.stateVector)) {
      seen.set(client, Math.max(clockSeen, seen.get(client) ?? 0));
    }
    const at = clock.now();
    const bytes = new Uint8Array(Y.encodeStateVector(seen));
    await repository.keep({ editionId, personId: actor.id, stateVector: bytes, at });
    return { at: at.toISOString(), stateVector: Buffer.from(bytes).toString("base64") };
  }

  async #checkReads(actor: Actor, editionId: string): Promise<void> {
    const { repository, clock } = this.#needs;
    const access = await findEditionAccess(repository.db, actor, { editionId, now: clock.now() });
    if (access === null) throw new AppError("not_found");
  }
}

function decode(bytes: Uint8Array): Map<number, number> {
  try {
    return Y.decodeStateVector(new Uint8Array(bytes));
  } catch {
    throw new AppError("invalid_request", { field: "stateVector" });
  }
}
