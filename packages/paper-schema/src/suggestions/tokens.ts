/** What is compared of a text before and after an edit: borders, letters, inline nodes and wholes. */
import type { Mark, Node } from "prosemirror-model";
import type { Mappable, StepMap } from "prosemirror-transform";

import { isFlow, type Row } from "./rows.ts";

export type Token =
  | {
      readonly kind: "open";
      readonly row: Row;
      readonly pos: number;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: "whole" | "inline";
      readonly node: Node;
      readonly pos: number;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: "letter";
      readonly text: string;
      readonly marks: readonly Mark[];
      readonly pos: number;
      readonly from: number;
      readonly to: number;
    };

/** The tokens of rows, in order. `pos` is where it begins; from and to are what it covers. */
export function tokensOf(rows: readonly Row[]): Token[] {
  const tokens: Token[] = [];
  for (const row of rows) {
    const { node, pos, item } = row;
    if (!isFlow(node)) {
      tokens.push({ kind: "whole", node, pos, from: pos, to: pos + node.nodeSize });
      continue;
    }
    tokens.push({ kind: "open", row, pos, from: item === null ? pos : pos - 1, to: pos + 1 });
    for (const token of inlineTokens(node, pos + 1)) tokens.push(token);
  }
  return tokens;
}

/** The tokens of what stands in a block of text or an inline node. */
export function inlineTokens(parent: Node, start: number): Token[] {
  const tokens: Token[] = [];
  parent.forEach((node, offset) => {
    const at = start + offset;
    if (!node.isText) {
      tokens.push({ kind: "inline", node, pos: at, from: at, to: at + node.nodeSize });
      return;
    }
    const { text = "", marks } = node;
    for (let index = 0; index < text.length; index++)
      tokens.push({
        kind: "letter",
        text: text[index]!,
        marks,
        pos: at + index,
        from: at + index,
        to: at + index + 1,
      });
  });
  return tokens;
}

/** A stretch of the text before that is still there, and where it begins now. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/** What of a text an edit has left in it. */
export class Kept {
  #stretches: Stretch[];

  constructor(size: number, maps: readonly (StepMap | Mappable)[]) {
    this.#stretches = [{ from: 0, to: size, now: 0 }];
    for (const map of maps) this.#follow(map as StepMap);
  }

  /** Where what began here begins now; null when it is gone. */
  at(pos: number): number | null {
    let low = 0;
    let high = this.#stretches.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const { from, to, now } = this.#stretches[middle]!;
      if (pos < from) high = middle - 1;
      else if (pos >= to) low = middle + 1;
      else return now + pos - from;
    }
    return null;
  }

  #follow(map: StepMap): void {
    const cuts: { start: number; end: number; by: number }[] = [];
    map.forEach((start, end, newStart, newEnd) =>
      cuts.push({ start, end, by: newEnd - newStart - (end - start) }),
    );
    if (cuts.length === 0) return;
    const parts: Stretch[] = [];
    let next = 0;
    let shift = 0;
    for (const stretch of this.#stretches) {
      const end = stretch.now + stretch.to - stretch.from;
      let at = stretch.now;
      const add = (until: number) => {
        if (until <= at) return;
        const from = stretch.from + at - stretch.now;
        parts.push({ from, to: from + until - at, now: at + shift });
      };
      for (;;) {
        const cut = cuts[next];
        if (cut === undefined || cut.start >= end) {
          add(end);
          break;
        }
        add(Math.min(cut.start, end));
        at = Math.max(at, cut.end);
        // A cut that reaches into the next stretch is met there again.
        if (cut.end > end) break;
        shift += cut.by;
        next++;
      }
    }
    this.#stretches = parts;
  }
}
