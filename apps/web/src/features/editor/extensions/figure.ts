import { Node, type Editor } from "@tiptap/core";
import {
  NodeSelection,
  Plugin,
  PluginKey,
  TextSelection,
  type EditorState,
} from "@tiptap/pm/state";
import { ReactNodeViewRenderer } from "@tiptap/react";

import { adoptPictures } from "../figures/adopt-pictures.ts";
import type { FigureStorage } from "../figures/figure-storage.ts";
import { FigureView } from "../figures/figure-view.tsx";
import { choosePictures, hasWords, picturesIn } from "../figures/picture-files.ts";
import { PictureUploads } from "../figures/picture-uploads.ts";

import { newBlockId } from "./block-ids.ts";
import { dataAttribute } from "./data-attribute.ts";

export interface FigureOptions {
  /** The paper that pictures are uploaded to; null where none are taken. */
  readonly paperId: string | null;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    figure: {
      /** Lets the person choose pictures, and puts them in after the block of the selection. */
      choosePictures: () => ReturnType;
    };
  }
}

/** A picture of the paper with its caption, which is its text; number and source stand beside it. */
export const Figure = Node.create<FigureOptions, FigureStorage>({
  name: "figure",
  group: "block",
  content: "inline*",
  isolating: true,

  addOptions: () => ({ paperId: null }),

  addStorage: () => ({ uploads: null, openId: null, openers: new Set() }),

  onCreate() {
    const { editor, storage } = this;
    const { paperId } = this.options;
    if (paperId === null) return;
    storage.uploads = new PictureUploads({
      paperId,
      onDone: (figureId, { id, width, height }) => {
        const pos = figurePlace(editor.state, figureId);
        const node = pos === null ? null : editor.state.doc.nodeAt(pos);
        if (pos === null || node === null || editor.isDestroyed) return;
        const tr = editor.state.tr.setNodeMarkup(pos, null, {
          ...node.attrs,
          ...{ fileId: id, width, height },
        });
        // Undone is the figure as a whole, and not that its picture has arrived.
        editor.view.dispatch(tr.setMeta("addToHistory", false));
      },
    });
  },

  onDestroy() {
    this.storage.uploads?.close();
  },

  addAttributes() {
    return {
      fileId: dataAttribute("fileId"),
      alt: dataAttribute("alt"),
      source: dataAttribute("source"),
      size: dataAttribute("size"),
      width: dataAttribute("width", "number"),
      height: dataAttribute("height", "number"),
    };
  },

  parseHTML() {
    return [{ tag: "figure[data-file-id]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes, ["figcaption", 0]];
  },

  addNodeView() {
    return ReactNodeViewRenderer(FigureView, { as: "div", contentDOMElementTag: "span" });
  },

  addCommands() {
    return {
      choosePictures:
        () =>
        ({ editor, dispatch }) => {
          if (this.storage.uploads === null) return false;
          if (dispatch) choosePictures((files) => insertPictures(editor, files));
          return true;
        },
    };
  },

  addKeyboardShortcuts() {
    const { type } = this;
    const selected = (state: EditorState) =>
      state.selection instanceof NodeSelection && state.selection.node.type === type
        ? state.selection
        : null;
    return {
      Enter: ({ editor }) => {
        const { state } = editor;
        const figure = selected(state);
        if (figure !== null) {
          for (const open of this.storage.openers) open(figure.node.attrs["id"]);
          return true;
        }
        // After the caption the text goes on below the figure.
        const { $from } = state.selection;
        if ($from.parent.type !== type) return false;
        const after = $from.after();
        return editor
          .chain()
          .insertContentAt(after, { type: "paragraph" })
          .setTextSelection(after + 1)
          .run();
      },
      Escape: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type !== type) return false;
        return editor.commands.setNodeSelection($from.before());
      },
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        if (!empty || $from.parent.type !== type || $from.parentOffset > 0) return false;
        return editor.commands.setNodeSelection($from.before());
      },
    };
  },

  addProseMirrorPlugins() {
    const { editor, storage } = this;
    const { paperId } = this.options;
    const mayTake = () => storage.uploads !== null && editor.isEditable;
    return [
      new Plugin({
        key: new PluginKey("figure"),
        props: {
          // Typed on a selected figure, words go into its caption and do not take its place.
          handleTextInput: (view, _from, _to, text) => {
            const { selection, tr } = view.state;
            const isFigure =
              selection instanceof NodeSelection && selection.node.type.name === "figure";
            if (!isFigure) return false;
            const end = selection.to - 1;
            tr.insertText(text, end);
            tr.setSelection(TextSelection.create(tr.doc, end + text.length));
            view.dispatch(tr.scrollIntoView());
            return true;
          },
          handlePaste: (_view, event) => {
            const files = picturesIn(event.clipboardData);
            if (files.length === 0 || !mayTake()) return false;
            if (event.clipboardData !== null && hasWords(event.clipboardData)) return false;
            insertPictures(editor, files);
            return true;
          },
          handleDrop: (view, event) => {
            const files = picturesIn(event.dataTransfer);
            if (files.length === 0 || !mayTake()) return false;
            event.preventDefault();
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
            insertPictures(editor, files, place?.pos);
            return true;
          },
          transformPasted: (slice) => {
            const fileIds = new Set<string>();
            slice.content.descendants((node) => {
              const fileId: unknown = node.type.name === "figure" ? node.attrs["fileId"] : null;
              if (typeof fileId === "string") fileIds.add(fileId);
            });
            if (fileIds.size > 0 && paperId !== null && mayTake())
              // What could not be copied stays as it was pasted.
              setTimeout(
                () => void adoptPictures(editor, paperId, fileIds).catch(() => undefined),
                0,
              );
            return slice;
          },
        },
      }),
    ];
  },
});

