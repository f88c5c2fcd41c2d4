import {
  actionItem,
  actionsQuery,
  changeAction,
  createAction,
  id,
  page,
  takeStep,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { ActionsService } from "./actions.service.ts";

const params = z.object({ id });
const tag = "Action items";

export function actionsRoutes(api: Api, actions: ActionsService): void {
  api.route(
    {
      method: "get",
      path: "/actions",
      tag,
      summary: "Action items that I may see, in the order of the board",
      query: actionsQuery,
      answer: page(actionItem),
    },
    ({ me, query }) => actions.list(me.actor, query),
  );
  api.route(
    {
      method: "post",
      path: "/actions",
      tag,
      summary: "Create an action item",
      body: createAction,
      answer: actionItem,
      status: 201,
    },
    ({ me, command, body }) => actions.create(me.actor, command, body),
  );
  api.route(
    {
      method: "get",
      path: "/actions/:id",
      tag,
      summary: "One action item",
      params,
      answer: actionItem,
    },
    ({ me, params: { id: actionId } }) => actions.get(me.actor, actionId),
  );
  api.route(
    {
      method: "patch",
      path: "/actions/:id",
      tag,
      summary: "Change fields of an action item, or its place in the column",
      params,
      body: changeAction,
      answer: actionItem,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      actions.change(me.actor, command, actionId, body),
  );
  api.route(
    {
      method: "post",
      path: "/actions/:id/steps",
      tag,
      summary: "Take a step: start, block, mark done, verify …",
      params,
      body: takeStep,
      answer: actionItem,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      actions.takeStep(me.actor, command, actionId, body),
  );
}
