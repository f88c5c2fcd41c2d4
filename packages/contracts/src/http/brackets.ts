/** Unagreed wording of a paper: which alternative each centre and organisation prefers. */
import { z } from "zod";
import { id } from "./common.ts";

export const bracketPreference = z.object({
  bracketId: id,
  alternativeId: id,
  /** "centre:<id>" or "organisation:<id>". */
  subject: z.string(),
});
export type BracketPreference = z.infer<typeof bracketPreference>;

export const bracketPreferences = z.object({
  /** Those that the asking person may see: all for the office, otherwise those of their own. */
  preferences: z.array(bracketPreference),
  /** For whom the asking person may say what is preferred. */
  mayPreferFor: z.array(z.string()),
});
export type BracketPreferences = z.infer<typeof bracketPreferences>;

export const preferAlternative = z.object({
  subject: z.string().min(1).max(200),
  /** Null takes the preference back. */
  alternativeId: id.nullable(),
});
export type PreferAlternative = z.infer<typeof preferAlternative>;
