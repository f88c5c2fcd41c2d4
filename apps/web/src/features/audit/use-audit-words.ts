import type { AuditEntry } from "@istmo/contracts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe, usePeople } from "../../api/queries.ts";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useOrganisationLookup } from "../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";

type Facts = NonNullable<AuditEntry["before"]>;
export type FactValue = Facts[string];

/** The catalogue in which the value of a fact has its word. */
const catalogues: Readonly<Record<string, string>> = {
  classification: "classification",
  clearedTo: "classification",
  stage: "stage",
  role: "role",
  level: "audit.level",
  method: "audit.method",
  language: "language",
  code: "error",
};
const momentPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

export interface AuditWords {
  /** "24 nov 2026, 14:05:09" in the person's own time zone. */
  readonly moment: (at: string) => string;
  /** What happened, as a sentence. */
  readonly kind: (kind: string) => string;
  readonly subjectKind: (kind: string) => string;
  readonly fact: (name: string) => string;
  readonly value: (name: string, value: FactValue | undefined) => string;
}

/** The words for what the log says in ids and codes. What has none is shown as it stands. */
export function useAuditWords(): AuditWords {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: me } = useMe();
  const { data: people } = usePeople();
  const centreOf = useCentreLookup();
  const organisationOf = useOrganisationLookup();
  const timeZone = me?.timeZone;
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(language === "es" ? "es-PA" : "en-GB", {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    const nameOf = new Map((people ?? []).map(({ id, name }) => [id, name]));
    const moment = (at: string) => format.format(new Date(at));
    const word = (name: string, value: string): string => {
      if (/^(leadCentre|centre)Ids?$/.test(name))
        return centreOf(value)?.shortName[language] ?? value;
      if (name === "organisationId") return organisationOf(value)?.name[language] ?? value;
      if (name === "personId" || name === "actor") return nameOf.get(value) ?? value;
      if (momentPattern.test(value)) return moment(value);
      const catalogue = catalogues[name];
      return catalogue === undefined ? value : t(`${catalogue}.${value}`, { defaultValue: value });
    };
    return {
      moment,
      kind: (kind) => t(`audit.kind.${kind}`, { defaultValue: kind }),
      subjectKind: (kind) => t(`audit.subject.${kind}`, { defaultValue: kind }),
      fact: (name) => t(`audit.fact.${name}`, { defaultValue: name }),
      value(name, value) {
        if (value === undefined || value === null || value === "") return "—";
        if (typeof value === "boolean") return t(value ? "audit.yes" : "audit.no");
        if (typeof value === "number") return value.toLocaleString(language);
        if (typeof value === "string") return word(name, value);
        return value.length === 0 ? "—" : value.map((one) => word(name, one)).join(", ");
      },
    };
  }, [t, language, timeZone, people, centreOf, organisationOf]);
}
