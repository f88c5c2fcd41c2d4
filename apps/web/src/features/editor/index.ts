/** The paper's editor: what pages use of it. */
export { OutlinePanel, type OutlinePanelProps } from "./outline-panel.tsx";
export { PaperEditor, type PaperEditorProps } from "./paper-editor.tsx";
export {
  openPaperSession,
  type ConnectionState,
  type PaperSession,
  type PaperSessionOptions,
  type PaperSessionState,
  type RefusalReason,
} from "./paper-session.ts";
export { PresenceStrip, type PresenceStripProps } from "./presence-strip.tsx";
export { SaveState } from "./save-state.tsx";
export { jumpToBlock } from "./blocks.ts";
export { usePaperOutline, useCurrentHeading } from "./use-paper-outline.ts";
export { usePaperSession, usePaperSessionState } from "./use-paper-session.ts";
export { WordCount, type WordCountProps } from "./word-count.tsx";
