import type { Actor } from "@istmo/domain";
import type { PrismaTransaction } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import { findActor } from "../identity/identity.queries.ts";

/**
 * Who asks, as they stand under the lock: what they were allowed when the request came in may have
 * been taken from them by the change before.
 */
export async function actorWithin(tx: PrismaTransaction, actor: Actor, now: Date): Promise<Actor> {
  const found = await findActor(tx, actor.id, now);
  if (found === null) throw new AppError("not_signed_in");
  return found.actor;
}
