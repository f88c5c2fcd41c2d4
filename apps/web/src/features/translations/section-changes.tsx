import { useTranslation } from "react-i18next";
import { useSectionChanges } from "../../api/translations.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./section-changes.module.css";

/** What has changed in the original since the section was translated, word by word. */
export function SectionChanges({
  editionId,
  sectionId,
  sourceSha256,
  language,
}: {
  editionId: string;
  sectionId: string;
  /** Of the original as the person sees it: another one asks again. */
  sourceSha256: string;
  /** Of the original. */
  language: string;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useSectionChanges(editionId, sectionId, sourceSha256);
  if (data === undefined)
    return error === null ? (
      <Loading lines={2} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  if (data.blocks.length === 0)
    return <p className={styles.none}>{t("translation.changes.none")}</p>;
  return (
    <ul className={styles.blocks} aria-label={t("translation.changes.label")}>
      {data.blocks.map(({ blockId, change, runs }, index) => (
        <li key={blockId ?? index} className={styles.block}>
          <span className={styles.kind}>{t(`translation.changes.${change}`)}</span>
          <p className={styles.words} lang={language}>
            {runs.map(({ kind, text }, place) =>
              kind === "added" ? (
                <ins key={place}>{text}</ins>
              ) : kind === "removed" ? (
                <del key={place}>{text}</del>
              ) : (
                <span key={place}>{text}</span>
              ),
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
