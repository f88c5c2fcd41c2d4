import {
  editionVersion,
  editionVersions,
  id,
  keepVersion,
  nameVersion,
  restoration,
  restoreVersion,
  versionsQuery,
  versionText,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { VersionsService } from "./versions.service.ts";

const tag = "Versions";
const params = z.object({ id });

export function versionsRoutes(api: Api, versions: VersionsService): void {
  api.route(
    {
      method: "get",
      path: "/editions/:id/versions",
      tag,
      summary: "The versions of an edition that I may see, newest first",
      params,
      query: versionsQuery,
      answer: editionVersions,
    },
    ({ me, params: { id: editionId }, query }) => versions.list(me.actor, { editionId, ...query }),
  );
  api.route(
    {
      method: "post",
      path: "/editions/:id/versions",
      tag,
      summary: "Keep the text as it stands under a name",
      params,
      body: keepVersion,
      answer: editionVersion,
      status: 201,
    },
    ({ me, command, params: { id: editionId }, body }) =>
      versions.keep(me.actor, command, { editionId, ...body }),
  );
  api.route(
    {
      method: "patch",
      path: "/versions/:id",
      tag,
      summary: "Give a version a name",
      params,
      body: nameVersion,
      answer: editionVersion,
    },
    ({ me, command, params: { id: versionId }, body }) =>
      versions.name(me.actor, command, { versionId, ...body }),
  );
  api.route(
    {
      method: "get",
      path: "/versions/:id/text",
      tag,
      summary: "The text of a version as the canonical JSON that was hashed",
      params,
      answer: versionText,
    },
    ({ me, command, params: { id: versionId } }) => versions.text(me.actor, command, versionId),
  );
  api.route(
    {
      method: "post",
      path: "/versions/:id/restore",
      tag,
      summary: "Keep the text that stands and get an earlier one, to be written as an edit",
      params,
      body: restoreVersion,
      answer: restoration,
    },
    ({ me, command, params: { id: versionId }, body }) =>
      versions.restore(me.actor, command, { versionId, ...body }),
  );
}
