import { describe, expect, it } from "vitest";
import { paragraph, text } from "../build-nodes.ts";
import type { PaperNodeJson } from "../paper-document.ts";
import { plainText, type CslSource } from "./csl.ts";
import { describeSource } from "./format-citations.ts";
import { citationsIn } from "./found-citations.ts";
import { printCitations } from "./print-citations.ts";

const sources = new Map<string, CslSource>(
  Object.entries({
    report: {
      type: "report",
      author: [{ literal: "Oficina de las Naciones Unidas contra la Droga y el Delito (UNODC)" }],
      title: "Estudio mundial sobre el homicidio",
      publisher: "Naciones Unidas",
      "publisher-place": "Viena",
      issued: { "date-parts": [[2024]] },
      URL: "https://www.unodc.org/estudio",
      accessed: { "date-parts": [[2024, 5, 3]] },
    },
    report2: {
      type: "report",
      author: [{ literal: "Oficina (UNODC)" }],
      title: "Anuario de drogas",
      issued: { "date-parts": [[2024, 6]] },
    },
    article: {
      type: "article-journal",
      author: [
        { family: "Pérez", given: "Ana" },
        { family: "Iglesias", given: "Luis" },
      ],
      title: "Maras y puertos",
      "container-title": "Revista de Criminología",
      volume: "12",
      issue: "3",
      page: "10-25",
      issued: { "date-parts": [[2023, 5, 3]] },
      DOI: "10.1000/xyz",
    },
    resolution: {
      type: "document",
      authority: "Asamblea General",
      title: "Fortalecimiento del programa contra el delito",
      number: "A/RES/74/177",
      issued: { "date-parts": [[2019, 12, 18]] },
    },
    chapter: {
      type: "chapter",
      author: [{ family: "Cruz", given: "José Miguel", "non-dropping-particle": "de la" }],
      title: "Violencia",
      editor: [{ family: "Ruiz", given: "Eva" }],
      "container-title": "Centroamérica hoy",
      publisher: "FLACSO",
      "publisher-place": "San José",
      page: "7",
      issued: { "date-parts": [[2020]] },
    },
    treaty: {
      type: "treaty",
      title: "Convención contra la Delincuencia Organizada Transnacional",
      "container-title": "Treaty Series",
      volume: "2225",
      issue: "39574",
      issued: { "date-parts": [[2000, 11, 15]] },
    },
  } satisfies Record<string, CslSource>),
);

const cite = (sourceId: string, locator?: string, prefix?: string): PaperNodeJson => ({
  type: "citation",
  attrs: {
    sourceId,
    ...(locator === undefined ? {} : { locator }),
    ...(prefix === undefined ? {} : { prefix }),
  },
});
const note = (...content: PaperNodeJson[]): PaperNodeJson => ({ type: "footnote", content });
const list = (style?: string): PaperNodeJson => ({
  type: "bibliography",
  attrs: { id: "list", ...(style === undefined ? {} : { citationStyle: style }) },
});

function shown(content: readonly PaperNodeJson[], { style = "author-date", language = "es" } = {}) {
  const blocks = [paragraph("p", [...text("x"), ...content]), list(style)];
  const document = { type: "doc" as const, content: blocks };
  const { cite: textOf, bibliography } = printCitations(document, { sources, language });
  return {
    texts: citationsIn(document).map(textOf),
    list: bibliography.map((line) => line.map((node) => node.text ?? "").join("")),
  };
}

