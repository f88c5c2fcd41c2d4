/** When a person last looked at an edition, and how its text stood then. */
import { z } from "zod";

/** Bytes of a state vector in base64: some ten bytes for each page that ever wrote in the edition. */
const stateVector = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)
  .max(200_000);

export const editionVisit = z.object({
  /** Null before the first visit. */
  at: z.iso.datetime().nullable(),
  /** A Yjs state vector, in base64. */
  stateVector: stateVector.nullable(),
});
export type EditionVisit = z.infer<typeof editionVisit>;

export const recordVisit = z.object({ stateVector });
export type RecordVisit = z.infer<typeof recordVisit>;
