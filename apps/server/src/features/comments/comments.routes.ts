import {
  assignThread,
  changeThread,
  commentReadingAnswer,
  commentsPage,
  commentsQuery,
  commentThread,
  editMessage,
  id,
  mentionable,
  mentionableQuery,
  openThread,
  readAllThreads,
  readThread,
  submitPosition,
  writeMessage,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { CommentsReadingService } from "./comments-reading.service.ts";
import type { CommentsService } from "./comments.service.ts";
import type { PositionsService } from "./positions.service.ts";

const params = z.object({ id });
const messageParams = z.object({ id, messageId: id });
const tag = "Comments";

export function commentsRoutes(
  api: Api,
  {
    comments,
    reading,
    positions,
  }: {
    readonly comments: CommentsService;
    readonly reading: CommentsReadingService;
    readonly positions: PositionsService;
  },
): void {
  api.route(
    {
      method: "get",
      path: "/papers/:id/comments",
      tag,
      summary: "The conversations about a paper that I see, newest first",
      params,
      query: commentsQuery,
      answer: commentsPage,
    },
    ({ me, command, params: { id: paperId }, query }) =>
      reading.list(me.actor, command, { paperId, ...query }),
  );
  api.route(
    {
      method: "get",
      path: "/papers/:id/comments/mentionable",
      tag,
      summary: "Whom a comment may name: who sees it",
      params,
      query: mentionableQuery,
      answer: mentionable,
    },
    ({ me, command, params: { id: paperId }, query }) =>
      reading.mentionable(me.actor, command, { paperId, ...query }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/comments",
      tag,
      summary: "Open a conversation about a paper, or within my centre or organisation",
      params,
      body: openThread,
      answer: commentThread,
      status: 201,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      comments.open(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/comments/read-all",
      tag,
      summary: "Note as read what I was shown of a paper's comments",
      params,
      body: readAllThreads,
      answer: commentReadingAnswer,
    },
    ({ me, command, params: { id: paperId }, body: { upTo } }) =>
      reading.readAll(me.actor, command, { paperId, upTo: new Date(upTo) }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/positions",
      tag,
      summary: "Submit my organisation's position out of conversations within it",
      params,
      body: submitPosition,
      answer: commentThread,
      status: 201,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      positions.submit(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "get",
      path: "/comments/:id",
      tag,
      summary: "One conversation",
      params,
      answer: commentThread,
    },
    ({ me, command, params: { id: threadId } }) => reading.get(me.actor, command, threadId),
  );
  api.route(
    {
      method: "post",
      path: "/comments/:id/messages",
      tag,
      summary: "Answer in a conversation",
      params,
      body: writeMessage,
      answer: commentThread,
      status: 201,
    },
    ({ me, command, params: { id: threadId }, body }) =>
      comments.reply(me.actor, command, { threadId, ...body }),
  );
  api.route(
    {
      method: "patch",
      path: "/comments/:id/messages/:messageId",
      tag,
      summary: "Mend what I wrote; it is shown as edited",
      params: messageParams,
      body: editMessage,
      answer: commentThread,
    },
    ({ me, command, params: { id: threadId, messageId }, body }) =>
      comments.edit(me.actor, command, { threadId, messageId, ...body }),
  );
  for (const [path, to, summary] of [
    ["/comments/:id/resolve", "resolved", "Call a conversation resolved; it is kept"],
    ["/comments/:id/reopen", "open", "Open a resolved conversation again"],
  ] as const) {
    api.route(
      { method: "post", path, tag, summary, params, body: changeThread, answer: commentThread },
      ({ me, command, params: { id: threadId }, body: { version } }) =>
        comments.settle(me.actor, command, { threadId, version, to }),
    );
  }
  api.route(
    {
      method: "post",
      path: "/comments/:id/assign",
      tag,
      summary: "Make an action item of a conversation",
      params,
      body: assignThread,
      answer: commentThread,
    },
    ({ me, command, params: { id: threadId }, body }) =>
      comments.assign(me.actor, command, { threadId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/comments/:id/read",
      tag,
      summary: "Note up to which message I have read",
      params,
      body: readThread,
      answer: commentReadingAnswer,
    },
    ({ me, command, params: { id: threadId }, body: { messageId } }) =>
      reading.read(me.actor, command, { threadId, messageId }),
  );
}