describe("citations by author and date", () => {
  it("name who and when, and where in it; a number alone is a page", () => {
    expect(
      shown([
        cite("article", "14"),
        ...text(" y "),
        cite("report", "párr. 5", "véase"),
        ...text(" y "),
        cite("resolution"),
        ...text(" y "),
        cite("treaty", "art. 5"),
      ]).texts,
    ).toEqual([
      "(Pérez e Iglesias, 2023, pág. 14)",
      "(véase UNODC, 2024, párr. 5)",
      "(Asamblea General, 2019)",
      "(Convención contra la Delincuencia Organizada Transnacional, 2000, art. 5)",
    ]);
    expect(shown([cite("article", "14-16")], { language: "en" }).texts).toEqual([
      "(Pérez and Iglesias, 2023, pp. 14–16)",
    ]);
  });

  it("share their brackets side by side, and get letters where a year has several", () => {
    expect(shown([cite("report"), cite("report2"), cite("article")]).texts).toEqual([
      "(UNODC, 2024b",
      "; UNODC, 2024a",
      "; Pérez e Iglesias, 2023)",
    ]);
  });

  it("are listed by author, each once, as the language writes it", () => {
    const cited = Object.fromEntries([...sources.keys()].map((id) => [id, cite(id)]));
    const content = Object.values(cited).flatMap((it) => [it, ...text(" ")]);
    expect(shown([...content, cite("report")]).list).toEqual([
      "Asamblea General (18 de diciembre de 2019). Fortalecimiento del programa contra el delito. A/RES/74/177.",
      "Convención contra la Delincuencia Organizada Transnacional (15 de noviembre de 2000). Treaty Series, vol. 2225, núm. 39574.",
      "de la Cruz, José Miguel (2020). «Violencia». En Eva Ruiz (ed.), Centroamérica hoy, pág. 7. San José: FLACSO.",
      "Oficina (UNODC) (2024a). Anuario de drogas.",
      "Oficina de las Naciones Unidas contra la Droga y el Delito (UNODC) (2024b). Estudio mundial sobre el homicidio. Viena: Naciones Unidas. Disponible en https://www.unodc.org/estudio (consultado el 3 de mayo de 2024).",
      "Pérez, Ana y Luis Iglesias (2023). «Maras y puertos». Revista de Criminología, vol. 12, núm. 3, págs. 10–25. https://doi.org/10.1000/xyz.",
    ]);
  });

  it("say so where a source is unknown", () => {
    expect(shown([cite("gone", "3")]).texts).toEqual(["([fuente desconocida], pág. 3)"]);
    expect(shown([cite("gone")]).list).toEqual([]);
  });
});

describe("citations in notes", () => {
  it("are full at first, short afterwards, and Ibid. right after themselves", () => {
    const { texts, list: listed } = shown(
      [
        note(cite("article", "14")),
        note(cite("article", "15")),
        note(cite("report"), cite("resolution", "párr. 3")),
        note(...text("Véase "), cite("article")),
        cite("report"),
      ],
      { style: "notes" },
    );
    expect(texts).toEqual([
      "Ana Pérez y Luis Iglesias, «Maras y puertos», Revista de Criminología, vol. 12, núm. 3 (2023), pág. 14, https://doi.org/10.1000/xyz",
      "Ibid., pág. 15",
      "Oficina de las Naciones Unidas contra la Droga y el Delito (UNODC), Estudio mundial sobre el homicidio (Viena, Naciones Unidas, 2024), disponible en https://www.unodc.org/estudio (consultado el 3 de mayo de 2024)",
      "; Asamblea General, Fortalecimiento del programa contra el delito, A/RES/74/177 (18 de diciembre de 2019), párr. 3",
      "Pérez e Iglesias, «Maras y puertos»",
      "(UNODC, Estudio mundial sobre el homicidio)",
    ]);
    expect(listed[2]).toBe(
      "Pérez, Ana y Luis Iglesias, «Maras y puertos», Revista de Criminología, vol. 12, núm. 3 (2023), págs. 10–25, https://doi.org/10.1000/xyz.",
    );
  });
});

describe("a described source", () => {
  it("sets titles apart and links to the web alone", () => {
    const runs = describeSource(sources.get("report")!, { style: "author-date", language: "en" });
    expect(runs.find(({ isItalic }) => isItalic)?.text).toBe("Estudio mundial sobre el homicidio");
    expect(runs.find(({ href }) => href !== undefined)).toEqual({
      text: "https://www.unodc.org/estudio",
      href: "https://www.unodc.org/estudio",
    });
    const evil = { type: "webpage", title: "A", URL: "javascript:alert(1)" };
    const described = describeSource(evil, { style: "notes", language: "en" });
    expect(plainText(described)).toBe("“A” (n.d.).");
  });
});
