/** A paper of a hundred pages: the measure of what the editor must carry. */
import type { PaperDocumentJson, PaperNodeJson } from "@istmo/paper-schema";

export interface LongPaper {
  readonly words: number;
  readonly tables: number;
  readonly footnotes: number;
  readonly suggestions: number;
}

export const hundredPages: LongPaper = {
  words: 40_000,
  tables: 30,
  footnotes: 300,
  suggestions: 1_000,
};

const vocabulary = (
  "el puerto secundario de la costa y los corredores marítimos que comunican un desembarco con la " +
  "red vial principal exigen una respuesta conjunta entre centros autoridades portuarias policía " +
  "fiscalía comunidades observatorios municipales para reducir el tráfico ilícito sus efectos en " +
  "jóvenes extorsión reclutamiento prisiones datos personales plazos alertas verificadas seguimiento"
).split(" ");

const wordsPerParagraph = 80;
const blocksPerSection = 25;

/** Words that differ from place to place, and are the same in every run. */
function sentence(start: number, count: number): string {
  return Array.from(
    { length: count },
    (_, index) => vocabulary[(start * 7 + index * 13 + (index % 5) * start) % vocabulary.length],
  ).join(" ");
}

const text = (value: string, marks: PaperNodeJson["marks"] = []): PaperNodeJson => ({
  type: "text",
  text: value,
  ...(marks.length > 0 ? { marks } : {}),
});

/** The paper, and its text alone where `isPlain`: without notes and suggestions. */
export function longPaper(
  size: LongPaper,
  { isPlain = false }: { readonly isPlain?: boolean } = {},
): PaperDocumentJson {
  const paragraphs = Math.round(size.words / wordsPerParagraph);
  const every = (count: number) => Math.max(1, Math.floor(paragraphs / count));
  const content: PaperNodeJson[] = [];
  let [notes, suggestions, tables] = [0, 0, 0];

  for (let index = 0; index < paragraphs; index += 1) {
    if (index % blocksPerSection === 0)
      content.push({
        type: "heading",
        attrs: { id: `sec-${index}`, level: 1 },
        content: [text(`Sección ${index / blocksPerSection + 1}`)],
      });
    const parts: PaperNodeJson[] = [text(`${sentence(index, wordsPerParagraph - 10)} `)];
    const due = Math.ceil((size.suggestions * (index + 1)) / paragraphs);
    for (; !isPlain && suggestions < due; suggestions += 1) {
      const type = suggestions % 2 === 0 ? "insertion" : "deletion";
      const by = `person-expert${(suggestions % 2) + 1}-gt`;
      const attrs = { id: `s-${suggestions}`, by, at: "2026-11-20T12:00:00.000Z" };
      parts.push(text(sentence(suggestions, 3), [{ type, attrs }]), text(" "));
    }
    if (!isPlain && notes < size.footnotes && index % every(size.footnotes) === 0) {
      const attrs = { id: `fn-${notes}` };
      parts.push({ type: "footnote", attrs, content: [text(sentence(notes, 12))] });
      notes += 1;
    }
    parts.push(text(`${sentence(index + 3, 10)}.`));
    content.push({ type: "paragraph", attrs: { id: `p-${index}` }, content: parts });
    if (tables < size.tables && index % every(size.tables) === 1) {
      content.push(table(tables));
      tables += 1;
    }
  }
  return { type: "doc", content };
}

function table(place: number): PaperNodeJson {
  const cell = (row: number, column: number): PaperNodeJson => ({
    type: row === 0 ? "tableHeader" : "tableCell",
    attrs: { id: `t-${place}-${row}-${column}` },
    content: [
      {
        type: "paragraph",
        attrs: { id: `t-${place}-${row}-${column}-p` },
        content: [text(sentence(row + column + place, 3))],
      },
    ],
  });
  const rows = Array.from({ length: 5 }, (_, row): PaperNodeJson => ({
    type: "tableRow",
    attrs: { id: `t-${place}-${row}` },
    content: Array.from({ length: 4 }, (_cell, column) => cell(row, column)),
  }));
  return { type: "table", attrs: { id: `t-${place}` }, content: rows };
}
