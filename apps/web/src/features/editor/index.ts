/** The paper's editor: what pages use of it. */
export { AccessEnded, type EndedPaper } from "./access-ended.tsx";
export { AuthorshipInText, type TextMarks } from "./authorship-in-text.tsx";
export { AuthorshipPanel } from "./authorship-panel.tsx";
export { jumpToBlock, sectionOfSelection } from "./blocks.ts";
export { BracketsPanel, useBrackets } from "./brackets-panel.tsx";
export {
  CommentsInText,
  selectedForComment,
  showCommentInText,
  useCommentOrder,
} from "./comments-in-text.tsx";
export { GlossaryInText } from "./glossary/glossary-in-text.tsx";
export { GlossaryPanel } from "./glossary/glossary-panel.tsx";
export { TranslationAid } from "./glossary/translation-aid.tsx";
export { SectionBarsInText } from "./languages/section-bars-in-text.tsx";
export { SideBySide } from "./languages/side-by-side.tsx";
export { OutlinePanel } from "./outline-panel.tsx";
export { PaperEditor } from "./paper-editor.tsx";
export { PresenceStrip } from "./presence-strip.tsx";
export { SaveState } from "./save-state.tsx";
export { SourcesPanel } from "./sources/sources-panel.tsx";
export { SessionNotice } from "./session-notice.tsx";
export { useNewText } from "./new-text.ts";
export { useLastVisit } from "./use-last-visit.ts";
export { usePaperSession, usePaperSessionState } from "./use-paper-session.ts";
export { WordCount } from "./word-count.tsx";
