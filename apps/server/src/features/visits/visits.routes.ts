import { editionVisit, id, recordVisit } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { VisitsService } from "./visits.service.ts";

const tag = "Papers";
const params = z.object({ id });

export function visitsRoutes(api: Api, service: VisitsService): void {
  api.route(
    {
      method: "get",
      path: "/editions/:id/visit",
      tag,
      summary: "When the asking person last looked at an edition, and how its text stood then",
      params,
      answer: editionVisit,
    },
    ({ me, params: { id: editionId } }) => service.lastVisit(me.actor, editionId),
  );
  api.route(
    {
      method: "post",
      path: "/editions/:id/visit",
      tag,
      summary: "Record what the asking person has seen of an edition",
      params,
      body: recordVisit,
      answer: editionVisit,
    },
    ({ me, params: { id: editionId }, body }) =>
      service.record(me.actor, editionId, body.stateVector),
  );
}
