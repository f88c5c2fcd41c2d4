export { changedSections, type SectionChange } from "./changed-sections.ts";
export { restoreText } from "./restore-text.ts";
export type { BlockPlace, Enclosure, InlineAtom } from "./text-blocks.ts";
export {
  changedWords,
  isCounted,
  textDiff,
  type DiffDetail,
  type DiffRow,
  type DiffRun,
  type DiffSection,
  type TextDiff,
} from "./text-diff.ts";
