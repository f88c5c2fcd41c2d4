/** The suggestions of the text as it is being written, and who made them. */
import type { Edition } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { listSuggestions, suggestionKey, type ListedSuggestion } from "@istmo/paper-schema";

import { editionWritersQuery } from "../../../api/edition-writers.ts";
import { useAuthorBody } from "../use-authorship.ts";

import { styleAuthors, type SuggestionAuthor } from "./author-styles.ts";

/** The pause in the typing after which the suggestions are looked for anew. */
const pause = 200;

export interface ShownSuggestion extends ListedSuggestion {
  readonly key: string;
  readonly author: SuggestionAuthor;
  readonly isOwn: boolean;
  /** Whether this person accepts and rejects it; what is one's own can be withdrawn besides. */
  readonly canDecide: boolean;
}

/** All suggestions of the text, in its order; null until the text is there. */
export function useSuggestions(
  editor: Editor | null,
  edition: Edition,
  personId: string,
): readonly ShownSuggestion[] | null {
  const { t } = useTranslation();
  const [listed, setListed] = useState<readonly ListedSuggestion[] | null>(null);
  useEffect(() => {
    if (editor === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      if (!editor.isDestroyed) setListed(listSuggestions(editor.state.doc));
    };
    const refreshSoon = () => {
      timer ??= setTimeout(refresh, pause);
    };
    refresh();
    editor.on("update", refreshSoon);
    return () => {
      clearTimeout(timer);
      editor.off("update", refreshSoon);
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
    }));
  }, [listed, authors, edition.decides, personId, t]);
}
