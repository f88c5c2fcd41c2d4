import { describe, expect, it } from "vitest";
import { AppError } from "../../http/app-error.ts";
import { writeBibtex } from "./bibtex-csl.ts";
import { fromLatex } from "./latex.ts";
import { readBibtex } from "./read-bibtex.ts";
import { readSources } from "./read-sources.ts";
import { freeKey, identityOf } from "./source-keys.ts";

const bibtex = String.raw`
% A comment of no entry, with an @ in it
@string{unodc = "United Nations Office on Drugs and Crime"}
@comment{ ignored @book{x, title={Not this}} }
@techreport{UNODC2024,
  author = {{Oficina de las Naciones Unidas contra la Droga y el Delito}},
  title  = {Estudio mundial sobre el homicidio {2023}},
  institution = unodc # ", Research",
  year = 2024, month = may,
  address = {Viena},
  url = {https://www.unodc.org/a_b},
}
@article{garcia23,
  author = "Garc{\'i}a M\'arquez, Mar\'{\i}a and de la Cruz, Juan and Ludwig van Beethoven",
  title = {Maras \& pandillas: {\~n}and\'u},
  journal = {Revista de Criminolog{\'\i}a}, volume = 12, number = 3, pages = {10--25},
  date = {2023-05-03}, doi = {https://doi.org/10.1000/XYZ}
}
@misc{web, title = {Una p\'agina}, howpublished = {\url{https://example.org/x}}, urldate={2024-01-02}}
@inproceedings(paren, title = "In round brackets", booktitle = "Proc", year = {s. f.})
`;

const problemsIn = (text: string) => {
  try {
    readSources(text, undefined);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.details };
    throw error;
  }
  return null;
};

describe("a BibTeX file", () => {
  it("gives its entries as CSL, with accents, names, dates and joined strings", () => {
    const [report, article, page, round] = readSources(bibtex, undefined);
    expect(report).toEqual({
      key: "UNODC2024",
      csl: {
        type: "report",
        author: [{ literal: "Oficina de las Naciones Unidas contra la Droga y el Delito" }],
        title: "Estudio mundial sobre el homicidio 2023",
        publisher: "United Nations Office on Drugs and Crime, Research",
        "publisher-place": "Viena",
        issued: { "date-parts": [[2024, 5]] },
        URL: "https://www.unodc.org/a_b",
      },
    });
    expect(article?.csl).toMatchObject({
      type: "article-journal",
      author: [
        { family: "García Márquez", given: "María" },
        { family: "de la Cruz", given: "Juan" },
        { family: "van Beethoven", given: "Ludwig" },
      ],
      title: "Maras & pandillas: ñandú",
      "container-title": "Revista de Criminología",
      issue: "3",
      page: "10-25",
      issued: { "date-parts": [[2023, 5, 3]] },
      DOI: "10.1000/XYZ",
    });
    expect(page?.csl).toMatchObject({
      type: "webpage",
      URL: "https://example.org/x",
      accessed: { "date-parts": [[2024, 1, 2]] },
    });
    expect(round?.csl).toMatchObject({ type: "paper-conference", issued: { literal: "s. f." } });
  });

  it("comes back the same after it was written", () => {
    const read = readSources(bibtex, "bibtex");
    const written = writeBibtex(read.map(({ key, csl }) => ({ key: key ?? "", csl })));
    expect(readSources(written, "bibtex")).toEqual(read);
  });

  it("is refused entry by entry, with the line and what is wrong", () => {
    expect(
      problemsIn("@book{good, title={A}}\n\n@book{bad, title={B}\n@book{none, year=2020}"),
    ).toEqual({
      code: "import_refused",
      count: 2,
      problems: [
        { entry: 2, key: "bad", line: 3, problem: "unreadable" },
        { entry: 3, key: "none", line: 4, problem: "no_title" },
      ],
    });
    const long = `@book{a, title={${"x".repeat(2100)}}}`;
    expect(problemsIn(long)).toMatchObject({
      problems: [{ problem: "field_too_long", field: "title" }],
    });
    expect(problemsIn("nothing here")).toMatchObject({ code: "import_refused", count: 0 });
    expect(problemsIn("@book{a, title={A}}".repeat(2001))).toMatchObject({
      code: "too_many_sources",
    });
  });

  it("never hangs on what is no BibTeX, and takes links of the web alone", () => {
    readBibtex("@a{".repeat(20_000));
    readBibtex(`@a{b, c = ${"{".repeat(50_000)}`);
    readBibtex("@".repeat(100_000));
    readBibtex("@a{b, c={".repeat(90_000));
    readBibtex("@comment{".repeat(90_000));
    expect(problemsIn("@online{a, title={A}, url={javascript:alert(1)}}")).toMatchObject({
      problems: [{ problem: "invalid", field: "URL" }],
    });
    expect(fromLatex(String.raw`\textbf{a} \unknown{b} 50\% --- \"{u}`)).toBe("a b 50% — ü");
  });
});

describe("a CSL-JSON file", () => {
  it("is taken with numbers as text, dates of every program, and without markup", () => {
    const items = [
      {
        id: "http://zotero.org/1",
        "citation-key": "crimen2021",
        type: "book",
        title: "El <i>crimen</i> organizado",
        volume: 2,
        issued: { "date-parts": [["2021", "5"]] },
        accessed: { raw: "2024-03-01" },
        author: [{ family: "Pérez", given: "Ana" }],
        URL: "javascript:alert(1)",
        unknown: { a: 1 },
      },
    ];
    expect(readSources(JSON.stringify(items), undefined)).toEqual([
      {
        key: "crimen2021",
        csl: {
          type: "book",
          title: "El crimen organizado",
          volume: "2",
          issued: { "date-parts": [[2021, 5]] },
          accessed: { "date-parts": [[2024, 3, 1]] },
          author: [{ family: "Pérez", given: "Ana" }],
        },
      },
    ]);
  });

  it("is refused where it is broken, or holds what is no source", () => {
    expect(problemsIn("[{")).toMatchObject({ problems: [{ problem: "unreadable" }] });
    expect(problemsIn('[1, {"type":"spaceship","title":"A","id":"x"}]')).toMatchObject({
      problems: [
        { entry: 1, problem: "unreadable" },
        { entry: 2, key: "x", problem: "invalid", field: "type" },
      ],
    });
  });
});

describe("a source", () => {
  it("is called by its author and year, by nothing that is taken", () => {
    const csl = {
      type: "report" as const,
      title: "Informe",
      author: [{ literal: "Oficina de las Naciones Unidas contra la Droga" }],
      issued: { "date-parts": [[2024]] as [[number]] },
    };
    expect(freeKey(csl, new Set())).toBe("ONUD2024");
    expect(freeKey(csl, new Set(["onud2024", "onud2024a"]))).toBe("ONUD2024b");
    expect(freeKey({ type: "book", title: "La ley y el orden" }, new Set())).toBe("Laley");
  });

  it("is known again by its DOI, or by title, author and year", () => {
    const one = { type: "book" as const, title: "El Crimen", author: [{ literal: "ONU" }] };
    expect(identityOf(one)).toBe(identityOf({ ...one, title: "El crimen." }));
    expect(identityOf({ ...one, DOI: "10.1/A" })).toBe(
      identityOf({ ...one, title: "B", DOI: "10.1/a" }),
    );
  });
});
