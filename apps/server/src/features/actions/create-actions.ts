/** Makes the parts of the action items and ties them together. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Api } from "../../http/api.ts";
import type { Clock } from "../../platform/clock.ts";
import type { PlainReader } from "../../platform/plain-reader.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { ActionAnswers } from "./action-answers.ts";
import { actionBulkRoutes } from "./action-bulk.routes.ts";
import { ActionBulkService } from "./action-bulk.service.ts";
import { ActionChangesService } from "./action-changes.service.ts";
import { ActionChecks } from "./action-checks.ts";
import { ActionCommentsRepository } from "./action-comments.repository.ts";
import { actionCommentsRoutes } from "./action-comments.routes.ts";
import { ActionCommentsService } from "./action-comments.service.ts";
import { ActionEvidencePieces } from "./action-evidence.ts";
import { actionLifeRoutes } from "./action-life.routes.ts";
import { ActionRecurrenceService } from "./action-recurrence.service.ts";
import { ActionSeriesWatch } from "./action-series-watch.ts";
import { ActionSeries } from "./action-series.ts";
import { ActionUndoService } from "./action-undo.service.ts";
import { ActionSheetRepository } from "./action-sheet.repository.ts";
import { actionSheetRoutes } from "./action-sheet.routes.ts";
import { ActionSheetService } from "./action-sheet.service.ts";
import { ActionStepsService } from "./action-steps.service.ts";
import { ActionWriter } from "./action-writer.ts";
import { ActionsOfCommitments } from "./actions.commitments.ts";
import { ActionsHandover } from "./actions.hand-over.ts";
import { ActionsListRepository } from "./actions-list.repository.ts";
import { ActionsRepository } from "./actions.repository.ts";
import { ActionsSummaryRepository } from "./actions-summary.repository.ts";
import { actionsSummaryRoutes } from "./actions-summary.routes.ts";
import { actionsRoutes } from "./actions.routes.ts";
import { ActionsService } from "./actions.service.ts";

export interface ActionsNeeds {
  readonly client: PrismaClient;
  readonly reader: PlainReader;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
}

/**
 * Declares the routes; returns what makes items for others, links them to commitments, hands them
 * over, and makes those that come again.
 */
export function createActions(
  api: Api,
  { client, reader, unitOfWork, clock, logger }: ActionsNeeds,
) {
  const repository = new ActionsRepository(client);
  const rows = { repository, clock };
  const pieces = new ActionEvidencePieces(clock);
  const series = new ActionSeries(rows);
  const answers = new ActionAnswers({ ...rows, pieces, series });
  const checks = new ActionChecks(rows);
  const writer = new ActionWriter({ ...rows, unitOfWork });
  const needs = { ...rows, answers, pieces, series, checks, writer, unitOfWork };
  const lists = new ActionsListRepository(reader);
  const actions = new ActionsService({ ...needs, lists });
  // Before the routes of one item, which would take their names for an id.
  actionsSummaryRoutes(api, { summaries: new ActionsSummaryRepository(client), clock });
  actionBulkRoutes(api, new ActionBulkService(needs));
  const sheets = new ActionSheetRepository(client);
  actionSheetRoutes(api, new ActionSheetService({ ...needs, lists, sheets }));
  actionsRoutes(api, {
    actions,
    changes: new ActionChangesService(needs),
    steps: new ActionStepsService(needs),
  });
  const comments = new ActionCommentsRepository(client);
  actionLifeRoutes(api, {
    undoing: new ActionUndoService(needs),
    recurring: new ActionRecurrenceService(needs),
  });
  actionCommentsRoutes(api, new ActionCommentsService({ ...rows, comments, writer }));
  return {
    actions,
    ofCommitments: new ActionsOfCommitments({ repository, writer, answers, actions }),
    handover: new ActionsHandover(rows),
    seriesWatch: new ActionSeriesWatch({ client, series, unitOfWork, logger, ...rows }),
  };
}
