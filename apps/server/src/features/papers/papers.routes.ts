import {
  createPaper,
  decideSubmission,
  edition,
  id,
  page,
  paper,
  paperSummary,
  papersQuery,
  paperVersion,
  submitPaper,
  template,
} from "@istmo/contracts";
import { z } from "zod";
import type { Api } from "../../http/api.ts";
import type { PapersService } from "./papers.service.ts";

const params = z.object({ id });
const tag = "Papers";
const whole = <Item>(items: Item[]) => ({ items, nextCursor: null });

export function papersRoutes(api: Api, papers: PapersService): void {
  api.route(
    {
      method: "get",
      path: "/templates",
      tag,
      summary: "Templates of which a paper can be made",
      answer: page(template),
    },
    async () => whole(await papers.templates()),
  );
  api.route(
    {
      method: "get",
      path: "/papers",
      tag,
      summary: "Papers that I may see, the last changed first",
      query: papersQuery,
      answer: page(paperSummary),
    },
    ({ me, query }) => papers.list(me.actor, query),
  );
  api.route(
    {
      method: "post",
      path: "/papers",
      tag,
      summary: "Start a paper from a template for one or several centres",
      body: createPaper,
      answer: paper,
      status: 201,
    },
    ({ me, command, body }) => papers.create(me.actor, command, body),
  );
  api.route(
    { method: "get", path: "/papers/:id", tag, summary: "One paper", params, answer: paper },
    ({ me, command, params: { id: paperId } }) => papers.get(me.actor, command, paperId),
  );
  api.route(
    {
      method: "get",
      path: "/papers/:id/editions",
      tag,
      summary: "The editions of a paper, one per language",
      params,
      answer: page(edition),
    },
    async ({ me, params: { id: paperId } }) => whole(await papers.editions(me.actor, paperId)),
  );
  api.route(
    {
      method: "get",
      path: "/papers/:id/versions",
      tag,
      summary: "The frozen versions of a paper, newest first",
      params,
      answer: page(paperVersion),
    },
    async ({ me, command, params: { id: paperId } }) =>
      whole(await papers.versions(me.actor, command, paperId)),
  );
  api.route(
    { method: "get", path: "/editions/:id", tag, summary: "One edition", params, answer: edition },
    ({ me, params: { id: editionId } }) => papers.edition(me.actor, editionId),
  );
  api.route(
    {
      method: "post",
      path: "/papers/:id/submit",
      tag,
      summary: "Submit a draft to the regional office",
      params,
      body: submitPaper,
      answer: paper,
    },
    ({ me, command, params: { id: paperId }, body }) =>
      papers.submit(me.actor, command, { paperId, ...body }),
  );
  for (const [path, event, summary] of [
    ["/papers/:id/return", "return", "Return a submitted draft with a note"],
    ["/papers/:id/accept", "accept_for_review", "Accept a submitted draft for expert review"],
  ] as const) {
    api.route(
      { method: "post", path, tag, summary, params, body: decideSubmission, answer: paper },
      ({ me, command, params: { id: paperId }, body }) =>
        papers.decide(me.actor, command, { paperId, event, ...body }),
    );
  }
}
