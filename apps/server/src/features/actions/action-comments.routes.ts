import {
  actionComment,
  actionPeople,
  actionPeopleQuery,
  editActionComment,
  id,
  listQuery,
  page,
  writeActionComment,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { ActionCommentsService } from "./action-comments.service.ts";

const params = z.object({ id });
const tag = "Action items";

export function actionCommentsRoutes(api: Api, comments: ActionCommentsService): void {
  api.route(
    {
      method: "get",
      path: "/actions/:id/comments",
      tag,
      summary: "What was written about an action item, newest first",
      params,
      query: listQuery,
      answer: page(actionComment),
    },
    ({ me, params: { id: actionId }, query }) => comments.list(me.actor, actionId, query),
  );
  api.route(
    {
      method: "post",
      path: "/actions/:id/comments",
      tag,
      summary: "Write about an action item",
      params,
      body: writeActionComment,
      answer: actionComment,
      status: 201,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      comments.write(me.actor, command, actionId, body.body),
  );
  const ofComment = z.object({ id, commentId: id });
  api.route(
    {
      method: "patch",
      path: "/actions/:id/comments/:commentId",
      tag,
      summary: "Mend what I wrote about an action item",
      params: ofComment,
      body: editActionComment,
      answer: actionComment,
    },
    ({ me, command, params: { id: actionId, commentId }, body }) =>
      comments.edit(me.actor, command, { actionId, commentId, ...body }),
  );
  api.route(
    {
      method: "delete",
      path: "/actions/:id/comments/:commentId",
      tag,
      summary: "Take back what I wrote about an action item",
      params: ofComment,
      answer: actionComment,
    },
    ({ me, command, params: { id: actionId, commentId } }) =>
      comments.remove(me.actor, command, { actionId, commentId }),
  );
  api.route(
    {
      method: "get",
      path: "/actions/:id/people",
      tag,
      summary: "People who see an action item, by the beginning of their names",
      params,
      query: actionPeopleQuery,
      answer: actionPeople,
    },
    ({ me, params: { id: actionId }, query }) => comments.people(me.actor, actionId, query),
  );
}
