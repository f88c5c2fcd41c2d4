import type { EditionRole } from "@istmo/domain";

/** From least to most; a level that is missing here fails the type check. */
const order: Record<EditionRole, number> = { reader: 0, commenter: 1, suggester: 2, editor: 3 };

export const shareLevels = (Object.keys(order) as EditionRole[]).sort(
  (a, b) => order[a] - order[b],
);
