import { Landmark, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";

import styles from "./circle-note.module.css";
import type { CommentNames } from "./use-comment-names.ts";

/** Who sees a conversation, where that is not everybody, and who speaks by it as one. */
export function CircleNote({
  circle,
  onBehalfOf,
  names,
}: {
  circle: string;
  onBehalfOf: string | null;
  names: CommentNames;
}) {
  const { t } = useTranslation();
  if (onBehalfOf !== null)
    return (
      <p className={styles.note} data-kind="position">
        <Landmark aria-hidden="true" />
        {t("comments.positionOf", { name: names.nameOf(onBehalfOf)?.code ?? "" })}
      </p>
    );
  if (circle === "paper") return null;
  return (
    <p className={styles.note} data-kind="internal">
      <Lock aria-hidden="true" />
      {t("comments.onlyBody", { name: names.nameOf(circle)?.code ?? "" })}
    </p>
  );
}
