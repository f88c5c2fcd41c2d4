/** A term's definition as text of a paper. */
import type { GlossaryTerm, Language } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";

type Inline = { type: "text"; text: string; marks?: { type: "bold" | "italic" }[] };

/** "**trata de personas** (en inglés, *trafficking in persons*): Captación…" in the text's language. */
export function definitionOf(term: GlossaryTerm, language: Language): Inline[] {
  const other = language === "es" ? "en" : "es";
  const otherName = { es: "en inglés", en: "in Spanish" }[language];
  return [
    { type: "text", text: term[language], marks: [{ type: "bold" }] },
    { type: "text", text: ` (${otherName}, ` },
    { type: "text", text: term[other], marks: [{ type: "italic" }] },
    { type: "text", text: term.note === null ? ")" : `): ${term.note[language]}` },
  ];
}

/** Puts it where the selection is; an ordinary edit. */
export function insertDefinition(editor: Editor, term: GlossaryTerm, language: Language): void {
  editor.chain().focus().insertContent(definitionOf(term, language)).run();
}
