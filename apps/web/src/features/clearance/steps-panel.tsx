import type { PaperClearance } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./clearance.module.css";
import type { StepName } from "./step-dialog.tsx";

/** The steps that lead on; the others lead back, or end the paper. */
const forward: ReadonlySet<StepName> = new Set([
  "open_expert_clearance",
  "open_policy_clearance",
  "complete_without_policy",
  "complete",
  "issue",
]);

/** The steps that are the person's to take; what one still waits for is said beside it. */
export function StepsPanel({
  clearance,
  onTake,
}: {
  clearance: PaperClearance;
  onTake: (step: StepName) => void;
}) {
  const { t } = useTranslation();
  if (clearance.steps.length === 0)
    return <p className={styles.muted}>{t("clearance.steps.none")}</p>;
  return (
    <ul className={styles.list}>
      {clearance.steps.map(({ step, refusal }) => (
        <li key={step} className={styles.step}>
          <Button
            variant={forward.has(step) && refusal === null ? "primary" : "secondary"}
            onPress={() => onTake(step)}
          >
            {t(`clearance.step.${step}`)}
          </Button>
          {refusal !== null && (
            <span className={styles.muted}>
              {t("clearance.refused", { why: t(`error.${refusal}`) })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The steps that were taken, newest first. */
export function StepsTaken({ clearance }: { clearance: PaperClearance }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <ol className={styles.answers}>
      {clearance.history.map((one) => (
        <li key={one.id}>
          {t(`clearance.step.${one.step}`)}{" "}
          <span className={styles.muted}>
            {t("clearance.log.entry", {
              name: one.by.name,
              when: formatMoment(one.at, language),
            })}
            {one.isOverride && ` · ${t("clearance.log.override")}`}
          </span>
          {one.reason !== null && <blockquote className={styles.words}>{one.reason}</blockquote>}
        </li>
      ))}
    </ol>
  );
}
