/** Action items: the board and list, an action's detail, and what papers and centres show of them. */
export { ActionChip, type ActionChipProps } from "./action-chip.tsx";
export { ActionDetail, type ActionDetailProps } from "./action-detail.tsx";
export { CreateActionDialog, EditActionDialog, type NewAction } from "./action-dialog.tsx";
export { readActionFilters, type ActionFilters, type ActionsQuery } from "./action-filters.ts";
export { ActionList, type ActionListProps } from "./action-list.tsx";
export { ActionsView, type ActionsViewProps } from "./actions-view.tsx";
export { useCreateActionFlow } from "./use-create-action-flow.tsx";
