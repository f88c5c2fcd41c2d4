/**
 * One edition as a file that needs nothing else: no scripts, no images, no fonts from elsewhere. The
 * classification stands at the top and the bottom of every page on paper: the head of a table
 * repeats by itself, its empty foot keeps the room in which the bottom line stands fixed.
 */
import type { ExportFormat, ExportSuggestions, Language } from "@istmo/contracts";
import type { ClassificationLevel, PaperStage } from "@istmo/domain";
import {
  escapeHtml,
  escapeMarkdown,
  toHtml,
  toMarkdown,
  toText,
  type PaperDocumentJson,
  type PrintedCitations,
  type PrintOptions,
} from "@istmo/paper-schema";

export interface ExportedEdition {
  readonly title: string;
  readonly symbol: string | null;
  readonly stage: PaperStage;
  readonly classification: ClassificationLevel;
  /** Whether the paper is an invented example. */
  readonly sample: boolean;
  /** The language of the text. */
  readonly language: Language;
  readonly document: PaperDocumentJson;
  /** Addresses of its pictures, by their file, that hold the pictures themselves. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Titles of the action items that may be named. */
  readonly actionTitles: ReadonlyMap<string, string>;
  readonly citations: PrintedCitations;
  readonly format: ExportFormat;
  readonly suggestions: ExportSuggestions;
}

export interface ExportContext {
  readonly exportedBy: string;
  readonly at: Date;
  readonly timeZone: string;
  /** The language of everything around the text. */
  readonly language: Language;
}

interface Words {
  readonly classification: Readonly<Record<ClassificationLevel, string>>;
  readonly stage: Readonly<Record<PaperStage, string>>;
  readonly facts: { symbol: string; stage: string; classification: string; date: string };
  readonly exportedBy: (name: string, when: string) => string;
  readonly sample: string;
  readonly page: { before: string; of: string };
  readonly html: { action: string; footnotes: string; backToText: string };
}

const words: Readonly<Record<Language, Words>> = {
  es: {
    classification: {
      unclassified: "No clasificado",
      confidential: "Confidencial",
      strictly_confidential: "Estrictamente confidencial",
    },
    stage: {
      draft: "Borrador",
      submitted: "Presentado",
      in_expert_review: "En revisión de expertos",
      in_expert_clearance: "En visto bueno de expertos",
      in_policy_clearance: "En respaldo político",
      cleared: "Aprobado",
      issued: "Publicado",
      superseded: "Sustituido",
      withdrawn: "Retirado",
    },
    facts: {
      symbol: "Signatura",
      stage: "Etapa",
      classification: "Clasificación",
      date: "Fecha",
    },
    exportedBy: (name, when) => `Exportado por ${name}, ${when}`,
    sample: "Documento de muestra con datos ficticios",
    page: { before: "Página ", of: " de " },
    html: { action: "Acción", footnotes: "Notas", backToText: "Volver a la llamada de nota" },
  },
  en: {
    classification: {
      unclassified: "Unclassified",
      confidential: "Confidential",
      strictly_confidential: "Strictly confidential",
    },
    stage: {
      draft: "Draft",
      submitted: "Submitted",
      in_expert_review: "In expert review",
      in_expert_clearance: "In expert clearance",
      in_policy_clearance: "In policy clearance",
      cleared: "Cleared",
      issued: "Issued",
      superseded: "Superseded",
      withdrawn: "Withdrawn",
    },
    facts: {
      symbol: "Symbol",
      stage: "Stage",
      classification: "Classification",
      date: "Date",
    },
    exportedBy: (name, when) => `Exported by ${name}, ${when}`,
    sample: "Sample paper with invented data",
    page: { before: "Page ", of: " of " },
    html: { action: "Action", footnotes: "Notes", backToText: "Back to note mark" },
  },
};

