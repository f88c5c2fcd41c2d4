/** Text as BibTeX writes it, in LaTeX's signs, and back. */

/** Accents by LaTeX's command, as marks that combine with the letter before them. */
const accents: Readonly<Record<string, string>> = {
  "'": "\u0301",
  "`": "\u0300",
  "^": "\u0302",
  '"': "\u0308",
  "~": "\u0303",
  "=": "\u0304",
  ".": "\u0307",
  u: "\u0306",
  v: "\u030c",
  H: "\u030b",
  c: "\u0327",
  k: "\u0328",
  r: "\u030a",
};

const letters: Readonly<Record<string, string>> = {
  ss: "ß",
  ae: "æ",
  AE: "Æ",
  oe: "œ",
  OE: "Œ",
  o: "ø",
  O: "Ø",
  l: "ł",
  L: "Ł",
  aa: "å",
  AA: "Å",
  i: "i",
  j: "j",
  textendash: "–",
  textemdash: "—",
  textquoteleft: "‘",
  textquoteright: "’",
  textquotedblleft: "“",
  textquotedblright: "”",
  guillemotleft: "«",
  guillemotright: "»",
  textexclamdown: "¡",
  textquestiondown: "¿",
  textordfeminine: "ª",
  textordmasculine: "º",
  textdegree: "°",
  ldots: "…",
  dots: "…",
  textbackslash: "\\",
};

/** The plain text of a value. What no sign is known for stays without its backslash. */
export function fromLatex(written: string): string {
  return written
    .replace(
      /\\([\\'`^"~=.uvHckr])\s*\{?\\?([A-Za-z])\s*\}?/g,
      (all, sign: string, letter: string) =>
        // A command of letters, "\url", begins like an accent.
        /[a-zA-Z]/.test(sign) && !/^\\[uvHckr](?:\s|\{)/.test(all)
          ? all
          : letter + (accents[sign] ?? ""),
    )
    .replace(/\\(?:url|href|emph|textit|textbf|textsc|texttt|mkbibquote|enquote)\s*\{/g, "{")
    .replace(/\\([A-Za-z]+)\s*(?:\{\})?/g, (_all, name: string) => letters[name] ?? "")
    .replace(/\\([&%$#_{}])/g, "$1")
    .replace(/\\\\/g, " ")
    .replace(/(?<!\\)[{}]/g, "")
    .replace(/---/g, "—")
    .replace(/--/g, "–")
    .replace(/``/g, "“")
    .replace(/''/g, "”")
    .replace(/~/g, " ")
    .replace(/\\/g, "")
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .trim();
}

/** Text for a value in braces: UTF-8, with the signs that LaTeX would take for something else. */
export function toLatex(text: string): string {
  return text
    .replace(/\\/g, "\\textbackslash{}")
    .replace(/[{}]/g, "")
    .replace(/([&%$#_])/g, "\\$1");
}
