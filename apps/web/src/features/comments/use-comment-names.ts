import { regionalOfficeId } from "@istmo/domain";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useOrganisationLookup } from "../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";

/** For whom somebody wrote. */
interface Body {
  /** A centre's code, whose colour its people have; null for everybody else. */
  readonly group: string | null;
  readonly code: string;
  readonly name: string;
}

export interface CommentNames {
  readonly bodyOf: (
    author: Readonly<Record<"centreId" | "organisationId", string | null>>,
  ) => Body | null;
  /** The centre or organisation that a subject names. */
  readonly nameOf: (subject: string) => Body | null;
}

/** Names centres and organisations. */
export function useCommentNames(): CommentNames {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const organisationOf = useOrganisationLookup();
  return useMemo(() => {
    const bodyOf: CommentNames["bodyOf"] = ({ centreId, organisationId }) => {
      const centre = centreOf(centreId);
      if (centre !== undefined)
        return { group: centre.code, code: centre.code, name: centre.shortName[language] };
      if (organisationId === regionalOfficeId)
        return { group: null, code: t("papers.officeCode"), name: t("papers.office") };
      const organisation = organisationOf(organisationId);
      if (organisation === undefined) return null;
      const { abbreviation, name } = organisation;
      return { group: null, code: abbreviation[language], name: name[language] };
    };
    return {
      bodyOf,
      nameOf(subject) {
        const [kind, id = null] = subject.split(":");
        return kind === "centre"
          ? bodyOf({ centreId: id, organisationId: null })
          : bodyOf({ centreId: null, organisationId: id });
      },
    };
  }, [t, language, centreOf, organisationOf]);
}
