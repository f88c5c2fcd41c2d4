/** The translations of the server: their routes, and the watch that keeps where they stand. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Api } from "../../http/api.ts";
import type { Clock } from "../../platform/clock.ts";
import type { EventLog } from "../../platform/event-log.ts";
import type { Logger } from "../../platform/logger.ts";
import { TextWatch } from "../../platform/text-watch.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { EditionSectionsReader, type EditionTexts } from "./edition-sections.ts";
import { TranslationsRepository } from "./translations.repository.ts";
import { translationsRoutes } from "./translations.routes.ts";
import { TranslationsService, type TranslationsServiceNeeds } from "./translations.service.ts";

export interface CreateTranslationsNeeds extends Pick<TranslationsServiceNeeds, "edit" | "papers"> {
  readonly client: PrismaClient;
  readonly unitOfWork: UnitOfWork;
  readonly texts: EditionTexts;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly clock: Clock;
}

export interface Translations {
  addRoutes(api: Api): void;
  /** An edition's text has been written on. */
  touched(editionId: string): void;
  stop(): Promise<void>;
}

export function createTranslations(needs: CreateTranslationsNeeds): Translations {
  const { client, texts, log, logger, clock, ...others } = needs;
  const repository = new TranslationsRepository(client, clock);
  const sections = new EditionSectionsReader(texts);
  const service = new TranslationsService({ ...others, repository, sections, clock });
  const onFault = (error: unknown) =>
    logger.error({ err: error }, "a translation could not be worked out");
  const watch = new TextWatch({
    concerned: (editionId) => repository.translationsBeside(editionId),
    settle: (translationId) => service.settle(translationId),
    onFault,
  });
  const stopListening = log.subscribe(async ({ type, payload }) => {
    if (type !== "paper.created") return;
    watch.due(await repository.translationsOf((payload as { paperId: string }).paperId));
  });
  // What was written in the last moment before a stop, and texts of an earlier release.
  const catchingUp = repository
    .unsettledTranslations()
    .then((ids) => watch.due(ids))
    .catch(onFault);
  return {
    addRoutes: (api) => translationsRoutes(api, service),
    touched: (editionId) => watch.touched(editionId),
    async stop() {
      stopListening();
      await catchingUp;
      await watch.stop();
    },
  };
}
