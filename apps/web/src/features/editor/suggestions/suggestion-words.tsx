import type { NodeChange } from "@istmo/paper-schema";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import styles from "./suggestions.module.css";
import type { ShownSuggestion } from "./use-suggestions.ts";

/** What a suggestion would change, in words: what goes, what comes, what becomes of blocks. */
export function SuggestionWords({
  suggestion: { goes, comes, formatted, nodes },
  language,
}: {
  readonly suggestion: ShownSuggestion;
  readonly language: string;
}) {
  const { t } = useTranslation();
  const changes = [...new Set(nodes.map((change) => wordsOf(change, t)))];
  return (
    <div className={styles.words}>
      {goes.trim() !== "" && (
        <p>
          <span className={styles.what}>{t("suggestions.goes")} </span>
          <del lang={language}>{goes}</del>
        </p>
      )}
      {comes.trim() !== "" && (
        <p>
          <span className={styles.what}>{t("suggestions.comes")} </span>
          <ins lang={language}>{comes}</ins>
        </p>
      )}
      {formatted !== "" && (
        <p>
          <span className={styles.what}>{t("suggestions.formats")} </span>
          <span lang={language}>{formatted}</span>
        </p>
      )}
      {changes.map((change) => (
        <p key={change}>{change}</p>
      ))}
      {changes.length === 0 && `${goes}${comes}${formatted}`.trim() === "" && (
        <p>{t("suggestions.space")}</p>
      )}
    </div>
  );
}

const borders = /^(paragraph|heading|listItem)$/;

function wordsOf({ what, node, was, level }: NodeChange, t: TFunction): string {
  if (what !== "changed" && borders.test(node)) return t(`suggestions.border.${what}`);
  const name = nameOf(node, level, t);
  if (what !== "changed") return t(`suggestions.node.${what}`, { name });
  const before = nameOf(was?.node ?? node, was?.level ?? null, t);
  return before === name
    ? t("suggestions.node.attributes", { name })
    : t("suggestions.node.changed", { name, was: before });
}

const nameOf = (node: string, level: number | null, t: TFunction): string =>
  t(`suggestions.names.${node}`, { level: level ?? "" });
