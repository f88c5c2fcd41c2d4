import { authorship, editionWriters, id } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { AuthorshipService } from "./authorship.service.ts";

export function authorshipRoutes(api: Api, service: AuthorshipService): void {
  api.route(
    {
      method: "get",
      path: "/editions/:id/authorship",
      tag: "Papers",
      summary: "Who wrote what stands in an edition, proved by the sessions that brought it",
      params: z.object({ id }),
      answer: authorship,
    },
    ({ me, params: { id: editionId } }) => service.of(me.actor, editionId),
  );
  api.route(
    {
      method: "get",
      path: "/editions/:id/writers",
      tag: "Papers",
      summary: "Everybody who ever wrote in an edition, to name those who suggest",
      params: z.object({ id }),
      answer: editionWriters,
    },
    ({ me, params: { id: editionId } }) => service.writers(me.actor, editionId),
  );
}
