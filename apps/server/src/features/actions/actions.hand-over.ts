/** Moves the open action items of somebody who hands a post over. */
import type { TypedText } from "@istmo/contracts";
import { canSeeAction, isOffice, type HeldPost } from "@istmo/domain";
import type { Clock } from "../../platform/clock.ts";
import type { Work } from "../../platform/unit-of-work.ts";
import { findActor } from "../identity/identity.queries.ts";
import { keepAct } from "./action-history.repository.ts";
import { hearersOf, toActionFacts } from "./actions.queries.ts";
import type { ActionsRepository } from "./actions.repository.ts";

export class ActionsHandover {
  readonly kind = "actions";
  readonly #repository: ActionsRepository;
  readonly #clock: Clock;

  constructor(needs: { readonly repository: ActionsRepository; readonly clock: Clock }) {
    this.#repository = needs.repository;
    this.#clock = needs.clock;
  }

  /**
   * Items of the post's centre, or of the office, that the predecessor owns and nobody has verified
   * yet. What the successor is not cleared for is left without an owner.
   */
  async handOver(
    { tx, record }: Pick<Work, "tx" | "record">,
    handover: {
      readonly fromId: string;
      readonly toId: string;
      readonly post: HeldPost;
      readonly now: Date;
    },
  ): Promise<{ moved: number; left: number }> {
    const { fromId, toId, post, now } = handover;
    const counts = { moved: 0, left: 0 };
    if (post.centreId === null && !isOffice({ posts: [post] })) return counts;
    const successor = await findActor(tx, toId, now);
    for (const row of await this.#repository.openOf(tx, fromId, post.centreId)) {
      const mayOwn = successor !== null && canSeeAction(successor.actor, toActionFacts(row));
      const ownerId = mayOwn ? toId : null;
      const changed = await this.#repository.update(tx, row, { ownerId });
      if (changed === null)
        throw new Error("An item changed within the transaction that moves it.");
      await keepAct(tx, {
        ...{ actionId: row.id, version: changed.version, at: this.#clock.now(), byId: null },
        changes: [{ field: "ownerId", before: fromId, after: ownerId }],
      });
      counts[mayOwn ? "moved" : "left"] += 1;
      record({
        type: "action.changed",
        payload: { actionId: row.id, title: row.title as TypedText, fields: ["ownerId"] },
        audience: hearersOf(row),
        classification: row.classification,
      });
    }
    return counts;
  }
}
