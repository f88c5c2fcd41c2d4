/** The suggestions of the text as it is being written, and who made them. */
import type { Edition } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { listSuggestions, suggestionKey, type ListedSuggestion } from "@istmo/paper-schema";

import { editionWritersQuery } from "../../../api/edition-writers.ts";
import { followText } from "../follow-text.ts";
import { useAuthorBody } from "../use-authorship.ts";

import { styleAuthors, type SuggestionAuthor } from "./author-styles.ts";

/** Where it stands is asked of the text of now: it moves with each key that is typed before it. */
export interface ShownSuggestion extends Omit<ListedSuggestion, "from" | "to"> {
  readonly key: string;
  readonly author: SuggestionAuthor;
  readonly isOwn: boolean;
  /** Whether this person accepts and rejects it; what is one's own can be withdrawn besides. */
  readonly canDecide: boolean;
  /** The centre, or the office, whose lead accepts and rejects it. */
  readonly decider: string;
}

/** Where nobody is told who decides. */
const notAsked = () => "";

/** All suggestions of the text, in its order; null until the text is there. */
export function useSuggestions(
  editor: Editor | null,
  edition: Edition,
  personId: string,
  deciderOf: (sectionId: string | null) => string = notAsked,
): readonly ShownSuggestion[] | null {
  const { t } = useTranslation();
  const [listed, setListed] = useState<readonly ListedSuggestion[] | null>(null);
  useEffect(() => {
    if (editor === null) return;
    const stop = followText(editor, () => {
      const found = listSuggestions(editor.state.doc);
      setListed((known) => (known !== null && areSame(known, found) ? known : found));
    });
    return () => {
      stop();
      setListed(null);
    };
  }, [editor]);

  const hasAny = (listed?.length ?? 0) > 0;
  const { data: writers, refetch } = useQuery({
    ...editionWritersQuery(edition.id),
    enabled: hasAny,
  });
  const bodyOf = useAuthorBody();
  const authors = useMemo(() => {
    const byId = new Map<string, SuggestionAuthor>();
    for (const { person, ...body } of writers?.items ?? []) {
      const { group, code, name } = bodyOf(body);
      byId.set(person.id, {
        personId: person.id,
        name: person.name,
        group,
        code,
        bodyName: name,
      });
    }
    return byId;
  }, [writers, bodyOf]);
  useEffect(() => styleAuthors([...authors.values()]), [authors]);

  // Somebody who has only begun to write is not among them yet.
  const isSomebodyNew =
    writers !== undefined && listed?.some(({ by }) => !authors.has(by)) === true;
  useEffect(() => {
    if (!isSomebodyNew) return;
    const timer = setTimeout(() => void refetch(), 2_000);
    return () => clearTimeout(timer);
  }, [isSomebodyNew, refetch]);

  return useMemo(() => {
    if (listed === null) return null;
    const { elsewhere, sections } = edition.decides;
    const decides = new Map(sections.map((it) => [it.sectionId, it.decides]));
    return listed.map((suggestion) => ({
      ...suggestion,
      key: suggestionKey(suggestion),
      author: authors.get(suggestion.by) ?? {
        personId: suggestion.by,
        name: t("suggestions.somebody"),
        group: "office",
        code: "—",
        bodyName: "",
      },
      isOwn: suggestion.by === personId,
      canDecide: decides.get(suggestion.sectionId ?? "") ?? elsewhere,
      decider: deciderOf(suggestion.sectionId),
    }));
  }, [listed, authors, edition.decides, personId, deciderOf, t]);
}

/** The same suggestions in the same order, wherever they stand by now. */
const areSame = (some: readonly ListedSuggestion[], others: readonly ListedSuggestion[]) =>
  some.length === others.length &&
  some.every((one, at) => {
    const other = others[at]!;
    return (
      suggestionKey(one) === suggestionKey(other) &&
      (["at", "sectionId", "comes", "goes", "formatted"] as const).every(
        (part) => one[part] === other[part],
      ) &&
      JSON.stringify([one.nodes, one.blockIds]) === JSON.stringify([other.nodes, other.blockIds])
    );
  });
