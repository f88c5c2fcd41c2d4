/**
 * A footnote's words as its field shows them: a citation is written as in Pandoc, "[see @UNODC2024,
 * 14]", a reference to a place in the paper as "[#1]", counted within the note.
 */
import { Fragment, type Node, type Schema } from "@tiptap/pm/model";

export interface CitationToken {
  readonly sourceId: string;
  readonly locator: string | null;
  readonly prefix: string | null;
}

/** What sources are called, by id. */
export type SourceKeys = ReadonlyMap<string, string>;

const said = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

export function citationToken(
  { sourceId, locator, prefix }: CitationToken,
  keys: SourceKeys,
): string {
  const before = said(prefix);
  const place = said(locator).replace(/[[\]]/g, "");
  const key = keys.get(sourceId) ?? sourceId;
  return `[${before.replace(/[[\]@]/g, "")}${before === "" ? "" : " "}@${key}${place === "" ? "" : `, ${place}`}]`;
}

export function noteText(note: Node, keys: SourceKeys): string {
  let references = 0;
  return note.children
    .map((child) => {
      if (child.isText) return child.text ?? "";
      if (child.type.name === "citation") return citationToken(child.attrs as CitationToken, keys);
      references += 1;
      return `[#${references}]`;
    })
    .join("");
}

const token = /\[([^[\]@]*)@([^\s[\],]+)(?:,\s*([^[\]]*))?\]|\[#(\d{1,3})\]/g;

/** The content of a note out of what was written; `before` is the note as it was. */
export function noteContent(
  written: string,
  {
    schema,
    before,
    keys,
  }: { readonly schema: Schema; readonly before: Node; readonly keys: SourceKeys },
): Fragment {
  const ids = new Map([...keys].map(([id, key]) => [key.toLowerCase(), id]));
  const references = before.children.filter((it) => it.type.name === "crossReference");
  const text = written.trim().replace(/\s+/g, " ");
  const nodes: Node[] = [];
  let at = 0;
  const say = (words: string) => {
    if (words !== "") nodes.push(schema.text(words));
  };
  for (const found of text.matchAll(token)) {
    const node = nodeOf(found);
    // What names no source is what was written.
    if (node === undefined) continue;
    say(text.slice(at, found.index));
    nodes.push(node);
    at = found.index + found[0].length;
  }
  say(text.slice(at));
  return Fragment.fromArray(nodes);

  function nodeOf([, prefix, key, locator, reference]: RegExpMatchArray): Node | undefined {
    if (reference !== undefined) return references[Number(reference) - 1];
    const known = said(key);
    const sourceId = ids.get(known.toLowerCase()) ?? (keys.has(known) ? known : undefined);
    if (sourceId === undefined) return undefined;
    return schema.nodes["citation"]?.create({
      sourceId,
      locator: said(locator) === "" ? null : said(locator),
      prefix: said(prefix) === "" ? null : said(prefix),
    });
  }
}
