import type { ActionItem } from "@istmo/contracts";
import { Unlink } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./text-flag.module.css";

/** Tells that the line of the paper which named an action has been removed; the action stays. */
export function TextFlag({ origin }: Pick<ActionItem, "origin">) {
  const { t } = useTranslation();
  if (origin.inText !== "gone") return null;
  return (
    <span className={styles.flag} title={t("actions.textGone.help")}>
      <Unlink size={13} aria-hidden />
      {t("actions.textGone.label")}
    </span>
  );
}
