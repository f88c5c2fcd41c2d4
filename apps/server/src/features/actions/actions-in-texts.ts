/**
 * Which items the text of their paper still names. Somebody who removes the line removes no item:
 * it stays and is flagged, and putting the line back takes the flag away.
 */
import type { TypedText } from "@istmo/contracts";
import { textPlaceAfter, type TextPlace } from "@istmo/domain";
import { actionIdsIn, fromYDoc } from "@istmo/paper-schema";
import { nobody, type UnitOfWork } from "../../platform/unit-of-work.ts";
import type { ActionTextPlacesRepository } from "./action-text-places.repository.ts";
import { hearersOf } from "./actions.queries.ts";

export interface ActionsInTextsNeeds {
  readonly repository: ActionTextPlacesRepository;
  readonly unitOfWork: UnitOfWork;
  /** A text as it stands, edits that are still on their way included. */
  readonly texts: { read(editionId: string): Promise<Uint8Array> };
}

export class ActionsInTexts {
  readonly #needs: ActionsInTextsNeeds;

  constructor(needs: ActionsInTextsNeeds) {
    this.#needs = needs;
  }

  /**
   * Reads the texts of a paper, and keeps and tells which of its items stand otherwise than before.
   * Answers whether any does: then another server may have read a newer text, and a second look is
   * due.
   */
  async settle(paperId: string): Promise<boolean> {
    const { repository, unitOfWork } = this.#needs;
    const named = await this.#namedBy(await repository.editionsOf(paperId));
    return unitOfWork.run(nobody, async ({ tx, record }) => {
      let isOther = false;
      for (const row of await repository.lockFrom(tx, paperId)) {
        const place = textPlaceAfter(row.textPlace as TextPlace, named.has(row.id));
        if (place === row.textPlace) continue;
        isOther = true;
        await repository.setPlace(tx, row.id, place);
        // That a text names it shows in the text; only the flag is news, when it comes and when it goes.
        if (place !== "gone" && row.textPlace !== "gone") continue;
        record({
          type: "action.changed",
          payload: { actionId: row.id, title: row.title as TypedText, fields: ["textPlace"] },
          audience: hearersOf(row),
          classification: row.classification,
        });
      }
      return isOther;
    });
  }

  async #namedBy(editionIds: readonly string[]): Promise<Set<string>> {
    const named = new Set<string>();
    for (const editionId of editionIds) {
      const state = await this.#needs.texts.read(editionId);
      if (state.byteLength === 0) continue;
      for (const id of actionIdsIn(fromYDoc(state))) named.add(id);
    }
    return named;
  }
}
