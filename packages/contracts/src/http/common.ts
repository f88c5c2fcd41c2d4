/** Shapes that every resource uses. */
import { z } from "zod";

export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];
export const language = z.enum(languages);

/** A text of the office's own data, always in both languages. */
export const localText = z.object({ es: z.string(), en: z.string() });
export type LocalText = z.infer<typeof localText>;

/** A text that people type: in at least one language. */
export const typedText = z.object({ es: z.string().optional(), en: z.string().optional() });
export type TypedText = z.infer<typeof typedText>;

/** Names a row: visible ASCII, so that every database can look for it. */
export const id = z.string().regex(/^[\x21-\x7e]{1,64}$/);

/**
 * One line that a person types. Unicode is composed (NFC), control characters, halves of characters
 * and the invisible marks that can reorder text (U+202A–202E, U+2066–2069) are taken out, white
 * space is one space; right-to-left marks and joiners that languages and emoji need stay.
 */
export function cleanLine(text: string): string {
  return text
    .replace(/[\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .normalize("NFC")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}
/** Several lines that a person types: as `cleanLine`, with line breaks kept. */
export function cleanText(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(cleanLine)
    .join("\n")
    .trim();
}
const within = (max: number) => (text: string) => text.length > 0 && [...text].length <= max;
/** A cleaned line of 1 to `max` characters (code points). */
export const line = (max: number) =>
  z
    .string()
    .max(20_000)
    .overwrite(cleanLine)
    .refine(within(max), { error: `1..${max}` });
/** Cleaned text of 1 to `max` characters (code points). */
export const text = (max: number) =>
  z
    .string()
    .max(100_000)
    .overwrite(cleanText)
    .refine(within(max), { error: `1..${max}` });

/** A day without a time, YYYY-MM-DD, in the time zone of the centre concerned; one that a calendar and a database know. */
export const day = z.iso.date().refine((it) => it >= "1000-01-01" && it < "9000-01-01");

/** The version that the writer saw; a stale one is answered 409. */
export const rowVersion = z.int32().min(1);

export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^[\x21-\x7e]{0,200}$/)
    .optional(),
});
/** A page of a list; `nextCursor` is null on the last one. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const personRef = z.object({ id, name: z.string() });
export type PersonRef = z.infer<typeof personRef>;

/** RFC 9457. `code` is stable; `fields` names what is wrong in a 422; `reference` finds the log line. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  reference: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;
