/**
 * The keys under which a browser keeps somebody's copies of papers. They are derived, not stored:
 * the same person gets the same key from every process, on every day, and whoever reads the
 * database learns none. With another installation secret every copy becomes unreadable.
 */
import { hkdfSync } from "node:crypto";
import { deviceKeyBytes } from "@istmo/contracts";

/** What a key opens: a copy of an edition's text, or the person's own words that are not saved yet. */
export type DeviceKeySubject =
  { readonly personId: string; readonly editionId: string } | { readonly personId: string };

/** Ids are listed as JSON, so that no two subjects are spelt alike. */
function labelOf(subject: DeviceKeySubject): string {
  const names =
    "editionId" in subject
      ? ["edition", subject.personId, subject.editionId]
      : ["own words", subject.personId];
  return `istmo device copy 1 ${JSON.stringify(names)}`;
}

/** The key in base64 (HKDF-SHA-256). */
export function deriveDeviceKey(installationSecret: string, subject: DeviceKeySubject): string {
  const bytes = hkdfSync("sha256", installationSecret, "", labelOf(subject), deviceKeyBytes);
  return Buffer.from(bytes).toString("base64");
}
