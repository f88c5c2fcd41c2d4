import { bracketPreferences, id, preferAlternative } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { BracketsService } from "./brackets.service.ts";

const tag = "Unagreed wording";

export function bracketsRoutes(api: Api, service: BracketsService): void {
  api.route(
    {
      method: "get",
      path: "/papers/:id/brackets/preferences",
      tag,
      summary: "Which alternatives are preferred, as far as the asking person may see it",
      params: z.object({ id }),
      answer: bracketPreferences,
    },
    ({ me, params: { id: paperId } }) => service.preferences(me.actor, paperId),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/brackets/:bracketId/preference",
      tag,
      summary: "Say for a centre or an organisation which alternative it prefers",
      params: z.object({ id, bracketId: id }),
      body: preferAlternative,
      answer: bracketPreferences,
    },
    ({ me, command, params: { id: paperId, bracketId }, body }) =>
      service.prefer(me.actor, command, { paperId, bracketId, ...body }),
  );
}
