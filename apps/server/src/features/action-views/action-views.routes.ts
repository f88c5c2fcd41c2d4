import { changeView, createView, id, page, savedView, savedViewsQuery } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { ActionViewsService } from "./action-views.service.ts";

const params = z.object({ id });
const tag = "Action items";

export function actionViewsRoutes(api: Api, views: ActionViewsService): void {
  api.route(
    {
      method: "get",
      path: "/action-views",
      tag,
      summary: "Saved views of the action items: mine, and those shared with me",
      query: savedViewsQuery,
      answer: page(savedView),
    },
    ({ me, query }) => views.list(me.actor, query),
  );
  api.route(
    {
      method: "post",
      path: "/action-views",
      tag,
      summary: "Save a view of the action items",
      body: createView,
      answer: savedView,
      status: 201,
    },
    ({ me, command, body }) => views.create(me.actor, command, body),
  );
  api.route(
    {
      method: "get",
      path: "/action-views/:id",
      tag,
      summary: "One saved view; what it shows is decided for whoever opens it",
      params,
      answer: savedView,
    },
    ({ me, params: { id: viewId } }) => views.get(me.actor, viewId),
  );
  api.route(
    {
      method: "patch",
      path: "/action-views/:id",
      tag,
      summary: "Rename a saved view, change its filter, or share it otherwise",
      params,
      body: changeView,
      answer: savedView,
    },
    ({ me, command, params: { id: viewId }, body }) =>
      views.change(me.actor, command, { id: viewId, ...body }),
  );
  api.route(
    {
      method: "delete",
      path: "/action-views/:id",
      tag,
      summary: "Delete a saved view; the action items stay",
      params,
      answer: z.object({}),
    },
    async ({ me, command, params: { id: viewId } }) => {
      await views.delete(me.actor, command, viewId);
      return {};
    },
  );
}
