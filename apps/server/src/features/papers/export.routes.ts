import { exportEdition, id } from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { ExportService } from "./export.service.ts";

export function exportRoutes(api: Api, exports: ExportService): void {
  api.route(
    {
      method: "post",
      path: "/editions/:id/export",
      tag: "Access to papers",
      summary: "An edition as a file (HTML, Markdown or text) that carries its classification",
      params: z.object({ id }),
      body: exportEdition,
      answer: z.string(),
    },
    ({ me, command, params: { id: editionId }, body }) =>
      exports.export(me, command, { editionId, ...body }),
  );
}
