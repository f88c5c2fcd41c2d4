export {
  acceptSuggestions,
  differencesOf,
  rejectSuggestions,
  replaceBlocks,
  replaceText,
  type Chosen,
} from "./decide.ts";
export {
  listSuggestions,
  suggestionKey,
  type ListedSuggestion,
  type NodeChange,
} from "./list-suggestions.ts";
export { finalView, originalView } from "./settle.ts";
export { suggested } from "./suggested.ts";
