/** A sealed record on paper, in Spanish or English. It says what the JSON says and is not itself the proof. */
import type { Language, LocalText } from "@istmo/contracts";
import PDFDocument from "pdfkit";
import { fingerprintOf, type RecordedRequest, type SealedRecord } from "./sealed-record.ts";

const words = {
  es: {
    title: "Registro de visto bueno",
    paper: "Documento",
    cleared: "Texto que recibió el visto bueno (SHA-256)",
    levels: { expert: "Nivel de expertos", policy: "Nivel político" },
    answers: {
      clear: "Visto bueno",
      clear_with_comments: "Visto bueno con comentarios",
      object: "Objeción",
      silence: "Silencio: el plazo venció sin respuesta; no es un consentimiento expreso",
      override: "La jefatura de la oficina continuó sin la respuesta",
    },
    noAnswer: "Sin respuesta",
    carried: "dado a una versión anterior; se mantiene",
    withdrawn: "retirada",
    late: "fuera de plazo",
    condition: "a condición de que se atiendan",
    delegate: "por delegación",
    mail: "por enlace enviado por correo",
    overrides: "Niveles que la jefatura de la oficina no esperó",
    reservations: "Reservas (notas numeradas, fuera del texto)",
    audit: "Posiciones en el registro de auditoría",
    seal: "Sello",
    sealed: "Sellado por",
    key: "Huella de la clave",
    signature: "Firma (Ed25519)",
    limit: "Plazo",
    unclassified: "Sin clasificar",
    confidential: "CONFIDENCIAL",
    strictly_confidential: "ESTRICTAMENTE CONFIDENCIAL",
    proof: "La prueba es el archivo JSON de este registro: compruébelo con «istmo verify».",
  },
  en: {
    title: "Record of clearance",
    paper: "Paper",
    cleared: "Text that was cleared (SHA-256)",
    levels: { expert: "Expert level", policy: "Policy level" },
    answers: {
      clear: "Cleared",
      clear_with_comments: "Cleared with comments",
      object: "Objection",
      silence: "Silence: the time limit passed without an answer; this is no consent in words",
      override: "The head of office went on without the answer",
    },
    noAnswer: "No answer",
    carried: "given to an earlier version; it stands",
    withdrawn: "withdrawn",
    late: "late",
    condition: "on condition that they are met",
    delegate: "by delegation",
    mail: "by a link in a mail",
    overrides: "Levels that the head of office did not wait for",
    reservations: "Reservations (numbered notes, outside the text)",
    audit: "Positions in the audit log",
    seal: "Seal",
    sealed: "Sealed by",
    key: "Fingerprint of the key",
    signature: "Signature (Ed25519)",
    limit: "Time limit",
    unclassified: "Unclassified",
    confidential: "CONFIDENTIAL",
    strictly_confidential: "STRICTLY CONFIDENTIAL",
    proof: "The proof is the JSON file of this record: check it with “istmo verify”.",
  },
} as const;

/** The standard fonts of PDF know Latin letters; what they do not know is shown as "?". */
const printable = (text: string) => text.replace(/[^\u0020-\u007e\u00a0-\u00ff–—‘’“”•…\n]/g, "?");

export async function printRecord(
  { body, seal }: SealedRecord,
  language: Language,
): Promise<Uint8Array<ArrayBuffer>> {
  const say = words[language];
  const named = (text: LocalText) => text[language];
  const marking = say[body.paper.classification];
  const pdf = new PDFDocument({
    size: "A4",
    margins: { top: 64, bottom: 64, left: 56, right: 56 },
    bufferPages: true,
    info: { Title: say.title, CreationDate: new Date(body.sealed.at) },
  });
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve) => pdf.on("end", resolve));

  const heading = (text: string) =>
    pdf.moveDown(0.8).font("Helvetica-Bold").fontSize(12).text(printable(text)).moveDown(0.2);
  const line = (text: string, indent = 0) =>
    pdf.font("Helvetica").fontSize(9.5).text(printable(text), { indent });
  const mono = (text: string) => pdf.font("Courier").fontSize(8).text(printable(text));
  const instant = (at: string, timeZone = "America/Panama") => {
    const format = new Intl.DateTimeFormat(language, {
      ...{ timeZone, dateStyle: "long", timeStyle: "short" },
    });
    return `${format.format(new Date(at)).replace(/\s/g, " ")} (${timeZone})`;
  };

  const request = ({ organisation, limit, isCarried, answers }: RecordedRequest) => {
    pdf
      .moveDown(0.3)
      .font("Helvetica-Bold")
      .fontSize(10)
      .text(printable(named(organisation.name)));
    line(`${say.limit}: ${instant(limit.at, limit.timeZone)}`, 12);
    if (answers.length === 0) line(say.noAnswer, 12);
    for (const one of answers) {
      const notes = [
        ...(one.isConditional ? [say.condition] : []),
        ...(one.isLate ? [say.late] : []),
        ...(one.asDelegate ? [say.delegate] : []),
        ...(one.by === "mail" ? [say.mail] : []),
        ...(isCarried && one === answers[0] ? [say.carried] : []),
        ...(one.withdrawnAt === null ? [] : [say.withdrawn]),
      ];
      const by = one.givenBy === null ? "" : `, ${one.givenBy.name}`;
      const more = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
      line(`${say.answers[one.answer]}${by}, ${instant(one.givenAt, limit.timeZone)}${more}`, 12);
      for (const text of [one.comments, one.reason]) if (text !== null) line(text, 24);
    }
  };

  pdf.font("Helvetica-Bold").fontSize(18).text(printable(say.title));
  line(say.proof);
  heading(say.paper);
  for (const { language: one, title } of body.version.editions) line(`${title} (${one})`);
  line(say[body.paper.classification]);
  heading(say.cleared);
  mono(body.version.sha256);
  for (const { language: one, sha256 } of body.version.editions) mono(`${one}  ${sha256}`);
  for (const { level, requests } of body.levels) {
    heading(say.levels[level]);
    for (const one of requests) request(one);
  }
  if (body.overrides.length > 0) heading(say.overrides);
  for (const { reason, by, at } of body.overrides)
    line(`${by.name}, ${instant(at)}: ${reason ?? ""}`);
  if (body.reservations.length > 0) heading(say.reservations);
  for (const { number, organisation, level, text } of body.reservations)
    line(`${number}. ${named(organisation)} (${say.levels[level]}): ${text}`);
  heading(say.audit);
  for (const { seq, hash } of body.audit) mono(`${seq}  ${hash}`);
  heading(say.seal);
  line(`${say.sealed} ${body.sealed.by.name}, ${instant(body.sealed.at)}`);
  mono(seal.sha256);
  line(`${say.key}:`);
  mono(fingerprintOf(seal.publicKey));
  line(`${say.signature}:`);
  mono(seal.signature);

  // Every page is marked, once all of them are there.
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(index);
    const { width, height } = pdf.page;
    const foot = `${marking}   ${index + 1} / ${count}`;
    pdf.page.margins.bottom = 0;
    pdf
      .font("Helvetica")
      .fontSize(8)
      .text(foot, 0, height - 40, {
        ...{ width, align: "center", lineBreak: false },
      });
  }
  pdf.end();
  await done;
  return new Uint8Array(Buffer.concat(chunks));
}
