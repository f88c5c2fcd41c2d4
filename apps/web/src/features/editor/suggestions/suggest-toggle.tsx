import { PencilLine, SquarePen } from "lucide-react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { useTranslation } from "react-i18next";

import { Tooltip } from "../../../ui/tooltip.tsx";

import styles from "./suggestions.module.css";

/** Tells whether one edits or suggests, and switches; who may only suggest cannot. */
export function SuggestToggle({
  isOn,
  isForced,
  onChange,
}: {
  readonly isOn: boolean;
  readonly isForced: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  const { t } = useTranslation();
  const shown = t(isOn ? "suggestions.mode.on" : "suggestions.mode.off");
  const hint = isForced
    ? t("suggestions.mode.forced")
    : t(isOn ? "suggestions.mode.onHint" : "suggestions.mode.offHint");
  return (
    <Tooltip text={hint}>
      <ToggleButton
        className={styles.toggle!}
        isSelected={isOn}
        aria-label={`${t("suggestions.mode.label")}: ${shown}`}
        onChange={(next) => {
          if (!isForced) onChange(next);
        }}
      >
        {isOn ? <SquarePen aria-hidden="true" /> : <PencilLine aria-hidden="true" />}
        <span className={styles.toggleText}>{shown}</span>
      </ToggleButton>
    </Tooltip>
  );
}
