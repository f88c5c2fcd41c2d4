import { isOffice, officeTimeZone } from "@istmo/domain";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCentres, useMe } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { todayIn } from "./due-date.ts";

/** Who looks, and what is known of the centres. A centre of null is the regional office. */
export interface ActionSurroundings {
  readonly meId: string | undefined;
  readonly centres: readonly { readonly id: string; readonly name: string }[];
  readonly codeOf: (centreId: string | null) => string;
  readonly nameOf: (centreId: string | null) => string;
  /** Today's date in the time zone of the centre. */
  readonly todayFor: (centreId: string | null) => string;
  /** Who owns an item made here unless somebody else is named: an expert owns what they take on. */
  readonly firstOwnerFor: (centreId: string) => string;
  /** Where this person may create actions; "" is the regional office. */
  readonly createFor: readonly { readonly id: string; readonly label: string }[];
}

export function useActionSurroundings(): ActionSurroundings {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe().data;
  const centres = useCentres().data;
  return useMemo(() => {
    const known = new Map((centres ?? []).map((centre) => [centre.id, centre]));
    const nameOf = (id: string | null) =>
      id === null ? t("actions.office") : (known.get(id)?.shortName[language] ?? "");
    return {
      meId: me?.id,
      centres: [...known.values()].map(({ id }) => ({ id, name: nameOf(id) })),
      codeOf: (id) => (id === null ? t("actions.officeCode") : (known.get(id)?.code ?? "")),
      nameOf,
      todayFor: (id) =>
        todayIn((id === null ? undefined : known.get(id)?.timeZone) ?? officeTimeZone),
      firstOwnerFor: (id) => {
        const isExpert = me?.posts.some(
          ({ role, centreId }) => role === "expert" && centreId === id,
        );
        return isExpert ? (me?.id ?? "") : "";
      },
      createFor: [
        ...(me && isOffice(me) ? [{ id: "", label: t("actions.office") }] : []),
        ...(me?.abilities.createActionFor ?? []).map((id) => ({ id, label: nameOf(id) })),
      ],
    };
  }, [t, language, me, centres]);
}
