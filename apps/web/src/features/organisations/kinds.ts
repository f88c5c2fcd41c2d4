import { useTranslation } from "react-i18next";

/** The kinds that the page has words for; an installation may use others. */
export const knownKinds = [
  "state",
  "territory",
  "intergovernmental",
  "body",
  "partner",
  "ministry",
  "office",
] as const;
/** The kinds that the page offers for a new one. */
export const offeredKinds = ["ministry", "partner", "intergovernmental", "body", "state"] as const;

/** The name of a kind; an unknown one is shown as it is. */
export function useKindWords(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) =>
    knownKinds.some((known) => known === kind) ? t(`organisations.kinds.${kind}`) : kind;
}

const knownStatuses = ["member", "associate_member", "observer", "chair", "body"] as const;
/** The status of a membership as the body's rules name it, translated where the page knows it. */
export function useStatusWords(): (status: string) => string {
  const { t } = useTranslation();
  return (status) =>
    knownStatuses.some((known) => known === status)
      ? t(`organisations.statuses.${status}`)
      : status;
}
export const offeredStatuses = ["member", "associate_member", "observer"] as const;
