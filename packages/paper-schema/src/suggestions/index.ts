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
export { MarksAsMeant } from "./marks-as-meant.ts";
export { finalView, originalView } from "./settle.ts";
export { suggested } from "./suggested.ts";
export { writeExactly } from "./write-exactly.ts";
