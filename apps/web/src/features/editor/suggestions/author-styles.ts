/** Colours and names of those who suggest, as a style sheet of the page: words carry only an id. */

export interface SuggestionAuthor {
  readonly personId: string;
  readonly name: string;
  /** A centre's code, or "office". */
  readonly group: string;
  /** A few letters: the centre, the organisation. */
  readonly code: string;
  readonly bodyName: string;
}

const colours: Readonly<Record<string, string>> = {
  PA: "var(--centre-pa)",
  SV: "var(--centre-sv)",
  GT: "var(--centre-gt)",
  NI: "var(--centre-ni)",
  DO: "var(--centre-do)",
};

/** The colour of a centre; of everybody else, the office's. */
export const colourOfGroup = (group: string): string => colours[group] ?? "var(--centre-office)";

/** Puts the authors' colours and names on the page; gives what takes them away again. */
export function styleAuthors(authors: readonly SuggestionAuthor[]): () => void {
  const sheet = new CSSStyleSheet();
  for (const { personId, name, group, code } of authors) {
    const id = CSS.escape(personId);
    sheet.insertRule(
      `[data-by="${id}"], [data-suggestion-by="${id}"] { --suggester: ${colourOfGroup(group)} }`,
    );
    // Shown on hover beside the words; a string of CSS, so nothing in a name can end it.
    sheet.insertRule(
      `:is(ins, del, [data-formatting])[data-by="${id}"]:hover::after { content: ${quoted(`${name} · ${code}`)} }`,
    );
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((it) => it !== sheet);
  };
}

const quoted = (text: string): string =>
  `"${text.replace(/["\\]/g, "\\$&").replace(/[\n\r\f]/g, " ")}"`;
