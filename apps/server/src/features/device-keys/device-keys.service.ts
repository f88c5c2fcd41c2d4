/**
 * Gives keys to a live session, asking anew each time: with the right to the paper, or with the
 * session, the copies on a device become unreadable, wherever that device is.
 */
import type { DeviceKey } from "@istmo/contracts";
import { canReadPaper, mayKeepOnDevice, type Actor, type PaperFacts } from "@istmo/domain";
import { AppError } from "../../http/app-error.ts";
import type { SignedIn } from "../../http/session-reader.ts";
import { deriveDeviceKey } from "./device-keys.ts";

export interface DeviceKeysNeeds {
  /** The installation's. */
  readonly secret: string;
  /** The paper of an edition; null when there is none or the actor may not read it. */
  readonly findPaper: (actor: Actor, editionId: string) => Promise<PaperFacts | null>;
}

export class DeviceKeysService {
  readonly #needs: DeviceKeysNeeds;

  constructor(needs: DeviceKeysNeeds) {
    this.#needs = needs;
  }

  /** The key of a copy of an edition. Refusals: `not_found`, `not_allowed` above unclassified. */
  async ofEdition({ actor, person }: SignedIn, editionId: string): Promise<DeviceKey> {
    const { secret, findPaper } = this.#needs;
    const paper = await findPaper(actor, editionId);
    if (paper === null || !canReadPaper(actor, paper)) throw new AppError("not_found");
    if (!mayKeepOnDevice(actor, paper)) throw new AppError("not_allowed");
    const personId = person.id;
    return { personId, key: deriveDeviceKey(secret, { personId, editionId }) };
  }

  /**
   * The key of a person's own unsaved words, whatever became of the papers they were written for.
   * Refusals: `second_factor_required`, as for everything but how one signs in.
   */
  async ofPerson({ person, mustAddFactor }: SignedIn): Promise<DeviceKey> {
    if (mustAddFactor) throw new AppError("second_factor_required");
    const personId = person.id;
    return { personId, key: deriveDeviceKey(this.#needs.secret, { personId }) };
  }
}
