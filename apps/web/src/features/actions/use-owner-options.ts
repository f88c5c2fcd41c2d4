import type { Person } from "@istmo/contracts";
import { isOffice } from "@istmo/domain";
import { useTranslation } from "react-i18next";
import { usePeople } from "../../api/queries.ts";
import type { SelectOption } from "../../ui/select.tsx";
import type { ActionSurroundings } from "./use-action-surroundings.ts";

/**
 * Who may own an item of a centre ("" is the regional office): its own people, or everybody of the
 * office and the centres where the person may assign across. The first option is nobody.
 */
export function useOwnerOptions(
  centre: string,
  surroundings: ActionSurroundings,
  isAcross = false,
): { options: readonly SelectOption[]; isLoading: boolean; isAway: boolean } {
  const { t } = useTranslation();
  const people = usePeople(centre === "" || isAcross ? {} : { centre });
  const options: SelectOption[] = [{ id: "", label: t("actions.noOwner") }];
  const isNear = (person: Person) => person.posts.some((post) => post.centreId === centre);
  const persons = people.data ?? [];
  // The item's own people first.
  const inOrder = [...persons.filter(isNear), ...persons.filter((person) => !isNear(person))];
  for (const person of inOrder) {
    const post = person.posts.find(({ centreId }) => centreId !== null);
    if (isAcross) {
      if (!post && !isOffice(person)) continue;
      const description = surroundings.nameOf(post?.centreId ?? null);
      options.push({ id: person.id, label: person.name, description });
    } else if (centre !== "" || isOffice(person)) {
      options.push({ id: person.id, label: person.name });
    }
  }
  return { options, isLoading: people.isPending, isAway: people.isError };
}
