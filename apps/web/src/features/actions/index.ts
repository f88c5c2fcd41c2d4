/** Action items: the board and list, and what papers and centres show of them. */
export { ActionChip } from "./action-chip.tsx";
export { readActionFilters, type ActionFilters } from "./action-filters.ts";
export { ActionList } from "./action-list.tsx";
export { ActionsView } from "./actions-view.tsx";
export { viewIdIn } from "./saved-view-filters.ts";
export { firstBoardQuery } from "./use-shown-actions.ts";
export { useCreateActionFlow } from "./use-create-action-flow.tsx";