const style = ({ page }: Words) => `
  @page { size: A4; margin: 14mm 20mm;
    @bottom-right { content: "${page.before}" counter(page) "${page.of}" counter(pages);
      font: 8pt system-ui, sans-serif; color: #444; } }
  * { box-sizing: border-box; }
  body { margin: 0 auto; max-width: 44rem; padding: 1rem; color: #111; background: #fff;
    font: 11pt/1.5 Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
  .sheet { width: 100%; border-collapse: collapse; }
  .sheet > * > tr > td { padding: 0; text-align: start; }
  .marking { text-align: center; font: 700 10pt/1.4 system-ui, sans-serif;
    letter-spacing: .06em; text-transform: uppercase; }
  .exported { display: block; font-weight: 400; font-size: 8pt; letter-spacing: 0;
    text-transform: none; color: #444; }
  .head { padding-block-end: 6mm !important; }
  .bottom { padding-block-start: 4mm; }
  h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 6mm; }
  h2 { font-size: 14pt; margin: 7mm 0 2mm; } h3 { font-size: 12pt; } h4, h5 { font-size: 11pt; }
  h1, h2, h3, h4, h5 { break-after: avoid; font-family: system-ui, sans-serif; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 5mm; margin: 0 0 8mm;
    padding-block: 3mm; border-block: 1px solid #999; font: 9.5pt/1.4 system-ui, sans-serif; }
  dt { color: #444; } dd { margin: 0; }
  a { color: #0b4f8a; }
  blockquote { margin-inline: 6mm 0; padding-inline-start: 4mm; border-inline-start: 2px solid #999; }
  .callout { margin-block: 4mm; padding: 2mm 4mm; border: 1px solid #999; break-inside: avoid; }
  .action { font-style: italic; }
  .number { color: #444; margin-inline-end: .4em; }
  p > .number { display: inline-block; min-width: 2em; }
  .bracket { white-space: normal; } .lost { color: #a3261d; }
  ins { text-decoration: underline; } del { text-decoration: line-through; color: #555; }
  .inserted { border-inline-start: 2px solid #1d6639; padding-inline-start: 3mm; }
  .removed { border-inline-start: 2px solid #a3261d; padding-inline-start: 3mm; }
  @counter-style letters-es { system: extends lower-alpha; suffix: ") "; }
  @counter-style letters-en { system: extends lower-alpha; prefix: "("; suffix: ") "; }
  @counter-style roman-es { system: extends lower-roman; suffix: ") "; }
  @counter-style roman-en { system: extends lower-roman; prefix: "("; suffix: ") "; }
  ol[type="a"], ol[type="a"] ol[type="a"] ol[type="a"] { list-style: letters-es; }
  ol[type="a"] ol[type="a"] { list-style: roman-es; }
  :lang(en) > ol[type="a"], :lang(en) ol[type="a"] { list-style: letters-en; }
  :lang(en) ol[type="a"] ol[type="a"] { list-style: roman-en; }
  hr { border: 0; border-block-start: 1px solid #999; margin-block: 6mm; }
  hr.page-break { border-block-start-style: dashed; break-after: page; }
  figure { margin: 5mm 0; break-inside: avoid; } figure img { max-width: 100%; height: auto; }
  figcaption, caption { font: 9.5pt/1.4 system-ui, sans-serif; text-align: start; }
  caption { padding-block-end: 1.5mm; break-after: avoid; } figcaption small { color: #444; }
  .no-picture { padding: 4mm; border: 1px dashed #999; color: #444; }
  .bibliography p { padding-inline-start: 6mm; text-indent: -6mm; margin-block: 1.5mm; }
  .footnotes li.apart { list-style: none; counter-increment: list-item 0; }
  .text-table { width: 100%; border-collapse: collapse; margin-block: 4mm; font-size: 10pt; }
  .text-table th, .text-table td { border: 1px solid #888; padding: 1.5mm 2mm;
    vertical-align: top; text-align: start; }
  .text-table th { background: #eee; } .text-table p { margin: 0; }
  .text-table .align-center { text-align: center; } .text-table .align-right { text-align: right; }
  .footnotes { font-size: 9pt; border-block-start: 1px solid #999; margin-block-start: 8mm; }
  @media print {
    body { max-width: none; padding: 0; }
    .room { height: 18mm; }
    .bottom { position: fixed; inset-inline: 0; inset-block-end: 0; padding: 0; }
    hr.page-break { visibility: hidden; margin: 0; }
    .text-table thead th { background: none; }
  }`;

export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

