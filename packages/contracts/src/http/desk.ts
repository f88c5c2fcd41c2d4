/**
 * The office's desk: the papers on their way, and what each waits for.
 *
 *     GET   desk                          → page(deskEntry), late first
 */
import { deskKinds } from "@istmo/domain";
import { z } from "zod";
import { id, localText, typedText } from "./common.ts";
import { paperStage } from "./papers.ts";
import { classification } from "./people.ts";

/** Papers that the desk shows at most; an office has dozens on their way. */
export const deskLength = 200;

export const deskEntry = z.object({
  paperId: id,
  title: typedText,
  classification,
  stage: paperStage,
  leadCentreId: id,
  centreIds: z.array(id),
  sample: z.boolean(),
  kind: z.enum(deskKinds),
  /** Whom it waits for; empty: the office itself. */
  waitingFor: z.array(z.object({ subject: z.string(), label: localText })),
  /** The next limit of those; null where there is none. */
  due: z.iso.datetime().nullable(),
  isLate: z.boolean(),
  /** Since when it has not changed. */
  since: z.iso.datetime(),
  /** The round that it is in; null where it is in none. */
  roundId: id.nullable(),
  roundNumber: z.int().nullable(),
  /** Of a matrix: the rows that are open; of a level: answers that object. */
  count: z.int(),
});
export type DeskEntry = z.infer<typeof deskEntry>;
