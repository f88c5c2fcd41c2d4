import {
  cancelRound,
  changePart,
  changeRow,
  closeRound,
  draftComment,
  editComment,
  extendRound,
  id,
  listQuery,
  openRound,
  page,
  removePart,
  round,
  roundComment,
  roundsQuery,
  roundText,
  roundTextQuery,
  submitToRound,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { RoundCommentsService } from "./round-comments.service.ts";
import type { RoundsService } from "./rounds.service.ts";

const params = z.object({ id });
const tag = "Review rounds";

export function reviewsRoutes(
  api: Api,
  { rounds, comments }: { readonly rounds: RoundsService; readonly comments: RoundCommentsService },
): void {
  api.route(
    {
      method: "get",
      path: "/rounds",
      tag,
      summary: "The review rounds that I may see, newest first",
      query: roundsQuery,
      answer: page(round),
    },
    ({ me, query }) => rounds.list(me.actor, query),
  );
  api.route(
    {
      method: "get",
      path: "/papers/:id/rounds",
      tag,
      summary: "The review rounds of a paper that I may see, newest first",
      params,
      answer: page(round),
    },
    async ({ me, command, params: { id: paperId } }) => ({
      items: await rounds.ofPaper(me.actor, command, paperId),
      nextCursor: null,
    }),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/rounds",
      tag,
      summary: "Freeze a paper and ask organisations and persons for their comments",
      params,
      body: openRound,
      answer: round,
      status: 201,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      rounds.open(me.actor, command, { paperId, ...body }),
  );
  api.route(
    {
      method: "get",
      path: "/rounds/:id",
      tag,
      summary: "One review round",
      params,
      answer: round,
    },
    ({ me, command, params: { id: roundId } }) => rounds.get(me.actor, command, roundId),
  );
  api.route(
    {
      method: "get",
      path: "/rounds/:id/text",
      tag,
      summary: "The version that a round asks about, as it was frozen",
      params,
      query: roundTextQuery,
      answer: roundText,
    },
    ({ me, command, params: { id: roundId }, query }) =>
      rounds.text(me.actor, command, { roundId, ...query }),
  );
  api.route(
    {
      method: "get",
      path: "/rounds/:id/comments",
      tag,
      summary: "The comments in a round that I may read",
      params,
      query: listQuery,
      answer: page(roundComment),
    },
    ({ me, command, params: { id: roundId }, query }) =>
      comments.list(me.actor, command, { roundId, ...query }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/comments",
      tag,
      summary: "Draft a comment within my organisation, or in my own name",
      params,
      body: draftComment,
      answer: roundComment,
      status: 201,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      comments.draft(me.actor, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "patch",
      path: "/round-comments/:id",
      tag,
      summary: "Mend a draft",
      params,
      body: editComment,
      answer: roundComment,
    },
    ({ me, command, params: { id: commentId }, body }) =>
      comments.edit(me.actor, command, { commentId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/round-comments/:id/drop",
      tag,
      summary: "Take a draft out",
      params,
      body: changeRow,
      answer: roundComment,
    },
    ({ me, command, params: { id: commentId }, body }) =>
      comments.drop(me.actor, command, { commentId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/submit",
      tag,
      summary: "Submit my organisation's one position",
      params,
      body: submitToRound,
      answer: round,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      rounds.submit(me.actor, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/extend",
      tag,
      summary: "Give more time, to all or to one",
      params,
      body: extendRound,
      answer: round,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      rounds.extend(me.actor, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/invite",
      tag,
      summary: "Ask one more, or again one that was taken out",
      params,
      body: changePart,
      answer: round,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      rounds.invite(me.actor, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/remove",
      tag,
      summary: "Take a participant out; what it submitted stays on record",
      params,
      body: removePart,
      answer: round,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      rounds.remove(me.actor, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/reopen",
      tag,
      summary: "Open a submitted position again for its participant",
      params,
      body: changePart,
      answer: round,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      rounds.reopen(me.actor, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/close",
      tag,
      summary: "Close a round with a summary",
      params,
      body: closeRound,
      answer: round,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      rounds.close(me.actor, command, { roundId, ...body }),
  );
  api.route(
    {
      method: "post",
      path: "/rounds/:id/cancel",
      tag,
      summary: "Break a round off",
      params,
      body: cancelRound,
      answer: round,
    },
    ({ me, command, params: { id: roundId }, body }) =>
      rounds.cancel(me.actor, command, { roundId, ...body }),
  );
}
