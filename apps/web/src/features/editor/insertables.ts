/**
 * Everything that can be put into the text, in the order in which it is offered. The slash menu
 * offers all of it, the toolbar's Insert menu what is of the group "insert"; the sheet of shortcuts
 * reads the keys. A feature adds its thing with one entry here; what the thing needs of the page
 * around the text is the business of the command that `run` calls.
 */
import type { Editor } from "@tiptap/core";
import {
  BookA,
  Brackets,
  Captions,
  Heading1,
  Heading2,
  Heading3,
  Heading4,
  Hash,
  Info,
  List,
  ListOrdered,
  Pilcrow,
  Quote,
  SeparatorHorizontal,
  Minus,
  Superscript,
  TextSearch,
  Table,
  BookMarked,
  ImagePlus,
  LibraryBig,
  ListChecks,
} from "lucide-react";
import type { ComponentType, SVGProps } from "react";
import { headingLevels, type HeadingLevel } from "@istmo/paper-schema";

import { askGlossary } from "./glossary/glossary-key.ts";
import { LetteredList } from "./lettered-list-icon.tsx";
import {
  addTableCaption,
  isInSection,
  mayHaveCaption,
  toggleSectionNumbering,
} from "./numbering-commands.ts";
import { setOrderedList } from "./ordered-list.ts";

export interface Insertable {
  readonly id: string;
  readonly group: "style" | "list" | "insert" | "work";
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  /** The key of its name in the catalogues. */
  readonly label: string;
  /** Further words by which it is found, of both languages, parted by spaces. */
  readonly keywords: string;
  /** The keys that do the same, as Tiptap names them: `Mod-Alt-1`. */
  readonly shortcut?: string;
  /** Puts it where the selection is; the selection stands in the text again. */
  readonly run: (editor: Editor) => void;
  /** Whether it may stand where the selection is; without this, wherever one writes. */
  readonly isAvailable?: (editor: Editor) => boolean;
}

const headingIcons = { 1: Heading1, 2: Heading2, 3: Heading3, 4: Heading4 } as const;

function heading(level: HeadingLevel): Insertable {
  return {
    id: `heading${level}`,
    group: "style",
    icon: headingIcons[level],
    label: `writing.insert.heading${level}`,
    keywords: `titulo encabezado apartado seccion heading title section h${level}`,
    shortcut: `Mod-Alt-${level}`,
    run: (editor) => editor.chain().focus().setHeading({ level }).run(),
    isAvailable: (editor) => editor.can().setHeading({ level }),
  };
}

const insertBlock = (editor: Editor, type: string): void => {
  editor.chain().focus().insertContent({ type }).run();
};
const isOutsideTable = (editor: Editor): boolean => !editor.isActive("table");

