/**
 * A calendar as RFC 5545 writes it: lines of at most 75 bytes, folded between characters, with CRLF.
 * The libraries for it that are kept up ask for a newer Node or bring a date library with them.
 */

/** A day in a calendar: an all-day event. */
export interface CalendarDay {
  readonly uid: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly summary: string;
  readonly description?: string;
  readonly url: string;
  readonly changedAt: Date;
  /** Counts the changes, so that a calendar knows the newer of two. */
  readonly sequence: number;
}

const lineBytes = 75;

/** Words within a property of text. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/\\/g, "\\\\")
      .replace(/;/g, "\\;")
      .replace(/,/g, "\\,")
      .replace(/\r\n|\r|\n/g, "\\n")
      // eslint-disable-next-line no-control-regex -- no calendar may hold them.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]|\p{Cs}/gu, "")
  );
}

/** A line, and its continuations, each of which begins with a space. */
export function fold(line: string): string {
  const lines: string[] = [];
  let current = "";
  let bytes = 0;
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    if (bytes + size > lineBytes) {
      lines.push(current);
      current = " ";
      bytes = 1;
    }
    current += sign;
    bytes += size;
  }
  lines.push(current);
  return lines.join("\r\n");
}

/** 2026-11-24T12:00:00.000Z → 20261124T120000Z */
const stamp = (at: Date) => at.toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");
const compact = (day: string) => day.replaceAll("-", "");
const nextDay = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

export function writeCalendar(
  days: readonly CalendarDay[],
  { name, language }: { readonly name: string; readonly language: string },
): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Istmo//Istmo//${language.toUpperCase()}`,
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escapeText(name)}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    ...days.flatMap(({ uid, day, summary, description, url, changedAt, sequence }) => [
      "BEGIN:VEVENT",
      `UID:${uid}`,
      `DTSTAMP:${stamp(changedAt)}`,
      `LAST-MODIFIED:${stamp(changedAt)}`,
      `SEQUENCE:${sequence}`,
      `DTSTART;VALUE=DATE:${compact(day)}`,
      `DTEND;VALUE=DATE:${compact(nextDay(day))}`,
      `SUMMARY:${escapeText(summary)}`,
      ...(description === undefined ? [] : [`DESCRIPTION:${escapeText(description)}`]),
      `URL:${url}`,
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}
