/** With whom a paper can be shared: people, centres, organisations, and posts whoever holds them. */
import type { Role } from "@istmo/domain";

export type ShareSubject =
  | { readonly kind: "person" | "centre" | "organisation"; readonly id: string }
  | { readonly kind: "post"; readonly role: Role; readonly bodyId: string };

/** Reads "person:<id>", "centre:<id>", "organisation:<id>" or "post:<role>@<body>". */
export function readSubject(subject: string): ShareSubject | null {
  const [, kind, rest] = /^(person|centre|organisation|post):(.+)$/.exec(subject) ?? [];
  if (kind === undefined || rest === undefined) return null;
  if (kind !== "post") return { kind: kind as "person" | "centre" | "organisation", id: rest };
  const at = rest.indexOf("@");
  if (at < 1) return null;
  return { kind: "post", role: rest.slice(0, at) as Role, bodyId: rest.slice(at + 1) };
}

/** The roles whose posts may get a share, by what they belong to. */
const rolesOfCentre = ["centre_lead", "expert"] as const;
const rolesOfOrganisation = ["focal_point", "policy_counterpart", "observer"] as const;
const rolesOfOffice = ["head", "office_reviewer"] as const;
/** How a post of the regional office names its body. */
export const officeBody = "office";

/** Every subject that can be chosen, in the order in which they are offered. */
export function shareSubjects(known: {
  readonly personIds: readonly string[];
  readonly centreIds: readonly string[];
  readonly organisationIds: readonly string[];
}): string[] {
  const posts = (roles: readonly Role[], bodyId: string) =>
    roles.map((role) => `post:${role}@${bodyId}`);
  return [
    ...known.personIds.map((id) => `person:${id}`),
    ...known.centreIds.map((id) => `centre:${id}`),
    ...known.organisationIds.map((id) => `organisation:${id}`),
    ...posts(rolesOfOffice, officeBody),
    ...known.centreIds.flatMap((id) => posts(rolesOfCentre, id)),
    ...known.organisationIds.flatMap((id) => posts(rolesOfOrganisation, id)),
  ];
}
