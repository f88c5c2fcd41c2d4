import type { Paper } from "@istmo/contracts";
import { UserRoundPen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeChip } from "../../ui/code-chip.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { SectionOwnerDialog } from "./section-owner-dialog.tsx";
import styles from "./sections-panel.module.css";
import type { ShownSection } from "./shown-sections.ts";
import { useSectionOwner } from "./use-section-owner.ts";

/** The sections of the paper, who answers for each, and what that leaves to the others. */
export function SectionsPanel({
  paper,
  sections,
  onOpen,
}: {
  readonly paper: Paper;
  readonly sections: readonly ShownSection[];
  readonly onOpen: (sectionId: string) => void;
}) {
  const { t } = useTranslation();
  const ownerOf = useSectionOwner();
  const [assigning, setAssigning] = useState<string | null>(null);
  const assigned = sections.find(({ sectionId }) => sectionId === assigning);
  const headingOf = ({ heading }: ShownSection) => heading ?? t("papers.untitledSection");
  return (
    <>
      <ol className={styles.list} aria-label={t("papers.sections")}>
        {sections.map((section) => {
          const owner = section.ownerId === null ? null : ownerOf(section.ownerId);
          return (
            <li key={section.sectionId} className={styles.section} data-section={section.sectionId}>
              <button
                type="button"
                className={styles.open}
                title={section.guidance ?? undefined}
                onClick={() => onOpen(section.sectionId)}
              >
                {headingOf(section)}
              </button>
              <span className={styles.facts}>
                {section.isRequired && (
                  <span className={styles.required}>{t("papers.requiredSection")}</span>
                )}
                {section.ownerId !== null && section.othersMay === "suggest" && (
                  <span className={styles.required}>{t("sections.othersSuggest")}</span>
                )}
              </span>
              {owner === null ? (
                <span className={styles.nobody}>{t("papers.noOwner")}</span>
              ) : (
                <CodeChip code={owner.code} name={t("papers.ownedBy", { name: owner.name })} />
              )}
              {paper.abilities.assignSections && (
                <IconButton
                  icon={<UserRoundPen />}
                  size="small"
                  aria-label={t("sections.assignNamed", { section: headingOf(section) })}
                  onPress={() => setAssigning(section.sectionId)}
                />
              )}
            </li>
          );
        })}
      </ol>
      {assigned !== undefined && (
        <SectionOwnerDialog
          paper={paper}
          section={assigned}
          heading={headingOf(assigned)}
          onClose={() => setAssigning(null)}
        />
      )}
    </>
  );
}
