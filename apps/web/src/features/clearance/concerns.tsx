import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { organisationsQuery } from "../../api/administration.ts";
import { usePaper } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import styles from "./clearance.module.css";

/** By organisation: the sections that concern it; one that is not named is concerned by all. */
export type Concerns = Readonly<Record<string, readonly string[]>>;

/**
 * Which sections concern whom: a later version asks an organisation again only where these change.
 * Closed at first, for most are concerned by all of a paper.
 */
export function ConcernsFields({
  paperId,
  organisations,
  value,
  onChange,
}: {
  paperId: string;
  organisations: readonly string[];
  value: Concerns;
  onChange: (value: Concerns) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: paper } = usePaper(paperId);
  const { data: known } = useQuery(organisationsQuery);
  const sections = (paper?.sections ?? []).flatMap(({ sectionId, heading }) =>
    heading === null ? [] : [{ sectionId, heading: heading[language] }],
  );
  if (organisations.length === 0 || sections.length === 0) return null;
  const nameOf = (id: string) => known?.find((one) => one.id === id)?.abbreviation[language] ?? id;
  return (
    <details className={styles.concerns}>
      <summary>{t("clearance.concerns")}</summary>
      <p className={styles.muted}>{t("clearance.concerns.text")}</p>
      {organisations.map((organisationId) => {
        const own = value[organisationId] ?? [];
        return (
          <fieldset key={organisationId} className={styles.who}>
            <legend>
              {nameOf(organisationId)}{" "}
              <span className={styles.muted}>
                {own.length === 0
                  ? t("clearance.concerns.all")
                  : t("clearance.concerns.some", { count: own.length })}
              </span>
            </legend>
            <div className={styles.scroll}>
              {sections.map(({ sectionId, heading }) => (
                <Checkbox
                  key={sectionId}
                  isSelected={own.includes(sectionId)}
                  onChange={(isOn) =>
                    onChange({
                      ...value,
                      [organisationId]: isOn
                        ? [...own, sectionId]
                        : own.filter((one) => one !== sectionId),
                    })
                  }
                >
                  {heading}
                </Checkbox>
              ))}
            </div>
          </fieldset>
        );
      })}
    </details>
  );
}
