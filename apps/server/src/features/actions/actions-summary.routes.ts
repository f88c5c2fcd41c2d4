import { actionsSummary, actionsSummaryQuery } from "@istmo/contracts";
import type { Api } from "../../http/api.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ActionsSummaryRepository } from "./actions-summary.repository.ts";

export interface ActionsSummaryRoutesNeeds {
  readonly summaries: ActionsSummaryRepository;
  readonly clock: Clock;
}

export function actionsSummaryRoutes(
  api: Api,
  { summaries, clock }: ActionsSummaryRoutesNeeds,
): void {
  api.route(
    {
      method: "get",
      path: "/actions/summary",
      tag: "Action items",
      summary: "Numbers of the action items that I may see, by centre, person, day and week",
      query: actionsSummaryQuery,
      answer: actionsSummary,
    },
    ({ me, query }) => summaries.summary(me.actor, query, clock.now()),
  );
}
