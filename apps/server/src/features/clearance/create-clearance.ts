/** Makes the parts of clearance and ties them together. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Router } from "express";
import type { Api } from "../../http/api.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { ClearanceAnswers } from "./clearance-answers.ts";
import { clearanceLinksRouter, describeClearanceLinks } from "./clearance-links.routes.ts";
import { ClearanceLinksService } from "./clearance-links.service.ts";
import { ClearanceMailing } from "./clearance-mailing.ts";
import { ClearanceWatch, type ClearanceWatchNeeds } from "./clearance-watch.ts";
import { ClearanceRepository } from "./clearance.repository.ts";
import { clearanceRoutes } from "./clearance.routes.ts";
import { ClearanceService } from "./clearance.service.ts";
import { FoundClearance, type Readings } from "./found-clearance.ts";
import { IssuedService } from "./issued.service.ts";
import { LinkTokens } from "./link-tokens.ts";
import { PaperStepsService, type ClearanceFreezer } from "./paper-steps.service.ts";
import { RecordSealing } from "./record-sealing.ts";
import { recordKey } from "./sealed-record.ts";

export interface CreateClearanceNeeds {
  readonly client: PrismaClient;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: ClearanceWatchNeeds["logger"];
  readonly readings: Readings;
  readonly freezer: ClearanceFreezer;
  /** Of the installation: signs links and records. */
  readonly secret: string;
  /** Where people open the page. */
  readonly ownOrigin: () => string;
}

export interface CreatedClearance {
  /** Looks after reminders and silence. */
  readonly watch: ClearanceWatch;
  /** What is open to strangers who hold a link. */
  readonly router: Router;
}

export function createClearance(api: Api, needs: CreateClearanceNeeds): CreatedClearance {
  const { client, unitOfWork, clock, logger, readings, freezer, secret, ownOrigin } = needs;
  const repository = new ClearanceRepository(client);
  const tokens = new LinkTokens(secret);
  const found = new FoundClearance({ repository, readings, clock });
  const answers = new ClearanceAnswers({ repository, found, clock });
  const mailing = new ClearanceMailing(repository, tokens, ownOrigin);
  const sealing = new RecordSealing(repository, recordKey(secret));
  const common = { repository, found, answers, mailing, unitOfWork, clock };
  const requests = new ClearanceService(common);
  clearanceRoutes(api, {
    steps: new PaperStepsService({ ...common, sealing, freezer }),
    requests,
    issued: new IssuedService({ repository, found, readings, clock }),
  });
  describeClearanceLinks(api);
  const links = new ClearanceLinksService({ ...common, service: requests, tokens });
  return {
    watch: new ClearanceWatch({ ...common, service: requests, logger }),
    router: clearanceLinksRouter(links),
  };
}
