import type { GlossaryTerm, Language } from "@istmo/contracts";
import { paperSchema } from "@istmo/paper-schema";
import { EditorState, type Plugin } from "@tiptap/pm/state";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { definitionOf } from "./definition.ts";
import { filterTerms } from "./filter-terms.ts";
import { buildGlossaryIndex, findInGlossary } from "./glossary-index.ts";
import { glossaryAdvice, GlossaryMarks, showGlossary } from "./glossary-marks.ts";
import { replacementFor } from "./replacement.ts";
import { wordStem } from "./word-stem.ts";

interface SeedTerm {
  readonly id: string;
  readonly domain: string;
  readonly es: string;
  readonly en: string;
  readonly note?: GlossaryTerm["note"];
  readonly avoidEs?: readonly { term: string; remark?: string; use?: string }[];
  readonly avoidEn?: readonly { term: string; remark?: string; use?: string }[];
  readonly regionalVariants?: GlossaryTerm["variants"];
}
const files = import.meta.glob<string>("../../../../../../prisma/seed/data/glossary.json", {
  query: "?raw",
  import: "default",
  eager: true,
});
const seed = JSON.parse(Object.values(files)[0] ?? "") as { readonly terms: readonly SeedTerm[] };
const forms = (all: SeedTerm["avoidEs"] = []) =>
  all.map(({ term, remark = null, use = null }) => ({ term, remark, use }));
const terms: GlossaryTerm[] = seed.terms.map((term) => ({
  id: term.id,
  domain: term.domain,
  es: term.es,
  en: term.en,
  note: term.note ?? null,
  avoid: { es: forms(term.avoidEs), en: forms(term.avoidEn) },
  variants: term.regionalVariants ?? [],
}));
const index = {
  es: buildGlossaryIndex(terms, "es"),
  en: buildGlossaryIndex(terms, "en"),
};

/** What is found, as "words = preferred" for advice and "words" for a term. */
const found = (text: string, language: Language = "es") =>
  findInGlossary(index[language], text).map(({ from, to, advice }) => {
    const words = text.slice(from, to);
    return advice.length === 0 ? words : `${words} = ${advice.map(({ use }) => use).join(" | ")}`;
  });

describe("the words of the glossary", () => {
  it.each([
    ["puertos", "puerto"],
    ["delitos", "DELITO"],
    ["tráfico", "trafico"],
    ["redes", "red"],
    ["luces", "luz"],
    ["bosques", "bosque"],
    ["bases", "base"],
    ["investigaciones", "investigación"],
    ["bodies", "body"],
    ["witnesses", "witness"],
    ["State’s", "state"],
  ])("are one in the plural and without accents: %s, %s", (one, other) => {
    expect(wordStem(one)).toBe(wordStem(other));
  });

  it.each([
    ["año", "ano"],
    ["acta", "acto"],
    ["meta", "mete"],
  ])("are not one with others: %s, %s", (one, other) => {
    expect(wordStem(one)).not.toBe(wordStem(other));
  });
});

describe("the glossary in a text", () => {
  it("finds every term of the glossary, alone and between other words", () => {
    for (const language of ["es", "en"] as const)
      for (const term of terms) {
        const matches = findInGlossary(index[language], `(${term[language]}), etc.`);
        expect([term.id, matches[0]?.terms.length !== 0]).toEqual([term.id, true]);
        expect(matches[0]).toMatchObject({ from: 1, to: 1 + term[language].length });
      }
  });

  it("takes the longest form, in any number", () => {
    expect(
      found("Los grupos delictivos organizados y el tráfico ilícito de armas de fuego"),
    ).toEqual(["grupos delictivos organizados", "tráfico ilícito de armas de fuego"]);
  });

  it("advises against forms, with all that may be meant", () => {
    expect(found("El tráfico humano y el trafico de personas")).toEqual([
      "tráfico humano = trata de personas",
      "trafico de personas = trata de personas | tráfico ilícito de migrantes",
    ]);
    expect(found("Human trafficking and money laundering", "en")).toEqual([
      "Human trafficking = trafficking in persons",
      "money laundering = money-laundering",
    ]);
    // Only the spelling is advised against, not the shorter term.
    expect(found("against organised crime", "en")).toEqual(["organised crime = organized crime"]);
  });

  it("does not warn of what is another term's own word", () => {
    expect(found("El decomiso y el resultado")).toEqual(["decomiso", "resultado"]);
  });

  it("joins no words over a full stop or a note", () => {
    expect(found("la trata. De personas mayores")).toEqual([]);
    expect(found("la trata \ufffc de personas")).toEqual([]);
  });

  it.each([
    [
      "drogadictos",
      "drogadicto",
      "persona que consume drogas",
      "es",
      "personas que consume drogas",
    ],
    ["Tráfico humano", "tráfico humano", "trata de personas", "es", "Trata de personas"],
    [
      "bandas organizadas",
      "banda organizada",
      "grupo delictivo organizado",
      "es",
      "grupos delictivos organizados",
    ],
    ["presos", "preso", "recluso", "es", "reclusos"],
    ["Inmates", "inmate", "prisoner", "en", "Prisoners"],
    ["narcóticos", "narcóticos", "estupefacientes", "es", "estupefacientes"],
    [
      "detención preventiva",
      "detención preventiva",
      "prisión preventiva",
      "es",
      "prisión preventiva",
    ],
  ] as const)(
    "puts the preferred words in the number and case of what stood there: %s",
    (words, form, use, language, wanted) => {
      expect(replacementFor(words, form, { use, language })).toBe(wanted);
    },
  );

  it("tells a definition with the other language's term", () => {
    const term = terms.find(({ id }) => id === "term-trafficking-in-persons")!;
    expect(
      definitionOf(term, "es")
        .map(({ text }) => text)
        .join(""),
    ).toBe(
      "trata de personas (en inglés, trafficking in persons): Captación, traslado o acogida con fines de explotación; no exige cruzar una frontera.",
    );
  });

  it("is searched in both languages, by what is to be avoided too", () => {
    expect(filterTerms(terms, "TRATA pers").map(({ id }) => id)).toContain(
      "term-trafficking-in-persons",
    );
    expect(filterTerms(terms, "human trafficking")[0]?.id).toBe("term-trafficking-in-persons");
    expect(filterTerms(terms, "")).toHaveLength(terms.length);
  });
});

