/** Comments: what pages use of them. */
export type { CommentSlots } from "./comment-card.tsx";
export { CommentsPanel } from "./comments-panel.tsx";
export { CommentsSheet } from "./comments-sheet.tsx";
export { useCommentsView, type CommentsView } from "./use-comments-view.ts";
