import {
  actionAct,
  actionItem,
  actionsQuery,
  addDependency,
  changeAction,
  changedAction,
  checklistCommand,
  createAction,
  giveEvidence,
  id,
  listQuery,
  page,
  takeStep,
  wholeAction,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { ActionChangesService } from "./action-changes.service.ts";
import type { ActionStepsService } from "./action-steps.service.ts";
import type { ActionsService } from "./actions.service.ts";

export interface ActionsRoutesNeeds {
  readonly actions: ActionsService;
  readonly changes: ActionChangesService;
  readonly steps: ActionStepsService;
}

const params = z.object({ id });
const tag = "Action items";

export function actionsRoutes(api: Api, { actions, changes, steps }: ActionsRoutesNeeds): void {
  api.route(
    {
      method: "get",
      path: "/actions",
      tag,
      summary:
        "Action items that I may see, filtered; in the order of the board unless asked otherwise",
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
      answer: wholeAction,
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
      answer: wholeAction,
    },
    ({ me, params: { id: actionId } }) => actions.get(me.actor, actionId),
  );
  api.route(
    {
      method: "patch",
      path: "/actions/:id",
      tag,
      summary: "Change fields of an action item, merged one by one, or its place in the column",
      params,
      body: changeAction,
      answer: changedAction,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      changes.change(me.actor, command, actionId, body),
  );
  api.route(
    {
      method: "post",
      path: "/actions/:id/steps",
      tag,
      summary: "Take a step: start, block, mark done, verify …",
      params,
      body: takeStep,
      answer: wholeAction,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      steps.takeStep(me.actor, command, actionId, body),
  );
  api.route(
    {
      method: "post",
      path: "/actions/:id/evidence",
      tag,
      summary: "Give evidence of an action item: words, links, documents uploaded for it",
      params,
      body: giveEvidence,
      answer: wholeAction,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      steps.giveEvidence(me.actor, command, actionId, body),
  );
  api.route(
    {
      method: "get",
      path: "/actions/:id/history",
      tag,
      summary: "What was changed on an action item, newest first",
      params,
      query: listQuery,
      answer: page(actionAct),
    },
    ({ me, params: { id: actionId }, query }) => actions.history(me.actor, actionId, query),
  );
  api.route(
    {
      method: "post",
      path: "/actions/:id/checklist",
      tag,
      summary: "Add, tick, rename, move or remove a line of the checklist",
      params,
      body: checklistCommand,
      answer: wholeAction,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      steps.changeChecklist(me.actor, command, actionId, body.command),
  );
  api.route(
    {
      method: "post",
      path: "/actions/:id/dependencies",
      tag,
      summary: "Let an action item wait for another one",
      params,
      body: addDependency,
      answer: wholeAction,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      steps.addNeed(me.actor, command, actionId, body.needsId),
  );
  api.route(
    {
      method: "delete",
      path: "/actions/:id/dependencies/:needsId",
      tag,
      summary: "No longer wait for another action item",
      params: z.object({ id, needsId: id }),
      answer: wholeAction,
    },
    ({ me, command, params: { id: actionId, needsId } }) =>
      steps.removeNeed(me.actor, command, actionId, needsId),
  );
  for (const isWatching of [true, false]) {
    api.route(
      {
        method: "post",
        path: `/actions/:id/${isWatching ? "watch" : "unwatch"}`,
        tag,
        summary: isWatching ? "Watch an action item" : "No longer watch an action item",
        params,
        answer: wholeAction,
      },
      ({ me, command, params: { id: actionId } }) =>
        steps.watch(me.actor, command, actionId, isWatching),
    );
  }
}
