/** The fields of an action and their values in words, for its history and for what two have changed. */
import type { ActionItem, PersonRef, Priority } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useOrganisationLookup } from "../../../api/use-organisation-lookup.ts";
import { useOutputLookup } from "../../../api/use-output-lookup.ts";
import { useLanguage } from "../../../i18n/use-language.ts";
import { formatDay } from "../../../lib/dates.ts";
import { useActionWords } from "../action-words.ts";

const isPerson = (value: unknown): value is PersonRef =>
  typeof value === "object" && value !== null && "name" in value;

export function useFieldWords() {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useActionWords();
  const organisationOf = useOrganisationLookup();
  const outputOf = useOutputLookup();
  const names: Record<string, string> = {
    "title.es": t("action.field.titleEs"),
    "title.en": t("action.field.titleEn"),
    description: words.field.description,
    organisationId: t("action.field.organisation"),
    ownerId: words.field.owner,
    priority: words.field.priority,
    startOn: t("action.field.startOn"),
    dueOn: words.field.dueOn,
    output: t("action.field.output"),
    helperIds: t("action.field.helpers"),
    state: words.field.state,
    checklist: t("action.field.checklist"),
    waitsFor: t("action.field.waitsFor"),
    commitment: t("action.field.commitment"),
  };
  const valueOf = (field: string, value: unknown): string => {
    if (isPerson(value)) return value.name;
    if (Array.isArray(value)) {
      const people = value.filter(isPerson).map(({ name }) => name);
      return people.length > 0 ? people.join(", ") : t("action.field.none");
    }
    if (field === "output" && typeof value === "object" && value !== null) {
      const output = value as NonNullable<ActionItem["output"]>;
      return outputOf(output)?.text[language] ?? output.outputId;
    }
    if (typeof value !== "string" || value === "") return t("action.conflict.empty");
    if (field === "dueOn" || field === "startOn") return formatDay(value, language);
    if (field === "priority") return words.priority[value as Priority];
    if (field === "organisationId") return organisationOf(value)?.abbreviation[language] ?? value;
    if (field === "state") return words.state[value as keyof typeof words.state];
    return value;
  };
  return { nameOf: (field: string) => names[field] ?? field, valueOf };
}
