import { useTranslation } from "react-i18next";
import { useTranslationStanding } from "../../api/translations.ts";
import { SectionActions } from "./section-actions.tsx";
import { StateLabel } from "./state-label.tsx";
import styles from "./section-bar.module.css";

/** What stands above a section of a translation: where it stands, and what is to be done about it. */
export function SectionBar({
  editionId,
  sectionId,
  isComplete,
}: {
  editionId: string;
  sectionId: string;
  /** Otherwise only what waits for somebody is told. */
  isComplete: boolean;
}) {
  const { t, i18n } = useTranslation();
  const { data } = useTranslationStanding(editionId);
  if (data === undefined) return null;
  const section = data.sections.find((one) => one.sectionId === sectionId);
  if (section === undefined)
    return (
      <div className={styles.bar} data-state="extra" lang={i18n.language}>
        <p className={styles.extra}>{t("translation.extraSection")}</p>
      </div>
    );
  const isQuiet = section.state === "empty" || (!isComplete && section.state === "up_to_date");
  if (isQuiet && section.differenceCount === 0) return null;
  return (
    <div
      className={styles.bar}
      data-state={section.state}
      role="group"
      aria-label={t("translation.bar", { heading: section.heading })}
      lang={i18n.language}
    >
      <StateLabel state={section.state} />
      <SectionActions translation={data} section={section} />
    </div>
  );
}
