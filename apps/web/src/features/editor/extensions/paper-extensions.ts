/** All extensions of the paper's editor: the schema, and what the page adds to it. */
import type { Extensions } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { Italic } from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { Dropcursor, Gapcursor } from "@tiptap/extensions";
import { headingLevels } from "@istmo/paper-schema";
import type { Awareness } from "y-protocols/awareness";
import type { XmlFragment } from "yjs";

import { ActionItem, type ActionItemOptions } from "./action-item.tsx";
import { AuthorshipMarks } from "./authorship-marks.ts";
import { Bibliography } from "./bibliography.ts";
import { BindingGuard, type BindingGuardOptions } from "./binding-guard.ts";
import { BlockFlags } from "./block-flags.ts";
import { BlockIds, type BlockIdsOptions } from "./block-ids.ts";
import { Alternative, Bracket, type BracketOptions } from "./bracket.ts";
import { HorizontalRule, PageBreak } from "./breaks.ts";
import { Callout } from "./callout.ts";
import { Citation, type CitationOptions } from "./citation.ts";
import { CollaborationCarets } from "./collaboration-carets.ts";
import { CommentAnchors } from "./comment-anchors.ts";
import { CrossReference, type CrossReferenceOptions } from "./cross-reference.ts";
import { ExactWriting } from "./exact-writing.ts";
import { Figure, type FigureOptions } from "./figure.ts";
import { Find } from "./find.ts";
import { FocusedBlock } from "./focused-block.ts";
import { FirstDrawing, undrawn } from "./first-drawing.ts";
import { Footnote } from "./footnote.ts";
import { LongText } from "./long-text.ts";
import { Numbering, type NumberingOptions } from "./numbering.ts";
import { PaperLink } from "./paper-link.ts";
import { Paste, type PasteOptions } from "./paste.ts";
import { ReadingCaret } from "./reading-caret.ts";
import { SectionGuidance, type SectionGuidanceOptions } from "./section-guidance.ts";
import { SectionOwners } from "./section-owners.ts";
import { ScrollingTable } from "./scrolling-table.ts";
import { SlashMenu } from "./slash-menu.ts";
import { SteadySelection } from "./steady-selection.ts";
import { GlossaryMarks } from "../glossary/glossary-marks.ts";
import { BlockPartner } from "../languages/block-partner.ts";
import { GhostText } from "../languages/ghost-text.ts";
import { SectionBars } from "../languages/section-bars.ts";
import { Deletion, Formatting, Insertion, NodeSuggestions } from "./suggestion-schema.ts";
import { SuggestionMarks } from "./suggestion-marks.ts";
import { SuggestionModeExtension } from "./suggestion-mode.ts";
import { Shortcuts, type ShortcutsOptions } from "./shortcuts.ts";
import { TableTools } from "./table-tools.ts";
import { UndoByPlace } from "./undo-by-place.ts";
import { WrittenSigns } from "./written-signs.ts";

/** The extensions that make the schema; it equals that of `@istmo/paper-schema`. */
export const schemaExtensions: Extensions = [
  Document,
  Paragraph,
  Text,
  Heading.configure({ levels: [...headingLevels] }),
  BulletList,
  OrderedList,
  ListItem,
  Blockquote,
  Callout,
  ScrollingTable,
  TableRow,
  TableHeader,
  TableCell,
  Figure,
  HorizontalRule,
  PageBreak,
  Bibliography,
  HardBreak,
  ActionItem,
  Footnote,
  Citation,
  CrossReference,
  Bracket,
  Alternative,
  Bold,
  Italic,
  PaperLink,
  Insertion,
  Deletion,
  Formatting,
  BlockIds,
  BlockFlags,
  NodeSuggestions,
];

export interface PaperExtensionsOptions
  extends
    ActionItemOptions,
    BindingGuardOptions,
    BlockIdsOptions,
    BracketOptions,
    CitationOptions,
    CrossReferenceOptions,
    FigureOptions,
    NumberingOptions,
    PasteOptions,
    SectionGuidanceOptions,
    ShortcutsOptions {
  readonly body: XmlFragment;
  readonly awareness: Awareness;
}

export interface ReadingExtensionsOptions
  extends Pick<ActionItemOptions, "renderActionChip">, NumberingOptions {
  readonly paperId: string;
}

/** The schema as the page shows it: numbers, citations, pictures and chips, and nothing to write with. */
export function readingExtensions(options: ReadingExtensionsOptions): Extensions {
  const { paperId, language, renderActionChip } = options;
  const configured: readonly unknown[] = [ActionItem, Citation, Figure, CrossReference];
  return [
    ...schemaExtensions.filter((extension) => !configured.includes(extension)),
    ActionItem.configure({ renderActionChip }),
    Citation.configure({ paperId, language }),
    Figure.configure({ paperId }),
    CrossReference.configure({ language }),
    Numbering.configure({ language }),
  ];
}

/** The schema, co-editing with one's own undo, and the helps around the text. */
export function paperExtensions(options: PaperExtensionsOptions): Extensions {
  const { body, awareness, isBeyond, language } = options;
  const { renderActionChip, actionMaker, guidanceFor, headingPlaceholder } = options;
  const { page, onOpenBracket } = options;
  const { onOpenCitation, paperId, onPickReference, onPaste, mayMendMerged } = options;
  const configured: readonly unknown[] = [
    ActionItem,
    BlockIds,
    Bracket,
    Citation,
    Figure,
    CrossReference,
  ];
  return [
    ...schemaExtensions.filter((extension) => !configured.includes(extension)),
    ActionItem.configure({ renderActionChip, actionMaker }),
    BlockIds.configure({ mayMendMerged }),
    Bracket.configure({ onOpenBracket }),
    Citation.configure({ paperId, language, onOpenCitation }),
    Figure.configure({ paperId }),
    CrossReference.configure({ language, onPickReference }),
    ListKeymap,
    Gapcursor,
    Dropcursor.configure({ color: false, class: "paper-dropcursor" }),
    Collaboration.configure({ fragment: body, ySyncOptions: undrawn() }),
    FirstDrawing,
    BindingGuard.configure({ isBeyond }),
    ExactWriting,
    SteadySelection,
    UndoByPlace,
    CollaborationCarets.configure({ awareness }),
    AuthorshipMarks,
    SuggestionModeExtension,
    SuggestionMarks,
    CommentAnchors,
    ReadingCaret,
    Numbering.configure({ language }),
    LongText,
    Paste.configure({ onPaste }),
    SectionGuidance.configure({ guidanceFor, headingPlaceholder }),
    SectionOwners,
    BlockPartner,
    GhostText,
    SectionBars,
    GlossaryMarks,
    Find,
    FocusedBlock.configure({ page }),
    SlashMenu,
    TableTools.configure({ page }),
    WrittenSigns,
    Shortcuts.configure({ page }),
  ];
}
