/** The columns of a sheet of action items, and the words that stand in it. */
import { priorities, type Language, type Priority } from "@istmo/contracts";
import type { ActionState } from "@istmo/domain";

export const sheetColumns = [
  "title",
  "description",
  "place",
  "owner",
  "helpers",
  "priority",
  "startOn",
  "dueOn",
  "state",
  "reference",
] as const;
export type SheetColumn = (typeof sheetColumns)[number];

interface SheetWords {
  readonly sheet: string;
  readonly file: string;
  readonly columns: Readonly<Record<SheetColumn, string>>;
  readonly priorities: Readonly<Record<Priority, string>>;
  readonly states: Readonly<Record<ActionState, string>>;
  /** The regional office, which is no centre. */
  readonly office: string;
  readonly example: Readonly<Record<Exclude<SheetColumn, "place" | "reference">, string>>;
}

export const sheetWords: Readonly<Record<Language, SheetWords>> = {
  es: {
    sheet: "Acciones",
    file: "acciones",
    columns: {
      title: "Título",
      description: "Descripción",
      place: "Centro",
      owner: "Responsable",
      helpers: "Apoyos",
      priority: "Prioridad",
      startOn: "Empieza",
      dueOn: "Vence",
      state: "Estado",
      reference: "Referencia",
    },
    priorities: { high: "Alta", normal: "Normal", low: "Baja" },
    states: {
      open: "Abierta",
      in_progress: "En curso",
      blocked: "Bloqueada",
      done: "Hecha",
      verified: "Verificada",
      cancelled: "Cancelada",
    },
    office: "OR",
    example: {
      title: "Ejemplo: revisar el borrador (borre esta fila)",
      description: "Lo que haga falta saber.",
      owner: "correo o nombre completo",
      helpers: "correos separados por punto y coma",
      priority: "Normal",
      startOn: "2027-01-15",
      dueOn: "31/01/2027",
      state: "",
    },
  },
  en: {
    sheet: "Action items",
    file: "action-items",
    columns: {
      title: "Title",
      description: "Description",
      place: "Centre",
      owner: "Owner",
      helpers: "Helpers",
      priority: "Priority",
      startOn: "Start",
      dueOn: "Due",
      state: "State",
      reference: "Reference",
    },
    priorities: { high: "High", normal: "Normal", low: "Low" },
    states: {
      open: "Open",
      in_progress: "In progress",
      blocked: "Blocked",
      done: "Done",
      verified: "Verified",
      cancelled: "Cancelled",
    },
    office: "OR",
    example: {
      title: "Example: review the draft (delete this row)",
      description: "What one needs to know.",
      owner: "e-mail address or full name",
      helpers: "e-mail addresses with semicolons between them",
      priority: "Normal",
      startOn: "2027-01-15",
      dueOn: "31/01/2027",
      state: "",
    },
  },
};

/** As people type it: without accents, marks and case. */
export const plainWords = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();

export const columnByHeading = new Map<string, SheetColumn>(
  Object.values(sheetWords).flatMap(({ columns }) =>
    sheetColumns.map((column) => [plainWords(columns[column]), column] as const),
  ),
);
export const priorityByWords = new Map<string, Priority>(
  Object.values(sheetWords).flatMap((words) =>
    priorities.map((one) => [plainWords(words.priorities[one]), one] as const),
  ),
);
