/** Saved views of the action items: a filter with a name, kept for oneself or shared. */
import { z } from "zod";
import { actionsFilter } from "./actions.ts";
import { id, line, listQuery, personRef, rowVersion } from "./common.ts";

export const viewNameLength = 80;

/**
 * The query of `actionsFilter` as an address carries it, so that "me" stays whoever opens the view
 * and a list of states stays one text.
 */
export const savedFilter = z
  .record(z.string().max(40), z.string().max(1000))
  .refine((filter) => z.strictObject(actionsFilter.shape).safeParse(filter).success, {
    error: "a query of GET /actions",
  });
export type SavedFilter = z.infer<typeof savedFilter>;

export const viewSharing = z.discriminatedUnion("with", [
  z.object({ with: z.literal("nobody") }),
  z.object({ with: z.literal("centre"), centreId: id }),
  z.object({ with: z.literal("staff") }),
]);
export type ViewSharing = z.infer<typeof viewSharing>;

/** How the page shows it: "board", "list" …; a page that does not know one shows its first. */
const word = z.string().regex(/^[a-z][a-z-]{0,29}$/i);

const shape = {
  name: line(viewNameLength),
  filter: savedFilter,
  kind: word,
  sort: word.nullable(),
  group: word.nullable(),
  sharing: viewSharing,
};

export const savedView = z.object({
  id,
  ...shape,
  owner: personRef.nullable(),
  version: rowVersion,
  abilities: z.object({ change: z.boolean() }),
});
export type SavedView = z.infer<typeof savedView>;

export const savedViewsQuery = listQuery;

export const createView = z.object({
  ...shape,
  sort: word.nullable().default(null),
  group: word.nullable().default(null),
  sharing: viewSharing.default({ with: "nobody" }),
});
export type CreateView = z.input<typeof createView>;

/** What is left out stays. */
export const changeView = z.object({ version: rowVersion, ...z.object(shape).partial().shape });
export type ChangeView = z.input<typeof changeView>;
