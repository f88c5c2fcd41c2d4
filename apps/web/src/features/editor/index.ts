/** The paper's editor: what pages use of it. */
export { AccessEnded, type EndedPaper } from "./access-ended.tsx";
export { AuthorshipInText, type TextMarks } from "./authorship-in-text.tsx";
export { AuthorshipPanel } from "./authorship-panel.tsx";
export { jumpToBlock, sectionOfSelection } from "./blocks.ts";
export { BracketsPanel, useBrackets } from "./brackets-panel.tsx";
export {
  CommentsInText,
  showCommentInText,
  takeCommentTarget,
  useCommentOrder,
} from "./comments-in-text.tsx";
export { FrozenText, type FrozenTarget } from "./frozen-text.tsx";
export { GlossaryInText } from "./glossary/glossary-in-text.tsx";
export { GlossaryPanel } from "./glossary/glossary-panel.tsx";
export { TranslationAid } from "./glossary/translation-aid.tsx";
export { SectionBarsInText } from "./languages/section-bars-in-text.tsx";
export { SideBySide } from "./languages/side-by-side.tsx";
export { OutlinePanel } from "./outline-panel.tsx";
export { PaperEditor } from "./paper-editor.tsx";
export { PresenceStrip } from "./presence-strip.tsx";
export { restoreInText } from "./restore-in-text.ts";
export { SaveState } from "./save-state.tsx";
export { SectionOwnersInText } from "./section-owners-in-text.tsx";
export {
  placeInText,
  restorePlace,
  SettledText,
  type PlaceInText,
  type SuggestionsView,
} from "./suggestions/settled-text.tsx";
export { SuggestToggle } from "./suggestions/suggest-toggle.tsx";
export {
  goToSuggestion,
  suggestionBeside,
  SuggestionsInText,
} from "./suggestions/suggestions-in-text.tsx";
export { SuggestionsPanel } from "./suggestions/suggestions-panel.tsx";
export { useSuggestions, type ShownSuggestion } from "./suggestions/use-suggestions.ts";
export { SourcesPanel } from "./sources/sources-panel.tsx";
export { SessionNotice } from "./session-notice.tsx";
export { useNewText } from "./new-text.ts";
export { useAuthorBody } from "./use-authorship.ts";
export { useLastVisit } from "./use-last-visit.ts";
export { usePaperOutline } from "./use-paper-outline.ts";
export { usePaperSession, usePaperSessionPart } from "./use-paper-session.ts";
export { WordCount } from "./word-count.tsx";
