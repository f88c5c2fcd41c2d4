import { boundTo, type HeldPost, type Role } from "@istmo/domain";

/** A post as it is being filled in; "" stands for a day that has not been given. */
export interface PostDraft {
  readonly role: Role | null;
  readonly centreId: string | null;
  readonly organisationId: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
}
export type PostField = keyof PostDraft;
export type PostFault = "required" | "ends_before_start";

export const emptyPost: PostDraft = {
  role: null,
  centreId: null,
  organisationId: null,
  startsOn: "",
  endsOn: "",
};

/** The kind of place that the role is bound to. */
export const placeFieldOf = (role: Role): "centreId" | "organisationId" | null =>
  boundTo[role] === "centre"
    ? "centreId"
    : boundTo[role] === "organisation"
      ? "organisationId"
      : null;

/** The places at which the role may be given by whoever fills in the form. */
export type PlacesFor = (role: Role) => readonly string[];

/** Fills in what leaves no choice, and takes out the place that another role would need. */
export function settlePost(
  draft: PostDraft,
  roles: readonly Role[],
  placesFor: PlacesFor,
): PostDraft {
  const role = draft.role ?? (roles.length === 1 ? (roles[0] ?? null) : null);
  if (role === null) return { ...draft, role, centreId: null, organisationId: null };
  const field = placeFieldOf(role);
  if (field === null) return { ...draft, role, centreId: null, organisationId: null };
  const places = placesFor(role);
  const chosen = draft[field];
  const place =
    chosen !== null && places.includes(chosen)
      ? chosen
      : places.length === 1
        ? (places[0] ?? null)
        : null;
  return { ...draft, role, centreId: null, organisationId: null, [field]: place };
}

/** What is missing or cannot be; the server decides the rest. */
export function faultsOfPost(draft: PostDraft): Partial<Record<PostField, PostFault>> {
  if (draft.role === null) return { role: "required" };
  const place = placeFieldOf(draft.role);
  const { startsOn, endsOn } = draft;
  return {
    ...(place !== null && draft[place] === null ? { [place]: "required" } : {}),
    ...(startsOn !== "" && endsOn !== "" && endsOn <= startsOn
      ? { endsOn: "ends_before_start" as const }
      : {}),
  };
}

/** The post as the server takes it. Only for a draft without faults. */
export function postOf(draft: PostDraft): HeldPost & { startsOn?: string; endsOn: string | null } {
  if (draft.role === null) throw new Error("A post needs a role");
  return {
    role: draft.role,
    centreId: draft.centreId,
    organisationId: draft.organisationId,
    ...(draft.startsOn === "" ? {} : { startsOn: draft.startsOn }),
    endsOn: draft.endsOn === "" ? null : draft.endsOn,
  };
}
