import type { Authorship } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { useEffect, useMemo } from "react";

import { markAuthors, type AuthorMark, type MarkedBlock } from "./extensions/authorship-marks.ts";
import type { NewBlock } from "./new-text.ts";
import { useAuthorBody, useAuthorship, type AuthorBody } from "./use-authorship.ts";

/** What the text shows of who wrote it. */
export type TextMarks = "none" | "new" | "body" | "person";

export interface AuthorshipInTextProps {
  readonly editor: Editor;
  readonly editionId: string;
  readonly marks: TextMarks;
  /** What is new to this person; null without an earlier visit. */
  readonly fresh: readonly NewBlock[] | null;
}

/** Marks in the text who wrote what, for as long as it is there; shows nothing itself. */
export function AuthorshipInText(props: AuthorshipInTextProps): null {
  const { editor, editionId, marks, fresh } = props;
  const { data } = useAuthorship(editor, editionId);
  const bodyOf = useAuthorBody();
  const blocks = useMemo(() => {
    if (data === undefined || marks === "none") return [];
    const byAuthor = marksOf(data, marks, bodyOf);
    return marks === "new" ? newBlocks(fresh ?? [], byAuthor) : allBlocks(data, byAuthor);
  }, [data, marks, fresh, bodyOf]);
  useEffect(() => {
    if (!editor.isDestroyed) markAuthors(editor.view, blocks);
  }, [editor, blocks]);
  useEffect(
    () => () => {
      if (!editor.isDestroyed) markAuthors(editor.view, []);
    },
    [editor],
  );
  return null;
}

/** The kinds of line and colour that tell persons apart; more persons than that share some. */
const personKinds = 8;

/** The mark of each author, by place; null for what nobody typed. */
function marksOf(
  { authors, totals }: Authorship,
  marks: TextMarks,
  bodyOf: (author: Authorship["authors"][number]) => AuthorBody,
): (AuthorMark | null)[] {
  const places = new Map(totals.people.map(({ person }, place) => [person.id, place]));
  return authors.map((author) => {
    const { person } = author;
    if (person === null) return null;
    const { group, code, name } = bodyOf(author);
    const title = `${person.name} · ${name}`;
    if (marks !== "person") return { group, label: code, title };
    const place = (places.get(person.id) ?? 0) % personKinds;
    return { group: `person-${place}`, label: initialsOf(person.name), title };
  });
}

/** The first letters of the first two names. */
function initialsOf(name: string): string {
  const [first = "", second = ""] = name.split(/\s+/);
  return [first, second].map((word) => [...word][0] ?? "").join("");
}

function allBlocks({ blocks }: Authorship, marks: readonly (AuthorMark | null)[]): MarkedBlock[] {
  return blocks.flatMap(({ blockId, spans }): MarkedBlock[] => {
    if (blockId === null) return [];
    const marked = spans.map(({ from, to, author }) => ({ from, to, mark: marks[author] ?? null }));
    return [{ blockId, spans: marked }];
  });
}

function newBlocks(
  fresh: readonly NewBlock[],
  marks: readonly (AuthorMark | null)[],
): MarkedBlock[] {
  return fresh.map(({ blockId, spans, length }) => {
    const marked = spans.map(({ from, to, author }) => ({ from, to, mark: marks[author] ?? null }));
    // The last span ends where the text does: by that the marks know that they still fit.
    return { blockId, spans: [...marked, { from: length, to: length, mark: null }] };
  });
}
