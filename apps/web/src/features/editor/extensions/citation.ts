import { mergeAttributes, Node, type Editor } from "@tiptap/core";
import { Fragment, type Node as PmNode } from "@tiptap/pm/model";
import { NodeSelection, Plugin, PluginKey, type EditorState } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import {
  bibliographyStyleIn,
  citationsIn,
  citationStyleOf,
  formatCitations,
  plainText,
  type CitationStyle,
  type CslSource,
  type FormattedCitations,
  type FoundCitation,
  type TextRun,
} from "@istmo/paper-schema";
import i18next from "i18next";

import { newBlockId } from "./block-ids.ts";
import styles from "./citation.module.css";
import { dataAttribute } from "./data-attribute.ts";

export interface CitationOptions {
  readonly paperId: string | null;
  /** The language of the text. */
  readonly language: string;
  /** Opens the dialog of a citation, by its place; null for one that is to be put in. */
  readonly onOpenCitation: (pos: number | null) => void;
}

export interface CitationAttributes {
  readonly sourceId: string;
  readonly locator: string | null;
  readonly prefix: string | null;
}

/** The sources of a paper: what they are, and what people call them. */
export interface Sources {
  readonly byId: ReadonlyMap<string, CslSource>;
  readonly keys: ReadonlyMap<string, string>;
}

export interface CitationStorage {
  /** The paper that is cited in; null where nothing can be chosen. */
  paperId: string | null;
}

declare module "@tiptap/core" {
  interface Storage {
    citation: CitationStorage;
  }
  interface Commands<ReturnType> {
    citation: {
      /** Asks which source is cited. */
      pickCitation: () => ReturnType;
      /** Cites a source after the selection; where the text cites in notes, in a note of its own. */
      insertCitation: (attributes: CitationAttributes) => ReturnType;
    };
  }
}

interface CitationState extends FormattedCitations {
  readonly sources: Sources;
  readonly style: CitationStyle;
  readonly found: readonly FoundCitation[];
  readonly decorations: DecorationSet;
}

const citationKey = new PluginKey<CitationState>("citation");

/** Gives the text the sources of its paper as they are now. */
export function giveSources(editor: Editor, sources: Sources): void {
  if (!editor.isDestroyed) editor.view.dispatch(editor.state.tr.setMeta(citationKey, sources));
}

/** What is cited and how it is shown, as it stands. */
export function citationsOf(state: EditorState): CitationState | null {
  return citationKey.getState(state) ?? null;
}

