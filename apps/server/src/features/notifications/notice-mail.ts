/** The mails of notices: the daily digest, and what somebody wants to hear of at once. */
import type { NoticeSubjectKind, TypedText } from "@istmo/contracts";
import { noticeReasons, type ClassificationLevel, type NoticeReason } from "@istmo/domain";
import type { NewMail } from "../../platform/mail-outbox.ts";

export interface MailedNotice {
  readonly reason: NoticeReason;
  readonly subject: {
    readonly kind: NoticeSubjectKind;
    readonly id: string;
    readonly title: TypedText;
    readonly classification: ClassificationLevel;
  };
}

export interface NoticeMail {
  readonly kind: "notice_digest" | "notice_now";
  readonly to: { readonly name: string; readonly email: string; readonly locale: string };
  readonly notices: readonly MailedNotice[];
  /** How many more there are than the mail names. */
  readonly more: number;
  /** Where people open the page. */
  readonly origin: string;
}

const es: Readonly<Record<NoticeReason, string>> = {
  escalated: "Sin avance",
  mentioned: "Le mencionan",
  assigned: "Se le asignó",
  returned: "Vuelve a usted",
  to_verify: "Por verificar",
  blocked: "Bloqueadas",
  asked: "Se le pide una respuesta",
  commitment: "Compromisos que esperan su paso",
  overdue: "Vencidas",
  due_soon: "Vencen pronto",
  watched: "Lo que sigue",
};
const en: typeof es = {
  escalated: "Standing still",
  mentioned: "You are mentioned",
  assigned: "Assigned to you",
  returned: "Back with you",
  to_verify: "To verify",
  blocked: "Blocked",
  asked: "Your answer is asked for",
  commitment: "Commitments that wait for your step",
  overdue: "Overdue",
  due_soon: "Due soon",
  watched: "What you follow",
};
const kinds = {
  es: {
    action: "Acción",
    commitment: "Compromiso",
    paper: "Documento",
    round: "Ronda de revisión",
  },
  en: { action: "Action", commitment: "Commitment", paper: "Paper", round: "Review round" },
} as const;

/** Where a notice leads, under the page's address. */
export function pathOf({ kind, id }: Pick<MailedNotice["subject"], "kind" | "id">): string {
  const it = encodeURIComponent(id);
  return {
    action: `/actions?action=${it}`,
    commitment: `/commitments?commitment=${it}`,
    paper: `/papers/${it}`,
    round: `/rounds/${it}`,
  }[kind];
}

/** In the person's language, by reason. Of what is classified not even the title leaves the house. */
export function noticeMail({ kind, to, notices, more, origin }: NoticeMail): NewMail {
  const isSpanish = to.locale !== "en";
  const locale = isSpanish ? "es" : "en";
  const named = ({ subject: { title, classification, kind: what } }: MailedNotice) => {
    if (classification !== "unclassified")
      return `${kinds[locale][what]} ${isSpanish ? "(clasificado: inicie sesión para verlo)" : "(classified: sign in to see it)"}`;
    const text = title[locale] ?? title.es ?? title.en ?? "";
    return isSpanish ? `${kinds.es[what]}: «${text}»` : `${kinds.en[what]}: “${text}”`;
  };
  const parts = noticeReasons.flatMap((reason) => {
    const own = notices.filter((notice) => notice.reason === reason);
    if (own.length === 0) return [];
    const heading = `— ${(isSpanish ? es : en)[reason]} (${own.length})`;
    return [
      heading,
      ...own.map((notice) => `${named(notice)}\n${origin}${pathOf(notice.subject)}`),
    ];
  });
  const count = notices.length + more;
  const subject = isSpanish
    ? `Istmo: ${count === 1 ? "un aviso" : `${count} avisos`}${kind === "notice_digest" ? " de hoy" : ""}`
    : `Istmo: ${count === 1 ? "one notice" : `${count} notices`}${kind === "notice_digest" ? " for today" : ""}`;
  const lines = [
    isSpanish ? `Estimado/a ${to.name}:` : `Dear ${to.name},`,
    isSpanish
      ? "Esto le concierne en Istmo y aún no lo ha leído:"
      : "This concerns you in Istmo, and you have not read it yet:",
    ...parts,
    ...(more === 0 ? [] : [isSpanish ? `Y ${more} más.` : `And ${more} more.`]),
    isSpanish ? "Su bandeja:" : "Your inbox:",
    `${origin}/notices`,
    isSpanish ? "Qué le llega y cuándo:" : "What reaches you, and when:",
    `${origin}/notices/settings`,
  ];
  return { kind, to: to.email, subject, text: `${lines.join("\n\n")}\n` };
}
