/** The mails of a round, to whoever speaks for a participant. */
import type { TypedText } from "@istmo/contracts";
import type { ClassificationLevel, ReminderKind } from "@istmo/domain";
import type { NewMail } from "../../platform/mail-outbox.ts";

/** What a mail tells: that the round has begun, has more time, has closed, is answered, or a reminder. */
export type RoundMailKind = "opened" | "extended" | "closed" | "answered" | ReminderKind;

export interface RoundMail {
  readonly kind: RoundMailKind;
  readonly to: { readonly name: string; readonly email: string; readonly locale: string };
  readonly paper: { readonly title: TypedText; readonly classification: ClassificationLevel };
  readonly roundId: string;
  readonly limit: { readonly at: Date; readonly timeZone: string };
  /** Where people open the page. */
  readonly origin: string;
}

const es: Readonly<Record<RoundMailKind, readonly [subject: string, sentence: string]>> = {
  opened: [
    "Se pide su posición sobre un documento",
    "Se abrió una ronda de revisión. Envíe su posición antes del",
  ],
  extended: [
    "Más tiempo para su posición",
    "Se prorrogó el plazo de la ronda de revisión: ahora vence el",
  ],
  closed: ["Se cerró una ronda de revisión", "Se cerró la ronda de revisión cuyo plazo vencía el"],
  answered: [
    "La matriz de observaciones tiene respuesta",
    "La Oficina respondió a las observaciones de la ronda de revisión cuyo plazo vencía el",
  ],
  a_week_left: [
    "Queda una semana para su posición",
    "Falta su posición en la ronda de revisión, que vence el",
  ],
  two_days_left: [
    "Quedan dos días para su posición",
    "Falta su posición en la ronda de revisión, que vence el",
  ],
  hours_left: [
    "Quedan horas para su posición",
    "Falta su posición en la ronda de revisión, que vence el",
  ],
  late: [
    "Venció el plazo de su posición",
    "Aún puede enviar su posición mientras la ronda siga abierta. El plazo venció el",
  ],
};
const en: typeof es = {
  opened: [
    "Your position on a paper is asked for",
    "A review round has opened. Submit your position before",
  ],
  extended: [
    "More time for your position",
    "The time limit of the review round was extended: it is now",
  ],
  closed: ["A review round has closed", "The review round has closed whose time limit was"],
  answered: [
    "The comment matrix has its answers",
    "The Office has answered the comments of the review round whose time limit was",
  ],
  a_week_left: [
    "One week left for your position",
    "Your position in the review round is missing; its time limit is",
  ],
  two_days_left: [
    "Two days left for your position",
    "Your position in the review round is missing; its time limit is",
  ],
  hours_left: [
    "Hours left for your position",
    "Your position in the review round is missing; its time limit is",
  ],
  late: [
    "The time limit for your position has passed",
    "You can still submit your position while the round is open. The time limit was",
  ],
};

/** The exact hour with its zone, so that nobody takes it for their own. */
function hourOf({ at, timeZone }: RoundMail["limit"], locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: "long",
    timeStyle: "short",
  });
  return `${format.format(at)} (${timeZone})`;
}

/** In the person's language. Of a classified paper not even the title leaves the house. */
export function roundMail({ kind, to, paper, roundId, limit, origin }: RoundMail): NewMail {
  const isSpanish = to.locale !== "en";
  const locale = isSpanish ? "es" : "en";
  const [subject, sentence] = (isSpanish ? es : en)[kind];
  const { title, classification } = paper;
  const named =
    classification === "unclassified" ? (title[locale] ?? title.es ?? title.en ?? null) : null;
  const lines = [
    isSpanish ? `Estimado/a ${to.name}:` : `Dear ${to.name},`,
    ...(named === null ? [] : [isSpanish ? `«${named}»` : `“${named}”`]),
    `${sentence} ${hourOf(limit, locale)}.`,
    isSpanish ? "Inicie sesión para abrirla:" : "Sign in to open it:",
    `${origin}/rounds/${roundId}`,
  ];
  return { kind: `round_${kind}`, to: to.email, subject, text: `${lines.join("\n\n")}\n` };
}