export const insertables: readonly Insertable[] = [
  {
    id: "paragraph",
    group: "style",
    icon: Pilcrow,
    label: "writing.insert.paragraph",
    keywords: "texto normal parrafo text paragraph plain",
    shortcut: "Mod-Alt-0",
    run: (editor) => editor.chain().focus().setParagraph().run(),
  },
  ...headingLevels.map(heading),
  {
    id: "bulletList",
    group: "list",
    icon: List,
    label: "writing.insert.bulletList",
    keywords: "lista viñetas puntos list bullets points",
    shortcut: "Mod-Shift-8",
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    id: "numberedList",
    group: "list",
    icon: ListOrdered,
    label: "writing.insert.numberedList",
    keywords: "lista numerada numeros ordenada list numbered numbers ordered",
    shortcut: "Mod-Shift-7",
    run: (editor) => setOrderedList(editor, null),
  },
  {
    id: "letteredList",
    group: "list",
    icon: LetteredList,
    label: "writing.insert.letteredList",
    keywords: "lista letras incisos literales list letters subparagraphs",
    shortcut: "Mod-Shift-9",
    run: (editor) => setOrderedList(editor, "a"),
  },
  {
    id: "quote",
    group: "list",
    icon: Quote,
    label: "writing.insert.quote",
    keywords: "cita textual quote quotation blockquote",
    shortcut: "Mod-Shift-b",
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  {
    id: "callout",
    group: "insert",
    icon: Info,
    label: "writing.insert.callout",
    keywords: "recuadro aviso nota destacado box notice note callout",
    run: (editor) =>
      editor
        .chain()
        .focus()
        .insertContent({ type: "callout", content: [{ type: "paragraph" }] })
        .run(),
    isAvailable: (editor) => !editor.isActive("callout"),
  },
  {
    id: "table",
    group: "insert",
    icon: Table,
    label: "writing.insert.table",
    keywords: "tabla cuadro filas columnas table grid rows columns",
    run: (editor) =>
      editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
    isAvailable: isOutsideTable,
  },
  {
    id: "footnote",
    group: "insert",
    icon: Superscript,
    label: "writing.insert.footnote",
    keywords: "nota pie pagina referencia footnote note reference",
    shortcut: "Mod-Alt-f",
    run: (editor) => editor.commands.insertFootnote(),
  },
  {
    id: "bracket",
    group: "insert",
    icon: Brackets,
    label: "brackets.insert",
    keywords: "corchetes desacuerdo alternativa bis sin acordar brackets unagreed alternative",
    shortcut: "Mod-Alt-b",
    run: (editor) => editor.chain().focus().insertBracket().run(),
    isAvailable: (editor) => editor.can().insertBracket(),
  },
  {
    id: "tableCaption",
    group: "insert",
    icon: Captions,
    label: "structure.insert.caption",
    keywords: "titulo leyenda numero cuadro tabla caption title number table",
    run: addTableCaption,
    isAvailable: mayHaveCaption,
  },
  {
    id: "sectionNumbering",
    group: "insert",
    icon: Hash,
    label: "structure.insert.sectionNumbering",
    keywords: "numerar numeracion sin numero anexo resumen numbering unnumbered annex section",
    run: toggleSectionNumbering,
    isAvailable: isInSection,
  },
  {
    id: "actionItem",
    group: "work",
    icon: ListChecks,
    label: "editor.toolbar.action",
    keywords: "accion tarea pendiente encargo compromiso action task todo assign",
    run: (editor) => editor.commands.makeActionItem(),
    isAvailable: (editor) => editor.can().makeActionItem(),
  },
  {
    id: "crossReference",
    group: "insert",
    icon: TextSearch,
    label: "structure.insert.reference",
    keywords: "referencia cruzada remision vease parrafo cross-reference refer see paragraph",
    shortcut: "Mod-Alt-k",
    run: (editor) => editor.commands.pickCrossReference(),
  },
  {
    id: "definition",
    group: "insert",
    icon: BookA,
    label: "terms.insert.label",
    keywords: "glosario definicion termino glossary definition term",
    run: (editor) => askGlossary(editor, "define"),
  },
  {
    id: "figure",
    group: "insert",
    icon: ImagePlus,
    label: "figures.insert",
    keywords: "imagen figura foto grafico mapa picture image figure photo chart",
    run: (editor) => editor.commands.choosePictures(),
    isAvailable: (editor) => editor.storage.figure.uploads !== null,
  },
  {
    id: "citation",
    group: "insert",
    icon: BookMarked,
    label: "sources.insert",
    keywords: "cita fuente bibliografia referencia citation cite source reference",
    shortcut: "Mod-Alt-c",
    run: (editor) => editor.commands.pickCitation(),
  },
  {
    id: "bibliography",
    group: "insert",
    icon: LibraryBig,
    label: "sources.insertBibliography",
    keywords: "bibliografia lista fuentes referencias bibliography list sources references",
    run: (editor) => insertBlock(editor, "bibliography"),
    isAvailable: isOutsideTable,
  },
  {
    id: "horizontalRule",
    group: "insert",
    icon: Minus,
    label: "writing.insert.horizontalRule",
    keywords: "linea raya separador horizontal line rule divider separator",
    run: (editor) => editor.chain().focus().insertHorizontalRule().run(),
  },
  {
    id: "pageBreak",
    group: "insert",
    icon: SeparatorHorizontal,
    label: "writing.insert.pageBreak",
    keywords: "salto pagina nueva page break new",
    shortcut: "Mod-Enter",
    run: (editor) => editor.chain().focus().insertPageBreak().run(),
    isAvailable: isOutsideTable,
  },
];
