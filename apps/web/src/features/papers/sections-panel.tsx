import type { Paper } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { CodeChip } from "../../ui/code-chip.tsx";
import styles from "./sections-panel.module.css";

/** The sections that the template asks for, and who answers for each. */
export function SectionsPanel({
  paper,
  onOpen,
}: {
  paper: Paper;
  onOpen: (sectionId: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  return (
    <ol className={styles.list} aria-label={t("papers.sections")}>
      {paper.sections.map((section) => {
        const owner = centreOf(section.ownerId);
        return (
          <li key={section.sectionId} className={styles.section}>
            <button
              type="button"
              className={styles.open}
              title={section.guidance?.[language]}
              onClick={() => onOpen(section.sectionId)}
            >
              {section.heading?.[language] ?? t("papers.untitledSection")}
            </button>
            {section.required && (
              <span className={styles.required}>{t("papers.requiredSection")}</span>
            )}
            {owner !== undefined ? (
              <CodeChip
                code={owner.code}
                name={t("papers.ownedBy", { name: owner.shortName[language] })}
              />
            ) : section.ownerId === null ? (
              <span className={styles.nobody}>{t("papers.noOwner")}</span>
            ) : (
              <CodeChip
                code={t("papers.officeCode")}
                name={t("papers.ownedBy", { name: t("papers.office") })}
              />
            )}
          </li>
        );
      })}
    </ol>
  );
}
