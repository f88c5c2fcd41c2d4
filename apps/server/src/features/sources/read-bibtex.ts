/** BibTeX and BibLaTeX: the entries of a file, in the file's own words. */

export interface BibtexEntry {
  /** As it is written after the @, in small letters. */
  readonly type: string;
  readonly key: string;
  /** Names in small letters; values as they are written, braces and all. */
  readonly fields: ReadonlyMap<string, string>;
  readonly line: number;
}

export interface UnreadableEntry {
  readonly line: number;
  readonly key: string | null;
}

export type ReadEntry = BibtexEntry | UnreadableEntry;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Entries that break off before the rest is left alone: each is looked through to the file's end. */
const brokenAtMost = 60;

/** All entries in the order of the file; what breaks off is told and passed over. */
export function readBibtex(text: string): ReadEntry[] {
  const words = new Map(months.map((name, index) => [name, String(index + 1)]));
  const entries: ReadEntry[] = [];
  const opening = /@\s*([A-Za-z]+)\s*([{(])/g;
  let line = 1;
  let counted = 0;
  let broken = 0;
  for (
    let found = opening.exec(text);
    found !== null && broken < brokenAtMost;
    found = opening.exec(text)
  ) {
    for (; counted < found.index; counted += 1) if (text[counted] === "\n") line += 1;
    const type = found[1]!.toLowerCase();
    const reader = new Reader(text, opening.lastIndex, found[2] === "{" ? "}" : ")");
    if (type === "comment" || type === "preamble") {
      if (reader.skipBlock()) opening.lastIndex = reader.at;
      else broken += 1;
      continue;
    }
    if (type === "string") {
      const fields = reader.fields(words);
      if (fields === null) {
        broken += 1;
        continue;
      }
      for (const [name, value] of fields) words.set(name, value);
      opening.lastIndex = reader.at;
      continue;
    }
    const key = reader.key();
    const fields = key === null ? null : reader.fields(words);
    if (key === null || fields === null) {
      broken += 1;
      entries.push({ line, key });
    } else {
      entries.push({ type, key, fields, line });
      opening.lastIndex = reader.at;
    }
  }
  return entries;
}

class Reader {
  readonly #text: string;
  readonly #end: string;
  at: number;

  constructor(text: string, at: number, end: string) {
    this.#text = text;
    this.at = at;
    this.#end = end;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.at] ?? "")) this.at += 1;
  }

  #takes(sign: string): boolean {
    this.#space();
    if (this.#text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  #word(pattern: RegExp): string {
    this.#space();
    const start = this.at;
    while (this.at < this.#text.length && pattern.test(this.#text[this.at]!)) this.at += 1;
    return this.#text.slice(start, this.at);
  }

  /** What stands before the first comma; null where there is none. */
  key(): string | null {
    const key = this.#word(/[^\s,{}()="']/);
    return this.#takes(",") || this.#text[this.at] === this.#end ? key : null;
  }

  /** The fields up to the end of the entry; null where it breaks off. */
  fields(words: ReadonlyMap<string, string>): Map<string, string> | null {
    const fields = new Map<string, string>();
    for (;;) {
      if (this.#takes(this.#end)) return fields;
      const name = this.#word(/[\w:.+/-]/).toLowerCase();
      if (name === "" || !this.#takes("=")) return null;
      const value = this.#value(words);
      if (value === null) return null;
      if (!fields.has(name)) fields.set(name, value);
      if (!this.#takes(",") && !this.#isAtEnd()) return null;
    }
  }

  #isAtEnd(): boolean {
    this.#space();
    return this.#text[this.at] === this.#end;
  }

  /** Pieces that "#" joins. */
  #value(words: ReadonlyMap<string, string>): string | null {
    let value = "";
    do {
      const piece = this.#piece(words);
      if (piece === null) return null;
      value += piece;
    } while (this.#takes("#"));
    return value;
  }

  #piece(words: ReadonlyMap<string, string>): string | null {
    if (this.#takes("{")) return this.#until("}");
    if (this.#takes('"')) return this.#until('"');
    const word = this.#word(/[\w:.+/-]/);
    if (word === "") return null;
    return /^\d+$/.test(word) ? word : (words.get(word.toLowerCase()) ?? word);
  }

  /** The text up to the sign that closes it, outside of inner braces. */
  #until(closing: string): string | null {
    const start = this.at;
    for (let depth = 0; this.at < this.#text.length; this.at += 1) {
      const sign = this.#text[this.at];
      if (sign === "\\") this.at += 1;
      else if (sign === closing && depth === 0) {
        this.at += 1;
        return this.#text.slice(start, this.at - 1);
      } else if (sign === "{") depth += 1;
      else if (sign === "}") depth -= 1;
    }
    return null;
  }

  skipBlock(): boolean {
    return this.#until(this.#end) !== null;
  }
}
