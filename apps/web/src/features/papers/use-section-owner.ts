import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";

/** Finds how an owner of sections is called: a centre, or the regional office. */
export function useSectionOwner(): (ownerId: string) => {
  readonly code: string;
  readonly name: string;
} {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  return (ownerId) => {
    const centre = centreOf(ownerId);
    return centre === undefined
      ? { code: t("papers.officeCode"), name: t("papers.office") }
      : { code: centre.code, name: centre.shortName[language] };
  };
}
