import { Extension } from "@tiptap/core";
import { Fragment, Slice, type Mark, type Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

import { cleanHtml } from "../paste/clean-html.ts";
import { emptyReport, type PasteReport } from "../paste/cleaning.ts";
import { tableIsTooLarge } from "../table-bounds.ts";

/** What the page tells a person about what they pasted. */
export type PasteNews =
  | { readonly kind: "left"; readonly left: PasteReport }
  /** Nothing was changed: it is more than a paper takes at once. */
  | { readonly kind: "tooLong" }
  /** The formats were more than can be read; its words were put in. */
  | { readonly kind: "asText" };

export interface PasteOptions {
  readonly onPaste: (news: PasteNews) => void;
}

/** Characters of HTML; more would hold the page up for seconds. */
const mostHtml = 16_000_000;
/** Letters and blocks that go into a text at once: more than any paper, and small enough to send. */
const mostLetters = 600_000;
const mostBlocks = 8_000;

/**
 * What comes from the clipboard or is dropped: cleaned of what other programs write around a text,
 * bounded, and without the suggestions of another time. Files are another extension's.
 */
export const Paste = Extension.create<PasteOptions>({
  // "paste" is a name of Tiptap's own.
  name: "paperPaste",
  // Before those that take a slice as it comes.
  priority: 200,

  addOptions: () => ({ onPaste: () => undefined }),

  addProseMirrorPlugins() {
    const { onPaste } = this.options;
    let left = emptyReport();

    /** True when nothing is to be put in. */
    function settle(slice: Slice): boolean {
      const report = left;
      left = emptyReport();
      if (isTooLong(slice)) {
        onPaste({ kind: "tooLong" });
        return true;
      }
      if (isWorthTelling(report)) onPaste({ kind: "left", left: report });
      // What was selected must not go for a picture or a table that is not taken.
      return slice.size === 0 && isWorthTelling(report);
    }

    return [
      new Plugin({
        key: new PluginKey("paste"),
        props: {
          handleDOMEvents: {
            paste: (view, event) => takeByHand(view, event, onPaste),
          },
          transformPastedHTML(html) {
            left = emptyReport();
            // What an editor like this one copied is read by its own rules.
            if (/\sdata-pm-slice=/.test(html.slice(0, 4_000))) return html;
            const clean = cleanHtml(html, { isTooLarge: tableIsTooLarge });
            ({ left } = clean);
            return clean.html;
          },
          transformPasted: (slice, view) =>
            // Moved within the text it stays all that it is.
            view.dragging === null ? asOwnWords(slice) : slice,
          handlePaste: (_view, _event, slice) => settle(slice),
          handleDrop: (_view, _event, slice, moved) => !moved && settle(slice),
        },
      }),
    ];
  },
});

/** Too much to be read at all: its words alone, or nothing. */
function takeByHand(
  view: EditorView,
  event: ClipboardEvent,
  onPaste: PasteOptions["onPaste"],
): boolean {
  const { clipboardData } = event;
  if (clipboardData === null || !view.editable) return false;
  const text = clipboardData.getData("text/plain");
  if (clipboardData.getData("text/html").length <= mostHtml && text.length <= mostLetters)
    return false;
  event.preventDefault();
  if (text.length > mostLetters || text === "") onPaste({ kind: "tooLong" });
  else {
    view.pasteText(text);
    onPaste({ kind: "asText" });
  }
  return true;
}

function isWorthTelling({ images, comments, unsafeLinks, tables }: PasteReport): boolean {
  return images + comments + unsafeLinks + tables.length > 0;
}

function isTooLong({ content }: Slice): boolean {
  if (content.size > mostLetters * 1.5) return true;
  let blocks = 0;
  let letters = 0;
  content.descendants((node) => {
    if (node.isBlock) blocks += 1;
    letters += node.text?.length ?? 0;
    return blocks <= mostBlocks && letters <= mostLetters;
  });
  return blocks > mostBlocks || letters > mostLetters;
}

const suggestionMarks = new Set(["insertion", "deletion", "formatting"]);

/** Words as whoever pastes them writes them: suggestions of others are settled in what is copied. */
export function asOwnWords(slice: Slice): Slice {
  return new Slice(ownContent(slice.content), slice.openStart, slice.openEnd);
}

function ownContent(content: Fragment): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    const own = ownNode(node);
    if (own !== null) nodes.push(own);
  });
  return Fragment.fromArray(nodes);
}

function ownNode(node: Node): Node | null {
  const isGone = node.marks.some(({ type }) => type.name === "deletion");
  if (node.isInline && (isGone || node.attrs["removed"])) return null;
  const marks: readonly Mark[] = node.marks.filter(({ type }) => !suggestionMarks.has(type.name));
  if (node.isText) return node.mark(marks);
  const attrs: Record<string, unknown> = { ...node.attrs };
  for (const name of ["inserted", "removed", "changed"]) if (name in attrs) attrs[name] = null;
  if ("id" in attrs && !isId(attrs["id"])) attrs["id"] = null;
  return node.type.create(attrs, ownContent(node.content), marks);
}

function isId(id: unknown): boolean {
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id);
}
