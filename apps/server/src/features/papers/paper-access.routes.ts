import { addShare, changeShare, classifyPaper, id, paper, paperAccess } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { PaperAccessService } from "./paper-access.service.ts";

const tag = "Access to papers";
const params = z.object({ id });
const shareParams = z.object({ id, shareId: id });

export function paperAccessRoutes(api: Api, access: PaperAccessService): void {
  api.route(
    {
      method: "get",
      path: "/papers/:id/access",
      tag,
      summary: "Who may open a paper, for those who may share it",
      params,
      answer: paperAccess,
    },
    ({ me, params: { id: paperId } }) => access.access(me.actor, paperId),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/shares",
      tag,
      summary: "Share a paper with a person, a centre, an organisation or a post",
      params,
      body: addShare,
      answer: paperAccess,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      access.share(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/shares/:shareId",
      tag,
      summary: "Change what a share gives, or until when",
      params: shareParams,
      body: changeShare,
      answer: paperAccess,
    },
    ({ me, command, params: { id: paperId, shareId }, body }) =>
      access.changeShare(me.actor, command, { paperId, shareId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/shares/:shareId/remove",
      tag,
      summary: "End a share at once",
      params: shareParams,
      body: z.object({}),
      answer: paperAccess,
    },
    ({ me, command, params: { id: paperId, shareId } }) =>
      access.removeShare(me.actor, command, { paperId, shareId }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/classification",
      tag,
      summary: "Raise or lower the classification of a paper",
      params,
      body: classifyPaper,
      answer: paper,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      access.classify(me.actor, command, { paperId, ...body }),
  );
}
