/** The mails about people, in the reader's language. Names and titles are single lines already. */
import { officeTimeZone, type Role } from "@istmo/domain";
import type { Language, LocalText } from "@istmo/contracts";
import type { NewMail } from "../../platform/mail-outbox.ts";

type MailText = Omit<NewMail, "to">;

/** A person's language; Spanish for whatever is not English. */
export const languageOf = (locale: string): Language => (locale === "en" ? "en" : "es");

/** As the page calls them (apps/web/src/i18n/role.*.json). */
const roleNames: Readonly<Record<Role, LocalText>> = {
  admin: { es: "Administración", en: "Administrator" },
  office_reviewer: { es: "Oficial de programas", en: "Programme officer" },
  head: { es: "Jefatura de la Oficina", en: "Head of office" },
  centre_lead: { es: "Dirección del centro", en: "Centre lead" },
  expert: { es: "Persona experta", en: "Expert" },
  focal_point: { es: "Punto focal", en: "Focal point" },
  policy_counterpart: { es: "Contraparte política", en: "Policy counterpart" },
  observer: { es: "Observación", en: "Observer" },
};
const office: LocalText = { es: "Oficina Regional", en: "Regional office" };

const dayLong = (language: Language, at: Date) =>
  new Intl.DateTimeFormat(language === "es" ? "es" : "en-GB", {
    dateStyle: "long",
    timeZone: officeTimeZone,
  }).format(at);

const paragraphs = (...parts: readonly (string | null)[]) =>
  `${parts.filter((part) => part !== null).join("\n\n")}\n`;

/** Who invites whom into which post; the link alone carries the token. */
export function invitationMail(invitation: {
  readonly language: Language;
  readonly name: string;
  readonly invitedBy: string;
  readonly role: Role;
  /** The centre or organisation; null for the office. */
  readonly body: LocalText | null;
  readonly link: string;
  readonly expiresAt: Date;
}): MailText {
  const { language, name, invitedBy, link, expiresAt } = invitation;
  const role = roleNames[invitation.role][language];
  const body = (invitation.body ?? office)[language];
  const until = dayLong(language, expiresAt);
  const texts = {
    es: {
      subject: `Invitación a Istmo: ${role}, ${body}`,
      text: paragraphs(
        `Saludos, ${name}:`,
        `${invitedBy} le invita a Istmo, el espacio de trabajo de la Oficina Regional y de sus centros de excelencia.`,
        `Puesto: ${role}\nEntidad: ${body}`,
        `Para aceptar la invitación, abra este enlace a más tardar el ${until}:`,
        link,
        "El enlace es personal y sirve una sola vez. Si no esperaba esta invitación, no tiene que hacer nada.",
      ),
    },
    en: {
      subject: `Invitation to Istmo: ${role}, ${body}`,
      text: paragraphs(
        `Dear ${name},`,
        `${invitedBy} invites you to Istmo, the workspace of the regional office and its centres of excellence.`,
        `Post: ${role}\nBody: ${body}`,
        `To accept the invitation, open this link by ${until}:`,
        link,
        "The link is for you alone and works once. If you did not expect this invitation, you need not do anything.",
      ),
    },
  };
  return { kind: "invitation", ...texts[language] };
}

/** To the old address, so that nobody loses an account without noticing. */
export function emailChangedMail({
  language,
  name,
  email,
}: {
  readonly language: Language;
  readonly name: string;
  readonly email: string;
}): MailText {
  const texts = {
    es: {
      subject: "Su correo en Istmo cambió",
      text: paragraphs(
        `Saludos, ${name}:`,
        `La administración cambió el correo con el que usted inicia sesión en Istmo. El nuevo es ${email}.`,
        "Si no lo pidió, avise a la administración de Istmo cuanto antes.",
      ),
    },
    en: {
      subject: "Your address in Istmo has changed",
      text: paragraphs(
        `Dear ${name},`,
        `The administration has changed the address with which you sign in to Istmo. The new one is ${email}.`,
        "If you did not ask for this, tell the administration of Istmo at once.",
      ),
    },
  };
  return { kind: "email_changed", ...texts[language] };
}

/** A request that was declined. It names no paper: the reader may not know of it. */
export function requestDeclinedMail({
  language,
  name,
  kind,
}: {
  readonly language: Language;
  readonly name: string;
  readonly kind: "account" | "paper";
}): MailText {
  const wanted = {
    es: kind === "account" ? "una cuenta en Istmo" : "acceso a un documento de Istmo",
    en: kind === "account" ? "an account in Istmo" : "access to a paper in Istmo",
  };
  const texts = {
    es: {
      subject: "Su solicitud en Istmo",
      text: paragraphs(
        `Saludos, ${name}:`,
        `Su solicitud de ${wanted.es} no fue aceptada.`,
        "Si tiene preguntas, diríjase a su persona de contacto en la Oficina Regional.",
      ),
    },
    en: {
      subject: "Your request in Istmo",
      text: paragraphs(
        `Dear ${name},`,
        `Your request for ${wanted.en} was not granted.`,
        "If you have questions, please turn to your contact in the regional office.",
      ),
    },
  };
  return { kind: "access_request", ...texts[language] };
}
