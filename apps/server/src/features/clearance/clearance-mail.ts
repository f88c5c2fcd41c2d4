/** The mails of a clearance and of a paper's last steps, in the person's language. */
import type { TypedText } from "@istmo/contracts";
import type { ClassificationLevel } from "@istmo/domain";
import type { NewMail } from "../../platform/mail-outbox.ts";

/** What a mail tells. */
export type ClearanceMailKind =
  | "asked"
  | "asked_again"
  | "carried"
  | "reminder"
  | "delegated"
  | "objected"
  | "silence"
  | "overridden"
  | "sent_back"
  | "revised"
  | "policy_opened"
  | "cleared"
  | "issued"
  | "corrected"
  | "superseded"
  | "paper_withdrawn";

export interface ClearanceMail {
  readonly kind: ClearanceMailKind;
  readonly to: { readonly name: string; readonly email: string; readonly locale: string };
  readonly paper: { readonly title: TypedText; readonly classification: ClassificationLevel };
  /** Of what has a time limit. */
  readonly limit?: { readonly at: Date; readonly timeZone: string };
  /** Of what is issued: the symbol, which is no secret. */
  readonly symbol?: string;
  readonly link: string;
  /** Whether the link answers without a session. */
  readonly isPersonal?: boolean;
}

type Texts = Readonly<Record<ClearanceMailKind, readonly [subject: string, sentence: string]>>;

const es: Texts = {
  asked: [
    "Se pide su visto bueno a un documento",
    "Se pide el visto bueno de su organización a una versión que ya no cambia.",
  ],
  asked_again: [
    "Se pide de nuevo su visto bueno",
    "Hay una versión nueva de un documento, y lo que cambió concierne a su organización.",
  ],
  carried: [
    "Su respuesta vale también para la nueva versión",
    "Hay una versión nueva de un documento. Nada de lo que concierne a su organización cambió, así que su respuesta se mantiene. Puede retirarla y dar otra.",
  ],
  reminder: [
    "Falta la respuesta de su organización",
    "Su organización aún no respondió a una solicitud de visto bueno.",
  ],
  delegated: [
    "Se le delega una respuesta",
    "Se le delega la respuesta de su organización a una solicitud de visto bueno.",
  ],
  objected: [
    "Hay una objeción",
    "Una organización objetó un documento al que se pidió también su visto bueno.",
  ],
  silence: [
    "Su silencio quedó registrado",
    "El plazo venció sin respuesta de su organización. Consta como silencio, no como consentimiento.",
  ],
  overridden: [
    "La jefatura continúa sin su respuesta",
    "El plazo venció, y la jefatura de la oficina continúa sin la respuesta de su organización. Su motivo consta en el registro.",
  ],
  sent_back: [
    "La oficina devolvió un documento",
    "La oficina regional devolvió un documento a sus autores con una nota.",
  ],
  revised: [
    "Un documento vuelve a revisión",
    "Un documento vuelve a la revisión de expertos. Las respuestas que no se ven afectadas se mantienen.",
  ],
  policy_opened: [
    "Se abrió el nivel político",
    "Un documento pasó al nivel político del visto bueno.",
  ],
  cleared: ["Un documento recibió el visto bueno", "Un documento recibió el visto bueno."],
  issued: ["Se emitió un documento", "Se emitió un documento en todos sus idiomas."],
  corrected: ["Se emitió una corrección", "Se emitió una corrección a un documento."],
  superseded: ["Un documento fue reemplazado", "Un documento fue reemplazado por otro."],
  paper_withdrawn: ["Un documento fue retirado", "La oficina regional retiró un documento."],
};
const en: Texts = {
  asked: [
    "Your clearance of a paper is asked for",
    "Your organisation is asked to clear a version that no longer changes.",
  ],
  asked_again: [
    "Your clearance is asked for again",
    "There is a new version of a paper, and what changed concerns your organisation.",
  ],
  carried: [
    "Your answer holds for the new version",
    "There is a new version of a paper. Nothing that concerns your organisation has changed, so your answer stands. You can withdraw it and give another.",
  ],
  reminder: [
    "The answer of your organisation is missing",
    "Your organisation has not answered yet to a request for clearance.",
  ],
  delegated: [
    "An answer is delegated to you",
    "The answer of your organisation to a request for clearance is delegated to you.",
  ],
  objected: [
    "There is an objection",
    "An organisation has objected to a paper that you are also asked to clear.",
  ],
  silence: [
    "Your silence is on record",
    "The time limit passed without an answer of your organisation. This is recorded as silence, not as consent.",
  ],
  overridden: [
    "The head of office goes on without your answer",
    "The time limit has passed, and the head of office goes on without the answer of your organisation. The reason is on record.",
  ],
  sent_back: [
    "The office sent a paper back",
    "The regional office sent a paper back to its authors with a note.",
  ],
  revised: [
    "A paper goes back to review",
    "A paper goes back to expert review. Answers that are not concerned stand.",
  ],
  policy_opened: [
    "The policy level has opened",
    "A paper has gone on to the policy level of clearance.",
  ],
  cleared: ["A paper is cleared", "A paper has been cleared."],
  issued: ["A paper was issued", "A paper was issued in all its languages."],
  corrected: ["A correction was issued", "A correction to a paper was issued."],
  superseded: ["A paper was superseded", "A paper was superseded by another."],
  paper_withdrawn: ["A paper was withdrawn", "The regional office withdrew a paper."],
};

