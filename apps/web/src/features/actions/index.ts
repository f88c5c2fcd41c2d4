/** Action items: the board and list, an action's detail, and what papers and centres show of them. */
export { ActionChip } from "./action-chip.tsx";
export { ActionDetail } from "./action-detail.tsx";
export { CreateActionDialog, EditActionDialog } from "./action-dialog.tsx";
export { readActionFilters } from "./action-filters.ts";
export { ActionList } from "./action-list.tsx";
export { ActionsView } from "./actions-view.tsx";
export { useCreateActionFlow } from "./use-create-action-flow.tsx";