describe("the glossary's marks", () => {
  const plugins = (
    GlossaryMarks.config as unknown as { addProseMirrorPlugins(): Plugin[] }
  ).addProseMirrorPlugins();
  const words = ["El", "tráfico", "humano", "y", "las", "bandas", "organizadas", "en", "marzo."];
  const paragraph = (text: string) =>
    paperSchema.node("paragraph", null, text === "" ? [] : [paperSchema.text(text)]);
  function aState(texts: readonly string[]): EditorState {
    const doc = paperSchema.node("doc", null, texts.map(paragraph));
    let state = EditorState.create({ doc, plugins });
    showGlossary(
      { state, dispatch: (tr) => (state = state.apply(tr)) },
      { index: index.es, showsTerms: true, showsAdvice: true },
    );
    return state;
  }
  const placesOf = (state: EditorState) =>
    glossaryAdvice(state).map(({ from, words: text }) => `${from} ${text}`);

  it("follow every edit as if they had been made anew", () => {
    const text = fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((it) => it.join(" "));
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 0, max: 25 }),
      put: text,
      isWhole: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 5 }),
        fc.array(edit, { maxLength: 6 }),
        (texts, edits) => {
          let state = aState(texts);
          for (const { at, length, put, isWhole } of edits) {
            const { size } = state.doc.content;
            const from = Math.max(1, Math.round(at * (size - 1)));
            const to = Math.min(size - 1, from + length);
            let { tr } = state;
            tr = put === "" ? tr.delete(from, to) : tr.insertText(put, from, to);
            // As y-tiptap brings others' edits: all of the document at once.
            if (isWhole) {
              const { content } = tr.doc;
              tr = state.tr.replaceWith(0, size, content);
            }
            state = state.apply(tr);
          }
          const textsNow: string[] = [];
          state.doc.forEach((block) => textsNow.push(block.textContent));
          expect(placesOf(state)).toEqual(placesOf(aState(textsNow)));
        },
      ),
      { numRuns: Number(import.meta.env["GLOSSARY_RUNS"] ?? 200) },
    );
  });

  it("cost a long paper one short look, and a key next to nothing", () => {
    const line =
      "La delincuencia organizada y el tráfico humano en puertos menores de la región afectan a los presos y a las víctimas. ";
    const texts = Array.from({ length: 1_000 }, () => line.repeat(2).trim());
    const began = performance.now();
    let state = aState(texts);
    const opening = performance.now() - began;
    expect(state.doc.textContent.split(" ").length).toBeGreaterThan(35_000);
    const beganTyping = performance.now();
    for (let key = 0; key < 50; key += 1)
      state = state.apply(state.tr.insertText("a", 40_000 + key));
    const perKey = (performance.now() - beganTyping) / 50;
    console.log(
      `glossary: 40,000 words in ${opening.toFixed(0)} ms, ${perKey.toFixed(2)} ms a key`,
    );
    // Generous, for a machine that does other things: what is quadratic takes seconds.
    expect(opening).toBeLessThan(2_000);
    expect(perKey).toBeLessThan(25);
  });
});