/** A reference to a source of the paper's bibliography. */
export const Citation = Node.create<CitationOptions, CitationStorage>({
  name: "citation",
  group: "inline",
  inline: true,
  atom: true,

  addOptions: () => ({ paperId: null, language: "es", onOpenCitation: () => undefined }),

  addStorage() {
    return { paperId: this.options.paperId };
  },

  addAttributes() {
    return {
      sourceId: dataAttribute("sourceId"),
      locator: dataAttribute("locator"),
      prefix: dataAttribute("prefix"),
    };
  },

  parseHTML() {
    return [{ tag: "cite[data-source-id]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["cite", mergeAttributes(HTMLAttributes)];
  },

  addNodeView() {
    return ({ HTMLAttributes, decorations, getPos }) => {
      const dom = document.createElement("cite");
      for (const [name, value] of Object.entries(HTMLAttributes))
        dom.setAttribute(name, String(value));
      dom.className = styles.citation!;
      dom.setAttribute("role", "button");
      dom.setAttribute("aria-haspopup", "dialog");
      dom.tabIndex = 0;
      const open = () => {
        const pos = getPos();
        if (pos !== undefined) this.options.onOpenCitation(pos);
      };
      dom.addEventListener("click", open);
      dom.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        open();
      });
      const shows = (around: readonly Decoration[]) => {
        const shown = shownIn(around);
        showRuns(dom, shown?.runs ?? [{ text: "(…)" }]);
        dom.title = shown?.title ?? i18next.t("sources.open");
        dom.dataset["unknown"] = String(shown?.isUnknown ?? false);
      };
      shows(decorations);
      return {
        dom,
        update: (node, around) => {
          if (node.type.name !== "citation") return false;
          shows(around);
          return true;
        },
        ignoreMutation: () => true,
      };
    };
  },

  addCommands() {
    return {
      pickCitation:
        () =>
        ({ dispatch }) => {
          if (dispatch) this.options.onOpenCitation(null);
          return true;
        },
      insertCitation:
        (attributes) =>
        ({ state, tr, dispatch }) => {
          const { citation, footnote } = state.schema.nodes;
          if (!citation || !footnote) return false;
          const cited = citation.create(attributes);
          const isInNotes = citationsOf(state)?.style === "notes";
          const node = isInNotes
            ? footnote.create({ id: `fn-${newBlockId()}` }, Fragment.from(cited))
            : cited;
          const { $to } = state.selection;
          if (!$to.parent.canReplaceWith($to.index(), $to.index(), node.type)) return false;
          if (dispatch) tr.insert($to.pos, node);
          return true;
        },
    };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Alt-c": ({ editor }) => editor.commands.pickCitation(),
      Enter: ({ editor }) => {
        const { selection } = editor.state;
        if (!(selection instanceof NodeSelection) || selection.node.type !== this.type)
          return false;
        this.options.onOpenCitation(selection.from);
        return true;
      },
    };
  },

  addProseMirrorPlugins() {
    const { language } = this.options;
    return [
      new Plugin<CitationState>({
        key: citationKey,
        state: {
          init: (_config, { doc }) => stateOf(doc, { byId: new Map(), keys: new Map() }, language),
          apply(tr, old) {
            const given = tr.getMeta(citationKey) as Sources | undefined;
            if (given !== undefined) return stateOf(tr.doc, given, language);
            if (!tr.docChanged) return old;
            const found = citationsIn(tr.doc);
            const style = citationStyleOf(bibliographyStyleIn(tr.doc));
            const isSame =
              style === old.style &&
              found.length === old.found.length &&
              found.every((citation, index) => isSameCitation(citation, old.found[index]));
            // A key within the words moves the citations along and changes none of them.
            return isSame
              ? { ...old, found, decorations: old.decorations.map(tr.mapping, tr.doc) }
              : stateOf(tr.doc, old.sources, language);
          },
        },
        props: { decorations: (state) => citationKey.getState(state)?.decorations },
      }),
    ];
  },
});

function isSameCitation(one: FoundCitation, other: FoundCitation | undefined): boolean {
  return (
    one === other ||
    (other !== undefined &&
      one.sourceId === other.sourceId &&
      one.locator === other.locator &&
      one.prefix === other.prefix &&
      one.noteId === other.noteId &&
      one.followsAnother === other.followsAnother &&
      one.isFollowed === other.isFollowed)
  );
}

function stateOf(doc: PmNode, sources: Sources, language: string): CitationState {
  const found = citationsIn(doc);
  const style = citationStyleOf(bibliographyStyleIn(doc));
  const formatted = formatCitations(found, { sources: sources.byId, style, language });
  const decorations: Decoration[] = [];
  let index = 0;
  if (found.length > 0)
    doc.descendants((node, pos) => {
      if (node.type.name !== "citation") return true;
      const runs = formatted.texts[index] ?? [];
      const source = sources.byId.get(found[index]?.sourceId ?? "");
      index += 1;
      const shown: Shown = {
        runs,
        title: source?.title ?? null,
        isUnknown: source === undefined && sources.byId.size > 0,
      };
      decorations.push(Decoration.node(pos, pos + node.nodeSize, {}, { citation: shown }));
      return false;
    });
  return {
    ...formatted,
    sources,
    style,
    found,
    decorations: DecorationSet.create(doc, decorations),
  };
}

interface Shown {
  readonly runs: readonly TextRun[];
  readonly title: string | null;
  readonly isUnknown: boolean;
}

function shownIn(decorations: readonly Decoration[]): Shown | null {
  for (const { spec } of decorations) {
    const shown = (spec as { readonly citation?: Shown } | undefined)?.citation;
    if (shown !== undefined) return shown;
  }
  return null;
}

function showRuns(dom: HTMLElement, runs: readonly TextRun[]): void {
  dom.replaceChildren(
    ...runs.map(({ text, isItalic }) => {
      if (isItalic !== true) return document.createTextNode(text);
      const element = document.createElement("em");
      element.textContent = text;
      return element;
    }),
  );
}

/** What the citation at a place shows, as text: a note's own words are shown elsewhere. */
export function citationText(state: EditorState, pos: number): string {
  const [found] =
    citationKey
      .getState(state)
      ?.decorations.find(pos, pos + 1)
      .filter(({ from }) => from === pos) ?? [];
  return found === undefined ? "(…)" : plainText(shownIn([found])?.runs ?? []);
}
