import {
  answerClearance,
  changeRow,
  clearanceRequest,
  clearanceText,
  clearanceTextQuery,
  delegateClearance,
  id,
  issuedPaper,
  issuedQuery,
  listQuery,
  overrideClearance,
  page,
  paperClearance,
  paperMeeting,
  recordQuery,
  setMeeting,
  takePaperStep,
  withdrawAnswer,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { ClearanceService } from "./clearance.service.ts";
import type { IssuedService } from "./issued.service.ts";
import type { PaperStepsService } from "./paper-steps.service.ts";

const params = z.object({ id });
const tag = "Clearance";

export function clearanceRoutes(
  api: Api,
  {
    steps,
    requests,
    issued,
  }: {
    readonly steps: PaperStepsService;
    readonly requests: ClearanceService;
    readonly issued: IssuedService;
  },
): void {
  api.route(
    {
      method: "get",
      path: "/papers/:id/clearance",
      tag,
      summary: "Where the clearance of a paper stands, as far as I may see it",
      params,
      answer: paperClearance,
    },
    ({ me, command, params: { id: paperId } }) => steps.get(me.actor, command, paperId),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/steps",
      tag,
      summary: "Take a paper a step on its way to its issue, or back",
      params,
      body: takePaperStep,
      answer: paperClearance,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      steps.take(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/meeting",
      tag,
      summary: "Say for which meeting a paper is",
      params,
      body: setMeeting,
      answer: paperMeeting,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      steps.setMeeting(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "get",
      path: "/papers/:id/record",
      tag,
      summary: "The sealed record of a clearance, as JSON or as PDF",
      params,
      query: recordQuery,
      answer: z.string(),
    },
    ({ me, command, params: { id: paperId }, query }) =>
      issued.record(me.actor, command, { paperId, ...query }),
  );
  api.route(
    {
      method: "get",
      path: "/papers/:id/issued",
      tag,
      summary: "A paper as it was issued, in one of its languages",
      params,
      query: issuedQuery,
      answer: issuedPaper,
    },
    ({ me, command, params: { id: paperId }, query }) =>
      issued.get(me.actor, command, { paperId, ...query }),
  );
  api.route(
    {
      method: "get",
      path: "/clearance-requests",
      tag,
      summary: "The requests that wait for an answer of my organisation",
      query: listQuery,
      answer: page(clearanceRequest),
    },
    ({ me, query }) => requests.list(me.actor, query),
  );
  api.route(
    {
      method: "get",
      path: "/clearance-requests/:id",
      tag,
      summary: "One request for clearance",
      params,
      answer: clearanceRequest,
    },
    ({ me, command, params: { id: requestId } }) => requests.get(me.actor, command, requestId),
  );
  api.route(
    {
      method: "get",
      path: "/clearance-requests/:id/text",
      tag,
      summary: "The version that a request asks about, as it was frozen, or the one before",
      params,
      query: clearanceTextQuery,
      answer: clearanceText,
    },
    ({ me, command, params: { id: requestId }, query }) =>
      requests.text(me.actor, command, { requestId, ...query }),
  );
  api.route(
    {
      method: "post",
      path: "/clearance-requests/:id/receipt",
      tag,
      summary: "Say that I have opened a request that is mine to answer",
      params,
      answer: clearanceRequest,
    },
    ({ me, command, params: { id: requestId } }) => requests.receive(me.actor, command, requestId),
  );
  api.route(
    {
      method: "post",
      path: "/clearance-requests/:id/answer",
      tag,
      summary: "Answer for my organisation",
      params,
      body: answerClearance,
      answer: clearanceRequest,
    },
    ({ me, command, params: { id: requestId }, body }) =>
      requests.answer(me.actor, command, { requestId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/clearance-requests/:id/withdraw",
      tag,
      summary: "Take my organisation's answer back, to give another",
      params,
      body: withdrawAnswer,
      answer: clearanceRequest,
    },
    ({ me, command, params: { id: requestId }, body }) =>
      requests.withdraw(me.actor, command, { requestId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/clearance-requests/:id/delegate",
      tag,
      summary: "Let somebody else of my organisation answer",
      params,
      body: delegateClearance,
      answer: clearanceRequest,
    },
    ({ me, command, params: { id: requestId }, body }) =>
      requests.delegate(me.actor, command, { requestId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/clearance-requests/:id/end-delegation",
      tag,
      summary: "Take a delegation back",
      params,
      body: changeRow,
      answer: clearanceRequest,
    },
    ({ me, command, params: { id: requestId }, body }) =>
      requests.endDelegation(me.actor, command, { requestId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/clearance-requests/:id/override",
      tag,
      summary: "Go on without an answer, for a reason on record",
      params,
      body: overrideClearance,
      answer: clearanceRequest,
    },
    ({ me, command, params: { id: requestId }, body }) =>
      requests.override(me.actor, command, { requestId, ...body }),
  );
}
