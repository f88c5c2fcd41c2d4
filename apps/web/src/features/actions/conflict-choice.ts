/** Choosing between two values of one field, by the names that the history gives to fields. */
import type { ActionDraft } from "./action-draft.ts";
import type { ChangeBody } from "./use-action-writes.ts";

const plain = [
  "description",
  "organisationId",
  "ownerId",
  "priority",
  "startOn",
  "dueOn",
  "output",
] as const;

/** What the person wanted, by field. */
export function mineOf(
  body: ChangeBody,
  draft: ActionDraft,
  nameOf: (personId: string) => string,
): Readonly<Record<string, unknown>> {
  const mine: Record<string, unknown> = {};
  if (body.title !== undefined) mine[`title.${body.title.language}`] = body.title.text;
  for (const field of plain) if (body[field] !== undefined) mine[field] = body[field];
  if (body.ownerId != null) mine["ownerId"] = { id: body.ownerId, name: nameOf(draft.owner) };
  return mine;
}

/** The change without the fields whose value of the colleague stands. */
export function withoutFields(body: ChangeBody, theirs: ReadonlySet<string>): ChangeBody {
  const isLeft = ([name]: readonly [string, unknown]) => {
    if (name === "title") return !theirs.has(`title.${body.title?.language ?? ""}`);
    // The reason is that of the date.
    return !theirs.has(name === "reason" ? "dueOn" : name);
  };
  return Object.fromEntries(Object.entries(body).filter(isLeft));
}
