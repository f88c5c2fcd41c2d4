import type { Authorship } from "@istmo/contracts";
import { regionalOfficeId } from "@istmo/domain";
import type { Editor } from "@tiptap/core";
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { authorshipQuery } from "../../api/queries.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useOrganisationLookup } from "../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";

/** The text rests when nobody has changed it for so many milliseconds. */
const rest = 1_500;

/** Who wrote what stands in the edition; asked for again when the text rests after a change. */
export function useAuthorship(
  editor: Editor | null,
  editionId: string,
): UseQueryResult<Authorship> {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!editor) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refreshAtRest = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        void queryClient.invalidateQueries({ queryKey: queryKeys.authorship(editionId) });
      }, rest);
    };
    editor.on("update", refreshAtRest);
    return () => {
      clearTimeout(timer);
      editor.off("update", refreshAtRest);
    };
  }, [editor, editionId, queryClient]);
  return useQuery(authorshipQuery(editionId));
}

/** For whom somebody wrote: a centre, an organisation, or nobody that is known. */
export interface AuthorBody {
  /** A centre's code, or "office" for all others: colour and line follow it. */
  readonly group: string;
  /** A few letters. */
  readonly code: string;
  readonly name: string;
}

/** Names the body of an author. */
export function useAuthorBody(): (
  author: Pick<Authorship["authors"][number], "centreId" | "organisationId">,
) => AuthorBody {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const organisationOf = useOrganisationLookup();
  return useCallback(
    ({ centreId, organisationId }) => {
      const centre = centreOf(centreId);
      if (centre !== undefined)
        return { group: centre.code, code: centre.code, name: centre.shortName[language] };
      if (organisationId === regionalOfficeId)
        return { group: "office", code: t("papers.officeCode"), name: t("papers.office") };
      const organisation = organisationOf(organisationId);
      if (organisation !== undefined)
        return {
          group: "office",
          code: organisation.abbreviation[language],
          name: organisation.name[language],
        };
      return { group: "office", code: "—", name: t("editor.authorship.noBody") };
    },
    [t, language, centreOf, organisationOf],
  );
}
