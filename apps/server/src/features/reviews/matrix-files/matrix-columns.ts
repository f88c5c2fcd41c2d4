/** The columns of a matrix as a file, with the words of the office in both languages. */
import type { Language } from "@istmo/contracts";
import type { ClassificationLevel, CommentKind, CommentState, Disposition } from "@istmo/domain";

export const columns = [
  "paragraph",
  "section",
  "organisation",
  "kind",
  "quote",
  "observation",
  "proposed",
  "response",
  "disposition",
  "reason",
  "responsible",
  "state",
  "reference",
] as const;
export type Column = (typeof columns)[number];

/** One row of the matrix, in words. */
export type SheetRow = Readonly<Record<Column, string>>;

export interface MatrixSheet {
  readonly title: string;
  /** Stands at the head and the foot of each page, and above the table. */
  readonly classification: string;
  /** What the file is: round, version, who exported it and when, how it is filled in. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly headings: Readonly<Record<Column, string>>;
  readonly dispositions: readonly string[];
  readonly rows: readonly SheetRow[];
  readonly language: Language;
  readonly at: Date;
}

interface Words {
  readonly title: string;
  readonly columns: Readonly<Record<Column, string>>;
  readonly dispositions: Readonly<Record<Disposition, string>>;
  readonly kinds: Readonly<Record<CommentKind, string>>;
  readonly states: Readonly<Record<CommentState, string>>;
  readonly levels: Readonly<Record<ClassificationLevel, string>>;
  readonly facts: {
    readonly paper: string;
    readonly round: string;
    readonly version: string;
    readonly exported: string;
    readonly howTo: string;
  };
  readonly fill: string;
  readonly whole: string;
}

export const words: Readonly<Record<Language, Words>> = {
  es: {
    title: "Matriz de observaciones",
    columns: {
      paragraph: "Párrafo",
      section: "Sección",
      organisation: "Organización",
      kind: "Tipo",
      quote: "Texto citado",
      observation: "Observación",
      proposed: "Redacción propuesta",
      response: "Respuesta",
      disposition: "Decisión",
      reason: "Motivo",
      responsible: "Responsable",
      state: "Estado",
      reference: "Referencia",
    },
    dispositions: {
      accepted: "Aceptada",
      partially_accepted: "Aceptada en parte",
      not_accepted: "No aceptada",
      noted: "Se toma nota",
    },
    kinds: { substantive: "De fondo", editorial: "De forma", translation: "De traducción" },
    states: {
      internal: "Borrador",
      submitted: "Sin responder",
      answered: "Respondida",
      contested: "Impugnada",
      closed: "Cerrada",
      withdrawn: "Retirada",
    },
    levels: {
      unclassified: "No clasificado",
      confidential: "Confidencial",
      strictly_confidential: "Estrictamente confidencial",
    },
    facts: {
      paper: "Documento",
      round: "Ronda",
      version: "Versión (SHA-256)",
      exported: "Exportada por",
      howTo: "Cómo se rellena",
    },
    fill: "Escriba en Respuesta, Decisión y Motivo. No cambie la columna Referencia: por ella se reconoce cada fila.",
    whole: "General",
  },
  en: {
    title: "Comment matrix",
    columns: {
      paragraph: "Paragraph",
      section: "Section",
      organisation: "Organisation",
      kind: "Type",
      quote: "Quoted text",
      observation: "Comment",
      proposed: "Proposed wording",
      response: "Response",
      disposition: "Decision",
      reason: "Reason",
      responsible: "Responsible",
      state: "State",
      reference: "Reference",
    },
    dispositions: {
      accepted: "Accepted",
      partially_accepted: "Partially accepted",
      not_accepted: "Not accepted",
      noted: "Noted",
    },
    kinds: { substantive: "Substantive", editorial: "Editorial", translation: "Translation" },
    states: {
      internal: "Draft",
      submitted: "Not answered",
      answered: "Answered",
      contested: "Contested",
      closed: "Closed",
      withdrawn: "Withdrawn",
    },
    levels: {
      unclassified: "Unclassified",
      confidential: "Confidential",
      strictly_confidential: "Strictly confidential",
    },
    facts: {
      paper: "Paper",
      round: "Round",
      version: "Version (SHA-256)",
      exported: "Exported by",
      howTo: "How to fill it in",
    },
    fill: "Write in Response, Decision and Reason. Do not change the column Reference: each row is known by it.",
    whole: "General",
  },
};

/** By what a row of a file is known: the row, and the version of it that the file shows. */
export const referenceOf = ({ id, version }: { readonly id: string; readonly version: number }) =>
  `${id}/${version}`;

/** Null for what is no reference. */
export function readReference(text: string): { id: string; version: number } | null {
  // Word may have broken it over lines.
  const match = /^([\x21-\x2e\x30-\x7e]{1,64})\/(\d{1,9})$/.exec(text.replace(/\s+/g, ""));
  return match === null ? null : { id: match[1] ?? "", version: Number(match[2]) };
}
