export { acceptedText } from "./accepted-text.ts";
export { coverageOf, type SectionCoverage } from "./coverage.ts";
export { mendStructure } from "./mend-structure.ts";
export { sectionChanges, type ChangedBlock, type ChangedRun } from "./section-changes.ts";
export { readSectionText, sectionTexts, type SectionText } from "./section-text.ts";
export {
  structuralDifferences,
  type StructuralDifference,
  type StructuralProblem,
} from "./structure.ts";
export { untranslatedCopy } from "./untranslated-copy.ts";
