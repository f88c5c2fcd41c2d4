import { mayInviteTo, type HeldPost, type Role } from "@istmo/domain";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { organisationsQuery } from "../../api/administration.ts";
import { useCentres, useMe } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { ComboBox } from "../../ui/combo-box.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { FieldPair } from "../../ui/form-dialog.tsx";
import { Select, type SelectOption } from "../../ui/select.tsx";
import {
  faultsOfPost,
  placeFieldOf,
  settlePost,
  type PlacesFor,
  type PostDraft,
  type PostField,
} from "./post-draft.ts";

const anyPost = () => true;

/** Centres and organisations at which `allows` lets a role be given, in the person's language. */
function usePlaces(allows: (post: HeldPost) => boolean) {
  const language = useLanguage();
  const { data: centres = [] } = useCentres();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  return (role: Role): SelectOption[] => {
    const field = placeFieldOf(role);
    if (field === "centreId") {
      return centres
        .filter(({ id }) => allows({ role, centreId: id, organisationId: null }))
        .map(({ id, shortName }) => ({ id, label: shortName[language] }));
    }
    if (field === null) return [];
    return organisations
      .filter(({ id }) => allows({ role, centreId: null, organisationId: id }))
      .map(({ id, kind, name, abbreviation }) => ({
        id,
        label: name[language],
        // A State's abbreviation is its code, which says nothing more.
        ...(kind === "state" ? {} : { description: abbreviation[language] }),
      }))
      .sort((a, b) => a.label.localeCompare(b.label, language));
  };
}

export interface PostForm {
  readonly draft: PostDraft;
  readonly roles: readonly Role[];
  readonly placesOf: (role: Role) => readonly SelectOption[];
  readonly isSound: boolean;
}

/** A post form among the posts that `allows` lets one give. */
function usePostForm(
  typed: PostDraft,
  roles: readonly Role[],
  allows: (post: HeldPost) => boolean,
): PostForm {
  const placesOf = usePlaces(allows);
  const placesFor: PlacesFor = (role) => placesOf(role).map(({ id }) => id);
  const draft = settlePost(typed, roles, placesFor);
  return { draft, roles, placesOf, isSound: Object.keys(faultsOfPost(draft)).length === 0 };
}

/** For those who manage posts: every post there is. */
export const useAnyPostForm = (typed: PostDraft, roles: readonly Role[]): PostForm =>
  usePostForm(typed, roles, anyPost);

/** The posts into which I may invite. */
export function useInvitePostForm(typed: PostDraft): PostForm {
  const { data: me } = useMe();
  return usePostForm(
    typed,
    me?.abilities.administration.inviteTo ?? [],
    (post) => me !== undefined && mayInviteTo(me, post),
  );
}

/** Role, the place it asks for, and from when until when. */
export function PostFields({
  form: { draft, roles, placesOf },
  onChange,
  wasTried,
  refusalAt,
}: {
  form: PostForm;
  onChange: (draft: PostDraft) => void;
  wasTried: boolean;
  refusalAt: (field: PostField) => string | undefined;
}) {
  const { t } = useTranslation();
  const faults = faultsOfPost(draft);
  const words = { required: t("ui.required"), ends_before_start: t("people.form.endsBeforeStart") };
  const errorAt = (field: PostField) => {
    const fault = faults[field];
    return (wasTried && fault !== undefined ? words[fault] : undefined) ?? refusalAt(field);
  };
  const place = draft.role === null ? null : placeFieldOf(draft.role);
  const places = draft.role === null ? [] : placesOf(draft.role);
  return (
    <>
      <Select
        label={t("people.role")}
        isRequired
        placeholder={t("people.form.chooseRole")}
        options={roles.map((role) => ({
          id: role,
          label: t(`role.${role}`),
          description: t(`people.roleHelp.${role}`),
        }))}
        value={draft.role}
        onChange={(role) => onChange({ ...draft, role: role as Role })}
        errorMessage={errorAt("role")}
      />
      {place === "centreId" && (
        <Select
          label={t("people.centre")}
          isRequired
          placeholder={t("people.form.chooseCentre")}
          options={places}
          value={draft.centreId}
          onChange={(centreId) => onChange({ ...draft, centreId })}
          errorMessage={errorAt("centreId")}
        />
      )}
      {place === "organisationId" && (
        <ComboBox
          key={draft.role}
          label={t("people.organisation")}
          isRequired
          placeholder={t("people.form.chooseOrganisation")}
          options={places}
          value={draft.organisationId}
          onChange={(organisationId) => onChange({ ...draft, organisationId })}
          errorMessage={errorAt("organisationId")}
        />
      )}
      <FieldPair>
        <DateField
          label={t("people.from")}
          description={t("people.form.fromHelp")}
          value={draft.startsOn}
          onChange={(startsOn) => onChange({ ...draft, startsOn })}
          {...optionalError(errorAt("startsOn"))}
        />
        <DateField
          label={t("people.until")}
          description={t("people.form.untilHelp")}
          value={draft.endsOn}
          onChange={(endsOn) => onChange({ ...draft, endsOn })}
          {...optionalError(errorAt("endsOn"))}
        />
      </FieldPair>
    </>
  );
}

const optionalError = (errorMessage: string | undefined) =>
  errorMessage === undefined ? {} : { errorMessage };
