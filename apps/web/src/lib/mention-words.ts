/**
 * Words that name somebody, in comments on papers and on action items. A body is plain text in which
 * `@{person:…}` names somebody; in the field the same stands as "@Name", beside the list of who is
 * meant by which name.
 */
import type { CommentMessage, Language } from "@istmo/contracts";

export interface Mention {
  readonly subject: string;
  /** As it stands after the @. */
  readonly label: string;
}

export interface Words {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

export const noWords: Words = { text: "", mentions: [] };

const token = /@\{((?:person|centre|organisation):[\w.-]{1,64})\}/g;

/** The body that is sent: what is no longer in the text names nobody. */
export function bodyOf({ text, mentions }: Words): string {
  // A longer name may begin with a shorter one.
  const longestFirst = [...mentions].sort((a, b) => b.label.length - a.label.length);
  return longestFirst
    .reduce((body, { subject, label }) => {
      const name = new RegExp(`@${escaped(label)}(?![\\p{L}\\p{N}])`, "gu");
      return body.replace(name, () => `@{${subject}}`);
    }, text)
    .trim();
}

const escaped = (label: string) => label.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

type Said = Pick<CommentMessage, "body" | "mentions">;

/** What is written in the field to edit a message. */
export function wordsOf({ body, mentions }: Said, language: Language): Words {
  let known: readonly Mention[] = [];
  for (const { subject, label } of mentions) known = withMention(known, subject, label[language]);
  const nameOf = new Map(known.map(({ subject, label }) => [subject, label]));
  return {
    text: body.replace(token, (whole, subject: string) => {
      const label = nameOf.get(subject);
      return label === undefined ? whole : `@${label}`;
    }),
    mentions: known,
  };
}

/** Two people of one name are told apart by a number. */
export function withMention(
  mentions: readonly Mention[],
  subject: string,
  name: string,
): readonly Mention[] {
  if (mentions.some((one) => one.subject === subject)) return mentions;
  let label = name;
  for (let count = 2; mentions.some((one) => one.label === label); count += 1)
    label = `${name} (${count})`;
  return [...mentions, { subject, label }];
}

export type Piece = { readonly text: string; readonly subject: string | null };

/** A body in pieces to be shown: runs of text, and the names in it. */
export function piecesOf({ body, mentions }: Said, language: Language): Piece[] {
  const nameOf = new Map(mentions.map(({ subject, label }) => [subject, label[language]]));
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of body.matchAll(token)) {
    const [whole, subject = ""] = match;
    const name = nameOf.get(subject);
    if (name === undefined) continue;
    if (match.index > end) pieces.push({ text: body.slice(end, match.index), subject: null });
    pieces.push({ text: `@${name}`, subject });
    end = match.index + whole.length;
  }
  if (end < body.length) pieces.push({ text: body.slice(end), subject: null });
  return pieces;
}

/** A body as one line of text, for titles and labels. */
export const lineOf = (said: Said, language: Language): string =>
  piecesOf(said, language)
    .map(({ text }) => text)
    .join("")
    .replace(/\s+/g, " ")
    .trim();

/** What stands after the @ before the cursor, and where it begins; null where no name is typed. */
export function mentionBefore(
  text: string,
  cursor: number,
): { readonly start: number; readonly typed: string } | null {
  const match = /(?:^|[\s(«"'])@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]+){0,3})$/u.exec(
    text.slice(0, cursor),
  );
  if (match === null) return null;
  const typed = match[1] ?? "";
  return { start: cursor - typed.length - 1, typed };
}

const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

/** Whether a word of the name, and what follows it, begins with what was typed. */
export const nameFits = (name: string, typed: string): boolean =>
  plain(name)
    .split(/[\s-]+/)
    .some((_word, at, words) => words.slice(at).join(" ").startsWith(plain(typed)));
