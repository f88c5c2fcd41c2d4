import type { Person } from "@istmo/contracts";
import type { Role } from "@istmo/domain";
import { useTranslation } from "react-i18next";
import { usePeople } from "../../api/queries.ts";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useOrganisationLookup } from "../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { officeBody, readSubject } from "./share-subjects.ts";

export interface SubjectName {
  readonly name: string;
  /** What kind of subject it is, and what that means. */
  readonly note: string;
}

/** A centre, an organisation or the regional office by its name. */
export function useBodyName(): (id: string) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const organisationOf = useOrganisationLookup();
  return (id) => {
    if (id === officeBody) return t("papers.office");
    const centre = centreOf(id);
    if (centre !== undefined) return centre.shortName[language];
    const organisation = organisationOf(id);
    if (organisation === undefined) return id;
    const isState = organisation.kind === "state" || organisation.kind === "territory";
    return isState ? organisation.name[language] : organisation.abbreviation[language];
  };
}

/** The names of those with whom a paper is or can be shared. */
export function useSubjectNames(): (subject: string, personName?: string | null) => SubjectName {
  const { t } = useTranslation();
  const language = useLanguage();
  const bodyName = useBodyName();
  const organisationOf = useOrganisationLookup();
  const { data: people } = usePeople();
  const postName = (role: Role, bodyId: string) =>
    t("papers.access.post", { role: t(`role.${role}`), body: bodyName(bodyId) });
  const placeOf = (person: Person | undefined) => {
    const post = person?.posts[0];
    if (post === undefined) return t("papers.access.kind.person");
    return postName(post.role, post.centreId ?? post.organisationId ?? officeBody);
  };
  return (subject, personName) => {
    const read = readSubject(subject);
    if (read === null) return { name: subject, note: "" };
    switch (read.kind) {
      case "person": {
        const person = people?.find(({ id }) => id === read.id);
        return { name: personName ?? person?.name ?? read.id, note: placeOf(person) };
      }
      case "centre":
        return { name: bodyName(read.id), note: t("papers.access.kind.centre") };
      case "organisation": {
        const full = organisationOf(read.id)?.name[language] ?? "";
        const name = bodyName(read.id);
        const kind = t("papers.access.kind.organisation");
        return { name, note: full === "" || full === name ? kind : `${full} · ${kind}` };
      }
      case "post":
        return { name: postName(read.role, read.bodyId), note: t("papers.access.kind.post") };
    }
  };
}
