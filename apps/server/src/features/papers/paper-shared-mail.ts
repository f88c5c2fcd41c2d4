/** The mail to a person with whom a paper has been shared. */
import type { TypedText } from "@istmo/contracts";
import type { ClassificationLevel } from "@istmo/domain";
import type { NewMail } from "../../platform/mail-outbox.ts";

export interface PaperShared {
  readonly to: { readonly name: string; readonly email: string; readonly locale: string };
  readonly sharedBy: string;
  readonly paper: {
    readonly id: string;
    readonly title: TypedText;
    readonly classification: ClassificationLevel;
  };
  /** Where people open the page. */
  readonly origin: string;
  /** The last day on which it holds. */
  readonly expiresOn: string | null;
}

/** In the person's language. Of a classified paper not even the title leaves the house. */
export function paperSharedMail({ to, sharedBy, paper, origin, expiresOn }: PaperShared): NewMail {
  const isSpanish = to.locale !== "en";
  const link = `${origin}/papers/${paper.id}`;
  const title =
    paper.classification === "unclassified"
      ? ((isSpanish ? paper.title.es : paper.title.en) ?? paper.title.es ?? paper.title.en ?? null)
      : null;
  const lines = isSpanish
    ? [
        `Estimado/a ${to.name}:`,
        title === null
          ? `${sharedBy} ha compartido con usted un documento en Istmo.`
          : `${sharedBy} ha compartido con usted el documento «${title}» en Istmo.`,
        ...(expiresOn === null ? [] : [`Podrá abrirlo hasta el ${expiresOn} inclusive.`]),
        "Inicie sesión para abrirlo:",
      ]
    : [
        `Dear ${to.name},`,
        title === null
          ? `${sharedBy} has shared a paper with you in Istmo.`
          : `${sharedBy} has shared the paper “${title}” with you in Istmo.`,
        ...(expiresOn === null ? [] : [`You can open it up to and including ${expiresOn}.`]),
        "Sign in to open it:",
      ];
  const subject = isSpanish
    ? "Se ha compartido un documento con usted"
    : "A paper has been shared with you";
  return {
    kind: "paper_shared",
    to: to.email,
    subject,
    text: `${[...lines, link].join("\n\n")}\n`,
  };
}
