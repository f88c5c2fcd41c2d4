import {
  addSource,
  bibliographySource,
  changeSource,
  editSource,
  exportSources,
  id,
  importedSources,
  importSources,
  listQuery,
  page,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { SourcesService } from "./sources.service.ts";

const tag = "Sources";
const params = z.object({ id });

export function sourcesRoutes(api: Api, service: SourcesService): void {
  api.route(
    {
      method: "get",
      path: "/papers/:id/sources",
      ...{ tag, params, summary: "The sources of a paper, the removed ones included" },
      query: listQuery,
      answer: page(bibliographySource),
    },
    ({ me, params: { id: paperId }, query }) => service.list(me.actor, paperId, query),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/sources",
      ...{ tag, params, summary: "Add a source" },
      body: addSource,
      answer: bibliographySource,
      status: 201,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      service.add(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/sources/import",
      ...{ tag, params, summary: "Add the sources of a BibTeX or CSL-JSON file, all or none" },
      body: importSources,
      answer: importedSources,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      service.import(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/sources/export",
      ...{ tag, params, summary: "The sources as a BibTeX or CSL-JSON file" },
      body: exportSources,
      answer: z.string(),
    },
    ({ me, params: { id: paperId }, body }) => service.export(me.actor, paperId, body.format),
  );
  api.route(
    {
      method: "patch",
      path: "/sources/:id",
      ...{ tag, params, summary: "Change a source" },
      body: editSource,
      answer: bibliographySource,
    },
    ({ me, command, params: { id: sourceId }, body }) =>
      service.edit(me.actor, command, { sourceId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/sources/:id/remove",
      ...{ tag, params, summary: "Remove a source from the list; what cites it keeps it" },
      body: changeSource,
      answer: bibliographySource,
    },
    ({ me, command, params: { id: sourceId }, body }) =>
      service.remove(me.actor, command, { sourceId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/sources/:id/restore",
      ...{ tag, params, summary: "Put a removed source back" },
      body: changeSource,
      answer: bibliographySource,
    },
    ({ me, command, params: { id: sourceId }, body }) =>
      service.restore(me.actor, command, { sourceId, ...body }),
  );
}
