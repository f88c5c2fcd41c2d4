/** The versions of the server: their routes, what keeps them, and the watch that needs no asking. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Api } from "../../http/api.ts";
import type { Logger } from "../../platform/logger.ts";
import { nobody } from "../../platform/unit-of-work.ts";
import { paperAudience, titleOf, toFacts } from "../papers/papers.queries.ts";
import { VersionKeeper, type TakenText, type VersionKeeperNeeds } from "./version-keeper.ts";
import { VersionWatch } from "./version-watch.ts";
import { VersionsRepository } from "./versions.repository.ts";
import { versionsRoutes } from "./versions.routes.ts";
import { VersionsService, type VersionsServiceNeeds } from "./versions.service.ts";

export interface CreateVersionsNeeds
  extends
    Pick<VersionKeeperNeeds, "texts" | "record" | "clock">,
    Pick<VersionsServiceNeeds, "unitOfWork" | "readings"> {
  readonly client: PrismaClient;
  readonly logger: Logger;
}

export interface Versions {
  /** Takes and keeps texts for other features, within their transactions. */
  readonly keeper: VersionKeeper;
  addRoutes(api: Api): void;
  /** An edition's text has been written on by these people. */
  touched(editionId: string, personIds: readonly string[]): void;
  stop(): Promise<void>;
}

/** Milliseconds after the start when texts are looked for that nobody has kept: nobody waits for it. */
const catchUpAfter = 15_000;
/** Editions that one start looks after; the next one finds the others. */
const caughtUpAtOnce = 1_000;

export function createVersions(needs: CreateVersionsNeeds): Versions {
  const { client, unitOfWork, texts, record, readings, logger, clock } = needs;
  const repository = new VersionsRepository(client);
  const keeper = new VersionKeeper({ repository, texts, record, clock });
  const service = new VersionsService({ repository, keeper, unitOfWork, readings, clock });
  const onFault = (error: unknown) =>
    logger.error({ err: error }, "a version could not be kept; the text itself is safe");

  const watch = new VersionWatch<TakenText>({
    take: (editionId) => keeper.take(editionId),
    async keep(taken, reason) {
      if (taken.prepared.isSame) return;
      const { editionId } = taken;
      const edition = await repository.withPaper(editionId, clock.now());
      if (edition === null) return;
      const facts = toFacts(edition.paper);
      await unitOfWork.run(nobody, async (work) => {
        await repository.lock(work.tx, editionId);
        const latest = await repository.latest(editionId, work.tx);
        // Somebody may have kept the very same text since it was taken.
        if (latest?.sha256 === taken.sha256) return {};
        const isUnwritten = latest === null && taken.prepared.authorIds.length === 0;
        const { id: versionId } = await keeper.keep(work.tx, taken, {
          ...{ kind: "automatic", createdById: null },
          reason: isUnwritten ? "founded" : reason,
        });
        work.record({
          type: "version.changed",
          payload: {
            ...{ paperId: facts.id, title: titleOf(edition.paper.editions) },
            ...{ editionId, versionId, change: "kept" as const },
          },
          audience: paperAudience(facts),
          classification: facts.classification,
        });
        return {};
      });
    },
    lastVersionAt: async (editionId) =>
      (await repository.latest(editionId))?.createdAt.getTime() ?? null,
    ...{ onFault, clock },
  });
  const catchingUp = setTimeout(() => {
    repository
      .unkept(caughtUpAtOnce)
      .then((editions) => watch.due(editions))
      .catch(onFault);
  }, catchUpAfter).unref();

  return {
    keeper,
    addRoutes: (api) => versionsRoutes(api, service),
    touched: (editionId, personIds) => watch.touched(editionId, personIds),
    async stop() {
      clearTimeout(catchingUp);
      await watch.stop();
    },
  };
}
