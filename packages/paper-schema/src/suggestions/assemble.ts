/** Makes nodes of merged tokens again, and tells where each of them has come to stand. */
import type { Mark, Node, NodeType } from "prosemirror-model";

import { childrenOf, isList, joinText, type NewRow } from "./rows.ts";

/** What a token covers in the text after the edit; null for what was kept though deleted there. */
type Cover = { readonly from: number; readonly to: number; readonly isNew: boolean } | null;

interface Shape {
  readonly type: NodeType;
  readonly attrs: Readonly<Record<string, unknown>>;
}

export type Out =
  | (Shape & { readonly kind: "open"; readonly item: Shape | null; readonly place: Cover })
  | {
      readonly kind: "whole" | "inline";
      readonly node: Node;
      readonly place: Cover;
      /** What was merged inside. */
      readonly inner: {
        readonly places: readonly Place[];
        readonly gone: ReadonlyMap<number, number>;
      } | null;
    }
  | {
      readonly kind: "letter";
      readonly text: string;
      readonly marks: readonly Mark[];
      readonly place: Cover;
    };

/** Where a stretch of the text after the edit has come to stand. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly end: number;
  readonly isNew: boolean;
}

/**
 * The children of the container that the tokens make, their places counted from the container's
 * content, and where the cursor goes on from where something is kept that was deleted.
 */
export function assemble(container: Node, outs: readonly Out[], base: number) {
  const rows: NewRow[] = [];
  const bare: Node[] = [];
  const places: Place[] = [];
  const gone = new Map<number, number>();
  const inList = isList(container);
  let letters = "";
  let marks: readonly Mark[] = [];
  let pos = base;
  let hasItem = false;

  const inline = () => (container.inlineContent ? bare : rows.at(-1)?.inline);
  const flush = () => {
    if (letters !== "") inline()?.push(container.type.schema.text(letters, marks));
    letters = "";
  };
  const closeRow = () => {
    flush();
    if (rows.at(-1)?.whole === null) pos += 1;
  };
  const put = (place: Cover, at: number, was: number) => {
    if (place === null) gone.set(was, pos);
    else places.push({ ...place, at, end: pos });
  };

  for (const out of outs) {
    const was = pos;
    if (out.kind === "letter") {
      if (letters !== "" && !areSame(marks, out.marks)) flush();
      ({ marks } = out);
      letters += out.text;
      pos += 1;
      put(out.place, was, was);
      continue;
    }
    if (out.kind === "inline") {
      flush();
      inline()?.push(out.node);
    } else {
      closeRow();
      if (out.kind === "open" && inList && (out.item !== null || !hasItem)) {
        if (hasItem) pos += 1;
        hasItem = true;
      }
    }
    const at = pos;
    if (out.kind === "open") {
      if (inList && out.item !== null) pos += 1;
      rows.push({ type: out.type, attrs: out.attrs, inline: [], whole: null, item: out.item });
      pos += 1;
    } else {
      const { node, inner } = out;
      if (out.kind === "whole")
        rows.push({ type: node.type, attrs: node.attrs, inline: [], whole: node, item: null });
      pos += node.nodeSize;
      for (const place of inner?.places ?? [])
        places.push({ ...place, at: place.at + at + 1, end: place.end + at + 1 });
      for (const [from, to] of inner?.gone ?? []) gone.set(from + at + 1, to + at + 1);
    }
    put(out.place, at, was);
  }
  flush();
  const children = container.inlineContent ? joinText(bare) : childrenOf(container, rows);
  return { children, places, gone };
}

function areSame(one: readonly Mark[], other: readonly Mark[]): boolean {
  if (one === other) return true;
  return one.length === other.length && one.every((mark, index) => mark.eq(other[index]!));
}
