import { bulkAnswer, changeInBulk, id } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { ActionBulkService } from "./action-bulk.service.ts";

const tag = "Action items";

export function actionBulkRoutes(api: Api, bulk: ActionBulkService): void {
  api.route(
    {
      method: "post",
      path: "/actions/bulk",
      tag,
      summary: "Do one thing to many action items; each is decided by itself, all are one act",
      body: changeInBulk,
      answer: bulkAnswer,
    },
    ({ me, command, body }) => bulk.change(me.actor, command, body),
  );
  api.route(
    {
      method: "post",
      path: "/actions/acts/:actId/undo",
      tag,
      summary: "Take an act back on all its items; what somebody has changed since stays",
      params: z.object({ actId: id }),
      answer: bulkAnswer,
    },
    ({ me, command, params: { actId } }) => bulk.undo(me.actor, command, actId),
  );
}