/** Puts pictures in after the block at a place, and sends them. */
function insertPictures(editor: Editor, files: readonly File[], pos?: number): void {
  const { state } = editor;
  const { figure } = state.schema.nodes;
  const storage = editor.storage.figure;
  const { uploads } = storage;
  if (files.length === 0 || figure === undefined || uploads === null || !editor.isEditable) return;
  const $place = pos === undefined ? state.selection.$to : state.doc.resolve(pos);
  const at = afterBlock($place, figure.name);
  const figures = files.map((file) => ({ id: newBlockId(), file }));
  const nodes = figures.map(({ id }) => figure.create({ id }));
  storage.openId = figures[0]?.id ?? null;
  for (const { id, file } of figures) uploads.start(id, file);
  const tr = state.tr.insert(at, nodes);
  editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, at)).scrollIntoView());
}

/** The nearest place after the block at hand where a figure may stand. */
function afterBlock($place: EditorState["selection"]["$to"], name: string): number {
  for (let depth = $place.depth; depth > 0; depth -= 1) {
    const parent = $place.node(depth - 1);
    const index = $place.index(depth - 1);
    const type = parent.type.schema.nodes[name];
    if (type !== undefined && parent.canReplaceWith(index + 1, index + 1, type)) {
      // An empty paragraph stays after the picture, to go on in.
      const isEmpty = depth === $place.depth && $place.parent.content.size === 0;
      const mayStandBefore = isEmpty && parent.canReplaceWith(index, index, type);
      return mayStandBefore ? $place.before(depth) : $place.after(depth);
    }
  }
  return $place.depth === 0 ? $place.pos : $place.after(1);
}

function figurePlace(state: EditorState, figureId: string): number | null {
  let place: number | null = null;
  state.doc.descendants((node, pos) => {
    if (place !== null || node.isTextblock) {
      if (node.type.name === "figure" && node.attrs["id"] === figureId) place ??= pos;
      return false;
    }
    return true;
  });
  return place;
}
