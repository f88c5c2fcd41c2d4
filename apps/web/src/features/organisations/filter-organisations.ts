import type { Language, ManagedOrganisation } from "@istmo/contracts";

export interface OrganisationsFilter {
  readonly search?: string | undefined;
  readonly kind?: string | undefined;
}

/** Letters without accents or case, so that "mexico" finds "México". */
const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLocaleLowerCase();

/** Those whose name or abbreviation, in either language, holds what was typed; by name. */
export function filterOrganisations(
  all: readonly ManagedOrganisation[],
  { search = "", kind = "" }: OrganisationsFilter,
  language: Language,
): ManagedOrganisation[] {
  const wanted = plain(search.trim());
  return all
    .filter((one) => kind === "" || one.kind === kind)
    .filter(({ name, abbreviation }) =>
      [name.es, name.en, abbreviation.es, abbreviation.en].some((text) =>
        plain(text).includes(wanted),
      ),
    )
    .sort((a, b) => a.name[language].localeCompare(b.name[language], language));
}
