import {
  actionsImport,
  exportActions,
  importActions,
  sheetBytes,
  sheetTemplate,
  sheetTypes,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { receiveUpload } from "../../http/receive-upload.ts";
import type { ActionSheetService } from "./action-sheet.service.ts";

const tag = "Action items";

export function actionSheetRoutes(api: Api, sheets: ActionSheetService): void {
  api.route(
    {
      method: "get",
      path: "/actions/export",
      tag,
      summary: "The action items that a filter shows me, as a spreadsheet",
      query: exportActions,
      answer: z.string(),
    },
    ({ me, query }) => sheets.export(me.actor, query),
  );
  api.route(
    {
      method: "get",
      path: "/actions/sheet-template",
      tag,
      summary: "An empty spreadsheet to fill with action items",
      query: sheetTemplate,
      answer: z.string(),
    },
    ({ query: { language } }) => sheets.template(language),
  );
  api.route(
    {
      method: "post",
      path: "/actions/import",
      tag,
      summary:
        "What a filled spreadsheet would make and change, line by line; with take, the change",
      query: importActions,
      upload: sheetTypes,
      answer: actionsImport,
    },
    ({ me, command, query: { language, take, sha256 }, request }) =>
      sheets.import(me.actor, command, {
        ...{ language, sha256, take: take === "true" },
        receive: () => receiveUpload(request, sheetBytes),
      }),
  );
}
