import type { ErrorCode } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/problem.ts";
import { problemText } from "../../lib/problem-text.ts";

/** Which refusals belong to which field; a field has the name that it has in the request. */
export type RefusalFields<Field extends string> = Readonly<Record<Field, readonly ErrorCode[]>>;

export interface Refusal<Field extends string> {
  /** What the server says about a field. */
  readonly at: (field: Field) => string | undefined;
  /** What belongs to no field. */
  readonly rest: string | undefined;
}

/** Sorts what the server refused to the fields of a form. */
export function useRefusal<Field extends string>(
  error: Error | null,
  fields: RefusalFields<Field>,
): Refusal<Field> {
  const { t } = useTranslation();
  if (error === null) return { at: () => undefined, rest: undefined };
  const names = Object.keys(fields) as Field[];
  const at = (field: Field): string | undefined => {
    if (!(error instanceof ApiProblem)) return undefined;
    if (fields[field].some((code) => code === error.code)) return problemText(t, error);
    return error.field(field) === undefined ? undefined : t("people.form.notValid");
  };
  const isAtField = names.some((name) => at(name) !== undefined);
  return { at, rest: isAtField ? undefined : problemText(t, error) };
}

/** The refusals of a post by the field that can mend them. */
export const postRefusals = {
  role: ["post_overlaps", "not_allowed"],
  centreId: ["unknown_centre", "post_malformed"],
  organisationId: ["unknown_organisation"],
  startsOn: [],
  endsOn: ["post_ends_too_soon"],
} as const satisfies RefusalFields<string>;
