import type { ActionItem, ActionStepName } from "@istmo/contracts";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import styles from "./action-tick.module.css";
import { useActionWords } from "./action-words.ts";
import { StateIcon } from "./state-icon.tsx";
import { StepDialog } from "./step-dialog.tsx";

/** The keys of a button, for an element inside a text that cannot be one. */
export function onPressKey(event: KeyboardEvent, press: () => void): void {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.stopPropagation();
  press();
}

/** The step that ticking or unticking takes, where the person may take it. */
function tickOf({ abilities: { steps } }: ActionItem): ActionStepName | null {
  if (steps.includes("mark_done")) return "mark_done";
  return steps.includes("reopen") ? "reopen" : null;
}

/**
 * How an item stands, and a box to tick it with from within a text: done asks for the evidence,
 * unticked for the reason. No input element: the text around it would take its keys.
 */
export function ActionTick({ item }: { readonly item: ActionItem }) {
  const { t } = useTranslation();
  const words = useActionWords();
  const [step, setStep] = useState<ActionStepName | null>(null);
  const tick = tickOf(item);
  const icon = <StateIcon state={item.state} size={14} />;
  if (tick === null) return <span className={styles.icon}>{icon}</span>;
  const ask = () => setStep(tick);
  return (
    <>
      <span
        role="checkbox"
        tabIndex={0}
        className={styles.tick}
        aria-checked={item.state === "done" || item.state === "verified"}
        aria-label={t("actions.chip.tick", { title: words.titleOf(item) })}
        title={words.step[tick]}
        onClick={ask}
        onKeyDown={(event) => onPressKey(event, ask)}
      >
        {icon}
      </span>
      {step !== null && <StepDialog item={item} step={step} onClose={() => setStep(null)} />}
    </>
  );
}
