/**
 * How passwords are kept: Argon2id (RFC 9106) with the least that OWASP's Password Storage Cheat
 * Sheet asks for, 19 MiB and two passes. The figures stand in each hash, so that they can rise.
 */
import { hash, verify } from "@node-rs/argon2";

/** KiB, passes, threads. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Takes some 20 ms of a core, off the main thread; ask `Passwords`, which bounds how many at once. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Whether the password is the one of the hash; false for a hash that is none of ours. */
export async function verifyPassword(known: string, password: string): Promise<boolean> {
  try {
    return await verify(known, password);
  } catch {
    return false;
  }
}

/** Nobody's password: checked for an unknown account too, so that the time tells nothing. */
export const nobodysHash =
  "$argon2id$v=19$m=19456,t=2,p=1$NKSlh5PdEY2qmlGbQJ+Dlg$U5evaohxcyOrNZ6z2PjxzDLHZjuYz14Qs9gfaabdqac";
