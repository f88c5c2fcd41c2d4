/** What others have written since this person last looked: who, and where. */
import type { Authorship } from "@istmo/contracts";
import { newSince } from "@istmo/paper-schema";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { XmlFragment } from "yjs";

import { authorshipQuery } from "../../api/queries.ts";

import type { PaperSession } from "./paper-session.ts";
import type { LastVisit } from "./use-last-visit.ts";

/** New letters of one block; the author by place in the authorship's `authors`. */
export interface NewBlock {
  readonly blockId: string;
  readonly spans: readonly {
    readonly from: number;
    readonly to: number;
    readonly author: number;
  }[];
  readonly letters: number;
  /** UTF-16 units of the block's whole text. */
  readonly length: number;
}

/** The person's own words are not new to them, from whatever page they came. */
export function newFromOthers(
  body: XmlFragment,
  visit: Pick<LastVisit, "seen">,
  { authorship, personId }: { readonly authorship: Authorship; readonly personId: string },
): NewBlock[] {
  const spansOf = new Map(authorship.blocks.map((it) => [it.blockId, it.spans]));
  return newSince(body, visit.seen).flatMap(({ blockId, spans, length }): NewBlock[] => {
    const authored = spansOf.get(blockId) ?? [];
    // Somebody has written on since the authorship was told: it will be told again.
    if (authored.at(-1)?.to !== length) return [];
    const others = authored.filter(({ author }) => {
      const person = authorship.authors[author]?.person ?? null;
      return person !== null && person.id !== personId;
    });
    const found = spans.flatMap((fresh) =>
      others.flatMap(({ from, to, author }) => {
        const cut = { from: Math.max(from, fresh.from), to: Math.min(to, fresh.to), author };
        return cut.from < cut.to ? [cut] : [];
      }),
    );
    const letters = found.reduce((sum, { from, to }) => sum + to - from, 0);
    return letters === 0 ? [] : [{ blockId, spans: found, letters, length }];
  });
}

/**
 * As the authorship was last told; null without an earlier visit. It is asked for at the opening,
 * and again by whatever shows it when the text rests.
 */
export function useNewText({
  session,
  visit,
  personId,
}: {
  readonly session: PaperSession | null;
  readonly visit: LastVisit | null;
  readonly personId: string;
}): readonly NewBlock[] | null {
  const editionId = session?.editionId ?? "";
  const isAsked = session !== null && visit !== null;
  const { data } = useQuery({ ...authorshipQuery(editionId), enabled: isAsked });
  return useMemo(
    () =>
      session === null || visit === null || data === undefined
        ? null
        : newFromOthers(session.body, visit, { authorship: data, personId }),
    [session, visit, data, personId],
  );
}
