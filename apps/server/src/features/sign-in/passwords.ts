/** Hashing and checking of passwords, never past the gate. */
import { availableParallelism } from "node:os";
import { HashingGate, type Lane } from "./hashing-gate.ts";
import { hashPassword, nobodysHash, verifyPassword } from "./password-hash.ts";

/** Whose turn it is counted as: an address, or a person who has signed in. */
export interface Comer {
  readonly key: string;
  readonly lane: Lane;
}

/** One core stays free for everybody else. */
const gateSize = {
  atOnce: Math.max(1, availableParallelism() - 1),
  waiting: 64,
  waitingOfOne: 10,
  rest: 1,
};

export class Passwords {
  readonly #gate: HashingGate;

  constructor(gate = new HashingGate(gateSize)) {
    this.#gate = gate;
  }

  hash(comer: Comer, password: string): Promise<string> {
    return this.#gate.run(comer, () => hashPassword(password));
  }

  /**
   * Finds somebody and checks the password, both behind the gate: a flood costs the database
   * nothing. Takes as long for somebody who does not exist or has no password.
   */
  check<Found extends { readonly passwordHash: string | null }>(
    comer: Comer,
    find: () => Promise<Found | null>,
    password: string,
  ): Promise<{ readonly found: Found | null; readonly isRight: boolean }> {
    return this.#gate.run(comer, async () => {
      const found = await find();
      const hash = found?.passwordHash ?? nobodysHash;
      const isRight = await verifyPassword(hash, password);
      return { found, isRight: isRight && found?.passwordHash === hash };
    });
  }
}
