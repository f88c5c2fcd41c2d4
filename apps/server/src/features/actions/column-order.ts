/** Where a card goes in its column. */
import type { TakeStep } from "@istmo/contracts";
import type { ActionState } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import type { ActionsRepository } from "./actions.repository.ts";
import { rankBetween } from "./rank.ts";

type Place = NonNullable<TakeStep["place"]>;

/**
 * A rank between two neighbours of a column. Neighbours that have moved away meanwhile are
 * ignored: the card lands beside the one that is still there, or at the column's end.
 */
export async function rankFor(
  repository: ActionsRepository,
  tx: PrismaTransaction,
  { state, place }: { readonly state: ActionState; readonly place: Place },
): Promise<string> {
  const { afterId, beforeId } = place;
  const after = afterId === null ? null : await repository.rankOf(tx, afterId, state);
  const before = beforeId === null ? null : await repository.rankOf(tx, beforeId, state);
  if (after !== null)
    return rankBetween(after, before ?? (await repository.nextRank(tx, state, after)));
  if (before !== null) return rankBetween(null, before);
  return rankBetween(await repository.lastRank(tx, state), null);
}
