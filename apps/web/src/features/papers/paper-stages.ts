import type { PaperStage } from "@istmo/contracts";

/**
 * The stages in the order of a paper's life. The list of the contracts hangs on zod, which has no
 * place in the page; a stage that is missing here fails the type check.
 */
const order: Record<PaperStage, number> = {
  draft: 0,
  submitted: 1,
  in_expert_review: 2,
  in_expert_clearance: 3,
  in_policy_clearance: 4,
  cleared: 5,
  issued: 6,
  superseded: 7,
  withdrawn: 8,
};

export const paperStages = (Object.keys(order) as PaperStage[]).sort((a, b) => order[a] - order[b]);
