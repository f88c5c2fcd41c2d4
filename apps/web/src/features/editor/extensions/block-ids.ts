import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { blockNodeNames } from "@istmo/paper-schema";

const blockNames: ReadonlySet<string> = new Set(blockNodeNames);
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new block id: "b" and 11 characters of 5 random bits. */
export function newBlockId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(11));
  return `b${Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("")}`;
}

/**
 * Every block has an id of its own, which comments, actions and the other language's edition refer
 * to. Splitting leaves the new block without one and pasting brings known ones, so this mends both,
 * after local changes only: what comes through Yjs was mended where it was made.
 */
export const BlockIds = Extension.create({
  name: "blockIds",

  addGlobalAttributes() {
    return [
      {
        types: [...blockNodeNames],
        attributes: {
          id: {
            default: null,
            keepOnSplit: false,
            parseHTML: (element) => element.getAttribute("data-block-id"),
            renderHTML: ({ id }) => (typeof id === "string" ? { "data-block-id": id } : {}),
          },
        },
      },
    ];
  },

  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        key: new PluginKey("blockIds"),
        appendTransaction(transactions, before, after) {
          const isLocal = transactions.some((tr) => tr.docChanged && !isChangeOrigin(tr));
          if (!isLocal || !editor.isEditable) return null;
          return mendBlockIds(before, after);
        },
      }),
    ];
  },
});

interface Block {
  readonly node: Node;
  readonly pos: number;
  readonly id: string | null;
}

/**
 * The transaction that gives each block without an id, or with one that an earlier block has, an id;
 * null when all is well. Text keeps its id where it can: pressing Enter before a heading makes a new
 * empty block above it, and the heading stays the section that it was.
 */
export function mendBlockIds(before: EditorState, after: EditorState): Transaction | null {
  const blocks = blocksOf(after.doc);
  const seen = new Set<string>();
  const broken: Block[] = [];
  for (const block of blocks) {
    if (block.id === null || seen.has(block.id)) broken.push(block);
    else seen.add(block.id);
  }
  if (broken.length === 0) return null;

  const byId = new Map(blocks.filter(({ id }) => id !== null).map((block) => [block.id, block]));
  // Where the ids went whose text is no longer under them.
  const left = blocksOf(before.doc).filter(({ node, id }) => {
    if (id === null || !node.isTextblock || node.content.size === 0) return false;
    const now = byId.get(id);
    return now === undefined || now.node.content.size === 0;
  });

  const tr = after.tr;
  for (const { node, pos, id } of broken) {
    const source =
      id === null && node.isTextblock && node.content.size > 0
        ? left.find((old) => old.node.type === node.type && old.node.content.eq(node.content))
        : undefined;
    if (source?.id) {
      left.splice(left.indexOf(source), 1);
      const emptied = byId.get(source.id);
      if (emptied) tr.setNodeAttribute(emptied.pos, "id", newBlockId());
      tr.setNodeAttribute(pos, "id", source.id);
    } else tr.setNodeAttribute(pos, "id", newBlockId());
  }
  return tr;
}

function blocksOf(doc: Node): Block[] {
  const blocks: Block[] = [];
  doc.descendants((node, pos) => {
    if (!blockNames.has(node.type.name)) return false;
    const id: unknown = node.attrs["id"];
    blocks.push({ node, pos, id: typeof id === "string" ? id : null });
    return !node.isTextblock;
  });
  return blocks;
}
