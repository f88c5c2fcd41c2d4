import type { Classification } from "@istmo/contracts";

/** From open to closed. As with the stages, the list of the contracts would bring zod along. */
const order: Record<Classification, number> = {
  unclassified: 0,
  confidential: 1,
  strictly_confidential: 2,
};

export const classifications = (Object.keys(order) as Classification[]).sort(
  (a, b) => order[a] - order[b],
);
