/** Taking an act back, and coming again. */
import { id, setRecurrence, undoAct, wholeAction } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { ActionRecurrenceService } from "./action-recurrence.service.ts";
import type { ActionUndoService } from "./action-undo.service.ts";

const params = z.object({ id });
const tag = "Action items";

export function actionLifeRoutes(
  api: Api,
  services: { readonly undoing: ActionUndoService; readonly recurring: ActionRecurrenceService },
): void {
  const { undoing, recurring } = services;
  api.route(
    {
      method: "post",
      path: "/actions/:id/undo",
      tag,
      summary: "Take back one act of the history of an action item",
      params,
      body: undoAct,
      answer: wholeAction,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      undoing.undo(me.actor, command, actionId, body.actId),
  );
  api.route(
    {
      method: "post",
      path: "/actions/:id/recurrence",
      tag,
      summary: "Let an action item come again, change the pattern, or end the series",
      params,
      body: setRecurrence,
      answer: wholeAction,
    },
    ({ me, command, params: { id: actionId }, body }) =>
      recurring.set(me.actor, command, actionId, body.recurrence),
  );
}
