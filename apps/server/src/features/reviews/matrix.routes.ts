import {
  answerRow,
  changeRow,
  closeRow,
  contestRow,
  draftRow,
  exportMatrix,
  finishMatrix,
  id,
  importMatrix,
  matrixFileBytes,
  matrixFileTypes,
  matrixImport,
  matrixPage,
  matrixQuery,
  matrixRow,
  matrixRowDetail,
  matrixStanding,
  settleRow,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import { receiveUpload } from "../../http/receive-upload.ts";
import type { MatrixExchangeService } from "./matrix-exchange.service.ts";
import type { MatrixService } from "./matrix.service.ts";

const params = z.object({ id });
const tag = "Comment matrix";

export function matrixRoutes(
  api: Api,
  {
    matrix,
    exchange,
  }: { readonly matrix: MatrixService; readonly exchange: MatrixExchangeService },
): void {
  api.route(
    {
      method: "get",
      path: "/rounds/:id/matrix",
      tag,
      summary: "The comments of a round that I may read, with their responses, in their order",
      params,
      query: matrixQuery,
      answer: matrixPage,
    },
    ({ me, command, params: { id: roundId }, query }) =>
      matrix.list(me.actor, command, { roundId, ...query }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/finish-matrix",
      tag,
      summary: "Send the answered matrix out",
      params,
      body: finishMatrix,
      answer: matrixStanding,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      matrix.finish(me.actor, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "get",
      path: "/matrix-rows/:id",
      tag,
      summary: "One row, with its paragraph as it was frozen and as it stands",
      params,
      answer: matrixRowDetail,
    },
    ({ me, command, params: { id: rowId } }) => matrix.get(me.actor, command, rowId),
  );
  api.route(
    {
      method: "post",
      path: "/matrix-rows/:id/draft",
      tag,
      summary: "Write the response to a comment, or say who is responsible",
      params,
      body: draftRow,
      answer: matrixRow,
    },
    ({ me, command, params: { id: rowId }, body }) =>
      matrix.draft(me.actor, command, { rowId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/matrix-rows/:id/answer",
      tag,
      summary: "Say what becomes of a comment",
      params,
      body: answerRow,
      answer: matrixRow,
    },
    ({ me, command, params: { id: rowId }, body }) =>
      matrix.answer(me.actor, command, { rowId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/matrix-rows/:id/contest",
      tag,
      summary: "Contest an answer, once",
      params,
      body: contestRow,
      answer: matrixRow,
    },
    ({ me, command, params: { id: rowId }, body }) =>
      matrix.contest(me.actor, command, { rowId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/matrix-rows/:id/settle",
      tag,
      summary: "Settle a contested answer for this round",
      params,
      body: settleRow,
      answer: matrixRow,
    },
    ({ me, command, params: { id: rowId }, body }) =>
      matrix.settle(me.actor, command, { rowId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/matrix-rows/:id/close",
      tag,
      summary: "Close a row: the change is in the text, or none was promised",
      params,
      body: closeRow,
      answer: matrixRow,
    },
    ({ me, command, params: { id: rowId }, body }) =>
      matrix.close(me.actor, command, { rowId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/matrix-rows/:id/withdraw",
      tag,
      summary: "Take a submitted comment back; its row stays, struck through",
      params,
      body: changeRow,
      answer: matrixRow,
    },
    ({ me, command, params: { id: rowId }, body }) =>
      matrix.withdraw(me.actor, command, { rowId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/matrix/export",
      tag,
      summary: "The matrix as a Word or spreadsheet file that carries its classification",
      params,
      body: exportMatrix,
      answer: z.string(),
    },
    ({ me, command, params: { id: roundId }, body }) =>
      exchange.export(me, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/matrix/import",
      tag,
      summary: "What a filled file would change in the matrix, row by row; with take, the change",
      params,
      query: importMatrix,
      upload: matrixFileTypes,
      answer: matrixImport,
    },
    ({ me, command, params: { id: roundId }, query: { take, sha256 }, request }) =>
      exchange.import(me.actor, command, {
        ...{ roundId, sha256, take: take === "true" },
        receive: () => receiveUpload(request, matrixFileBytes),
      }),
  );
}
