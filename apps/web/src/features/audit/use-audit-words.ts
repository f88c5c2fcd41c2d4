import type { AuditEntry } from "@istmo/contracts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries.ts";
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
  decision: "audit.decision",
  wrong: "audit.method",
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

function splitAt(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** The words for what the log says in ids and codes. What has none is shown as it stands. */
export function useAuditWords(nameOf: (personId: string) => string | undefined): AuditWords {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: me } = useMe();
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
    const moment = (at: string) => format.format(new Date(at));
    const word = (name: string, value: string): string => {
      if (name === "subject") return whomWord(value);
      if (/^(leadCentre|centre)Ids?$/.test(name))
        return centreOf(value)?.shortName[language] ?? value;
      if (["organisationId", "memberId", "bodyId"].includes(name))
        return organisationOf(value)?.name[language] ?? value;
      if (name === "personId" || name === "actor") return nameOf(value) ?? value;
      if (momentPattern.test(value)) return moment(value);
      const catalogue = catalogues[name];
      return catalogue === undefined ? value : t(`${catalogue}.${value}`, { defaultValue: value });
    };
    /** "centre:centre-gt", "person:…", "post:expert@centre-gt": whom a paper is shared with. */
    const whomWord = (value: string): string => {
      const [kind = "", id = ""] = splitAt(value, ":");
      if (kind === "centre") return word("centreId", id);
      if (kind === "organisation") return word("organisationId", id);
      if (kind === "person") return word("personId", id);
      if (kind !== "post") return value;
      const [role = "", place = ""] = splitAt(id, "@");
      const where =
        centreOf(place)?.shortName[language] ?? organisationOf(place)?.name[language] ?? "";
      return where === "" ? word("role", role) : `${word("role", role)} (${where})`;
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
  }, [t, language, timeZone, nameOf, centreOf, organisationOf]);
}
