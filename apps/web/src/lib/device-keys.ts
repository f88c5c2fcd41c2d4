/**
 * The keys of the copies on this device. The server gives them to a live session; they are kept in
 * the memory of the page alone and cannot be read out of it again.
 */
import type { DeviceKey } from "@istmo/contracts";

import { canSeal } from "./sealed-records.ts";

/** `refused` until something is decided anew; `away` when nobody answers, or nobody is signed in. */
export type KeyAnswer = CryptoKey | "refused" | "away";

const known = new Map<string, Promise<KeyAnswer>>();

/** The key of this person's copy of an edition. */
export const editionKey = (personId: string, editionId: string): Promise<KeyAnswer> =>
  keyAt(personId, `/editions/${editionId}/device-key`);

/** The key of this person's own unsaved words. */
export const personKey = (personId: string): Promise<KeyAnswer> =>
  keyAt(personId, "/me/device-key");

/** Forgets every key: nobody is signed in here any longer. */
export function forgetDeviceKeys(): void {
  known.clear();
}

/** Forgets the keys of an edition, which its person may not keep any longer. */
export function forgetEditionKey(personId: string, editionId: string): void {
  known.delete(nameOf(personId, `/editions/${editionId}/device-key`));
}

const nameOf = (personId: string, path: string) => `${personId} ${path}`;

function keyAt(personId: string, path: string): Promise<KeyAnswer> {
  const name = nameOf(personId, path);
  const before = known.get(name);
  if (before !== undefined) return before;
  const asked = ask(personId, path).catch((): KeyAnswer => "away");
  known.set(name, asked);
  void asked.then((answer) => {
    // A refusal is asked about again as well: it may be over.
    if (typeof answer === "string" && known.get(name) === asked) known.delete(name);
  });
  return asked;
}

/** Not through `api`: a session that has ended must not take away the page with the unsaved words. */
async function ask(personId: string, path: string): Promise<KeyAnswer> {
  if (!canSeal()) return "refused";
  const answer = await fetch(`/api/v1${path}`, { credentials: "same-origin", cache: "no-store" });
  if (answer.status === 403 || answer.status === 404) return "refused";
  if (!answer.ok) return "away";
  const given = (await answer.json()) as DeviceKey;
  if (given.personId !== personId) return "away";
  const bytes = Uint8Array.from(atob(given.key), (character) => character.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  bytes.fill(0);
  return key;
}
