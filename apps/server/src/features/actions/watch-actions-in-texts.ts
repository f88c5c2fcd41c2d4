/** The watch that sees whether texts still name the action items that came from them. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Logger } from "../../platform/logger.ts";
import { TextWatch } from "../../platform/text-watch.ts";
import { ActionTextPlacesRepository } from "./action-text-places.repository.ts";
import { ActionsInTexts, type ActionsInTextsNeeds } from "./actions-in-texts.ts";

export interface ActionsInTextsWatchNeeds extends Omit<ActionsInTextsNeeds, "repository"> {
  readonly client: PrismaClient;
  readonly logger: Logger;
}

/** Keeps with the items whether the texts of their papers name them. */
export function watchActionsInTexts(needs: ActionsInTextsWatchNeeds) {
  const { client, unitOfWork, texts, logger } = needs;
  const repository = new ActionTextPlacesRepository(client);
  const inTexts = new ActionsInTexts({ repository, unitOfWork, texts });
  const onFault = (error: unknown) =>
    logger.error({ err: error }, "the action items of a text could not be looked for");
  const watch = new TextWatch({
    concerned: (editionId) => repository.papersWithItems(editionId),
    settle: async (paperId) => {
      if (await inTexts.settle(paperId)) watch.due([paperId]);
    },
    onFault,
  });
  // What was written in the last moment before a stop.
  const catchingUp = repository
    .allPapersWithItems()
    .then((ids) => watch.due(ids))
    .catch(onFault);
  return {
    /** An edition's text has been written on. */
    touched: (editionId: string) => watch.touched(editionId),
    async stop(): Promise<void> {
      await catchingUp;
      await watch.stop();
    },
  };
}