const isSpanish = ({ locale }: ClearanceMail["to"]) => locale !== "en";

/** The exact hour with its zone, so that nobody takes it for their own. */
function hourOf({ at, timeZone }: NonNullable<ClearanceMail["limit"]>, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: "long",
    timeStyle: "short",
  });
  return `${format.format(at)} (${timeZone})`;
}

/** Of a classified paper not even the title leaves the house. */
export function clearanceMail(mail: ClearanceMail): NewMail {
  const { kind, to, paper, limit, symbol, link, isPersonal = false } = mail;
  const [subject, sentence] = (isSpanish(to) ? es : en)[kind];
  const locale = isSpanish(to) ? "es" : "en";
  const { title, classification } = paper;
  const named =
    classification === "unclassified" ? (title[locale] ?? title.es ?? title.en ?? null) : null;
  const say = (spanish: string, english: string) => (isSpanish(to) ? spanish : english);
  const lines = [
    say(`Estimado/a ${to.name}:`, `Dear ${to.name},`),
    ...(named === null ? [] : [say(`«${named}»`, `“${named}”`)]),
    sentence,
    ...(symbol === undefined ? [] : [say(`Signatura: ${symbol}`, `Symbol: ${symbol}`)]),
    ...(limit === undefined
      ? []
      : [say(`Plazo: ${hourOf(limit, locale)}.`, `Time limit: ${hourOf(limit, locale)}.`)]),
    isPersonal
      ? say(
          "Lea y responda aquí. El enlace es personal: al responder se le pide un código que llega a esta dirección.",
          "Read and answer here. The link is personal: to answer you are asked for a code that is sent to this address.",
        )
      : say("Inicie sesión para abrirlo:", "Sign in to open it:"),
    link,
  ];
  return { kind: `clearance_${kind}`, to: to.email, subject, text: `${lines.join("\n\n")}\n` };
}

/** The code that is asked for with an answer from a mail. */
export function clearanceCodeMail(to: ClearanceMail["to"], code: string): NewMail {
  const [subject, text] = isSpanish(to)
    ? [
        "Su código para responder",
        `Estimado/a ${to.name}:\n\nCon este código se registra su respuesta. Vale diez minutos:\n\n${code}\n\nSi no lo pidió usted, alguien abrió un enlace que era suyo. Sin el código no puede responder.`,
      ]
    : [
        "Your code for answering",
        `Dear ${to.name},\n\nYour answer is recorded with this code. It holds for ten minutes:\n\n${code}\n\nIf you did not ask for it, somebody opened a link of yours. Without the code they cannot answer.`,
      ];
  return { kind: "clearance_code", to: to.email, subject, text: `${text}\n` };
}
