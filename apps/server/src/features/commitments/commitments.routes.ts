import {
  carryCommitment,
  commitment,
  commitmentDetail,
  commitmentsQuery,
  commitmentStep,
  id,
  page,
  proposeCommitment,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { CommitmentsService } from "./commitments.service.ts";

const tag = "Commitments";
const params = z.object({ id });

export function commitmentsRoutes(api: Api, commitments: CommitmentsService): void {
  api.route(
    {
      method: "get",
      path: "/commitments",
      tag,
      summary: "The ledger of commitments, the longest due first",
      query: commitmentsQuery,
      answer: page(commitment),
    },
    ({ me, query }) => commitments.list(me.actor, query),
  );
  api.route(
    {
      method: "post",
      path: "/commitments",
      tag,
      summary: "Put a commitment forward, for its body to agree to",
      body: proposeCommitment,
      answer: commitmentDetail,
      status: 201,
    },
    ({ me, command, body }) => commitments.propose(me.actor, command, body),
  );
  api.route(
    {
      method: "get",
      path: "/commitments/:id",
      tag,
      summary: "One commitment, with its evidence and its history",
      params,
      answer: commitmentDetail,
    },
    ({ me, params: { id: commitmentId } }) => commitments.get(me.actor, commitmentId),
  );
  api.route(
    {
      method: "post",
      path: "/commitments/:id/steps",
      tag,
      summary: "Take a step: agree, give evidence, verify, release, change the date …",
      params,
      body: commitmentStep,
      answer: commitmentDetail,
    },
    ({ me, command, params: { id: commitmentId }, body }) =>
      commitments.takeStep(me.actor, command, { id: commitmentId, step: body }),
  );
  api.route(
    {
      method: "post",
      path: "/commitments/:id/actions",
      tag,
      summary: "Let an action item carry the commitment, or make one that does",
      params,
      body: carryCommitment,
      answer: commitmentDetail,
    },
    ({ me, command, params: { id: commitmentId }, body }) =>
      commitments.carry(me.actor, command, { id: commitmentId, wanted: body }),
  );
  api.route(
    {
      method: "delete",
      path: "/commitments/:id/actions/:actionId",
      tag,
      summary: "Let an action item carry the commitment no longer",
      params: z.object({ id, actionId: id }),
      answer: commitmentDetail,
    },
    ({ me, command, params: { id: commitmentId, actionId } }) =>
      commitments.letGo(me.actor, command, { id: commitmentId, actionId }),
  );
}