const types: Readonly<Record<ExportFormat, { readonly type: string; readonly ending: string }>> = {
  html: { type: "text/html; charset=utf-8", ending: "html" },
  markdown: { type: "text/markdown; charset=utf-8", ending: "md" },
  text: { type: "text/plain; charset=utf-8", ending: "txt" },
};

/** The edition as a file of the format that is asked for. */
export function exportEdition(edition: ExportedEdition, context: ExportContext): ExportedFile {
  const { type, ending } = types[edition.format];
  const write = { html: htmlFile, markdown: markdownFile, text: textFile }[edition.format];
  return {
    type,
    name: `${exportFileName(edition)}.${ending}`,
    content: write(edition, context),
  };
}

/** What stands around the text in every format. */
function surroundings(edition: ExportedEdition, context: ExportContext) {
  const said = words[context.language];
  const { at, timeZone, language } = context;
  const day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    dateStyle: "long",
    timeZone,
  }).format(at);
  const when = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(at);
  const facts: readonly (readonly [string, string])[] = [
    ...(edition.symbol === null ? [] : [[said.facts.symbol, edition.symbol] as const]),
    [said.facts.stage, said.stage[edition.stage]],
    [said.facts.classification, said.classification[edition.classification]],
    [said.facts.date, day],
  ];
  return {
    said,
    facts,
    marking: said.classification[edition.classification],
    exported: said.exportedBy(context.exportedBy, when),
    sample: edition.sample ? said.sample : null,
  };
}

function printing(edition: ExportedEdition): PrintOptions {
  const { language, suggestions, actionTitles, citations } = edition;
  return {
    language,
    suggestions,
    actionTitles,
    cite: citations.cite,
    bibliography: citations.bibliography,
  };
}

function markdownFile(edition: ExportedEdition, context: ExportContext): string {
  const { facts, marking, exported, sample } = surroundings(edition, context);
  const mark = `**${escapeMarkdown(marking.toUpperCase())}**`;
  return [
    mark,
    `# ${escapeMarkdown(edition.title)}`,
    facts.map(([name, value]) => `- ${escapeMarkdown(`${name}: ${value}`)}`).join("\n"),
    ...(sample === null ? [] : [`**${escapeMarkdown(sample)}**`]),
    toMarkdown(edition.document, printing(edition)).trimEnd(),
    "---",
    `${mark}\\\n${escapeMarkdown(exported)}\n`,
  ].join("\n\n");
}

function textFile(edition: ExportedEdition, context: ExportContext): string {
  const { facts, marking, exported, sample } = surroundings(edition, context);
  const mark = marking.toUpperCase();
  return [
    mark,
    edition.title,
    facts.map(([name, value]) => `${name}: ${value}`).join("\n"),
    ...(sample === null ? [] : [sample]),
    toText(edition.document, printing(edition)),
    `${mark}\n${exported}\n`,
  ].join("\n\n");
}

function htmlFile(edition: ExportedEdition, context: ExportContext): string {
  const { said, facts, ...around } = surroundings(edition, context);
  const { language } = context;
  const marking = escapeHtml(around.marking);
  const list = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  const sample =
    around.sample === null ? "" : `<p><strong>${escapeHtml(around.sample)}</strong></p>`;
  const exported = escapeHtml(around.exported);
  const text = toHtml(edition.document, {
    ...printing(edition),
    labels: said.html,
    pictures: edition.pictures,
  });
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(edition.title)}</title>
<style>${style(said)}
</style>
</head>
<body>
<table class="sheet" role="presentation">
<thead><tr><td class="head"><div class="marking">${marking}</div></td></tr></thead>
<tbody><tr><td><main>
<h1 lang="${edition.language}">${escapeHtml(edition.title)}</h1>
<dl>${list.join("")}</dl>
${sample}<div lang="${edition.language}">${text}</div>
</main></td></tr></tbody>
<tfoot><tr><td class="room"></td></tr></tfoot>
</table>
<footer class="marking bottom">${marking}<span class="exported">${exported}</span></footer>
</body>
</html>
`;
}

/** A name for the file out of letters that every system and every header takes. */
function exportFileName({
  title,
  symbol,
  language,
}: Pick<ExportedEdition, "title" | "symbol" | "language">): string {
  const plain = (symbol ?? title)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .toLowerCase();
  return `istmo-${plain === "" ? "paper" : plain}-${language}`;
}
