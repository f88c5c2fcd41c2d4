import { assignSection, id, paper } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { SectionOwnersService } from "./section-owners.service.ts";

export function sectionOwnersRoutes(api: Api, owners: SectionOwnersService): void {
  api.route(
    {
      method: "post",
      path: "/papers/:id/sections/:sectionId/owner",
      tag: "Papers",
      summary: "Give a section to a centre of the paper or to the office",
      params: z.object({ id, sectionId: id }),
      body: assignSection,
      answer: paper,
    },
    ({ me, command, params: { id: paperId, sectionId }, body }) =>
      owners.assign(me.actor, command, { paperId, sectionId, ...body }),
  );
}
