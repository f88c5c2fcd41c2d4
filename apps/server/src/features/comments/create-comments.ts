/** Makes the parts of commenting and ties them together. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Api } from "../../http/api.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { CommentAnswers } from "./comment-answers.ts";
import { CommentMentions } from "./comment-mentions.ts";
import { CommentThreads, type Readings } from "./comment-threads.ts";
import { CommentsReadingService } from "./comments-reading.service.ts";
import { CommentsRepository } from "./comments.repository.ts";
import { commentsRoutes } from "./comments.routes.ts";
import { CommentsService, type ActionMaker } from "./comments.service.ts";
import { PositionsService } from "./positions.service.ts";

export interface CommentsNeeds {
  readonly client: PrismaClient;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly readings: Readings;
  readonly actions: ActionMaker;
}

export function createComments(
  api: Api,
  { client, readings, actions, ...rest }: CommentsNeeds,
): void {
  const { clock } = rest;
  const repository = new CommentsRepository(client);
  const mentions = new CommentMentions(repository, clock);
  const answers = new CommentAnswers(repository, mentions);
  const threads = new CommentThreads({ repository, answers, readings, clock });
  const needs = { ...rest, repository, threads, mentions };
  commentsRoutes(api, {
    comments: new CommentsService({ ...needs, actions }),
    reading: new CommentsReadingService({ ...needs, answers }),
    positions: new PositionsService(needs),
  });
}
