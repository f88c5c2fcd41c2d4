import type { Editor } from "@tiptap/core";
import { Check, Undo2, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "../../../i18n/use-language.ts";
import { formatAgo } from "../../../lib/dates.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Button } from "../../../ui/button.tsx";

import { decideSuggestions, type Decision } from "./decide.ts";
import { SuggestionWords } from "./suggestion-words.tsx";
import styles from "./suggestions.module.css";
import type { ShownSuggestion } from "./use-suggestions.ts";

/** Who suggests what, since when. */
export function SuggestionHead({ suggestion }: { readonly suggestion: ShownSuggestion }) {
  const { author, at } = suggestion;
  const language = useLanguage();
  return (
    <p className={styles.head}>
      <Avatar name={author.name} group={author.group} size="small" />
      <strong>{author.name}</strong>
      <span>{author.bodyName === "" ? null : author.code}</span>
      <time dateTime={at}>{formatAgo(at, language)}</time>
    </p>
  );
}

/** Who decides it, for whoever cannot. */
export function SuggestionDecider({ suggestion }: { readonly suggestion: ShownSuggestion }) {
  const { t } = useTranslation();
  if (suggestion.canDecide) return null;
  return <p className={styles.decider}>{t("suggestions.decider", { name: suggestion.decider })}</p>;
}

/** What may be done with a suggestion: decided, or withdrawn by whoever made it. */
export function SuggestionButtons({
  editor,
  suggestion,
  onDecided,
}: {
  readonly editor: Editor;
  readonly suggestion: ShownSuggestion;
  readonly onDecided?: (decision: Decision) => void;
}) {
  const { t } = useTranslation();
  const { key, canDecide, isOwn } = suggestion;
  if (!canDecide && !isOwn) return null;
  const decide = (decision: Decision) => {
    onDecided?.(decision);
    decideSuggestions(editor, { keys: new Set([key]) }, decision);
  };
  return (
    <div className={styles.buttons}>
      {canDecide && (
        <>
          <Button size="small" icon={<Check />} onPress={() => decide("accept")}>
            {t("suggestions.accept")}
          </Button>
          <Button size="small" icon={<X />} onPress={() => decide("reject")}>
            {t("suggestions.reject")}
          </Button>
        </>
      )}
      {!canDecide && (
        <Button size="small" icon={<Undo2 />} onPress={() => decide("reject")}>
          {t("suggestions.withdraw")}
        </Button>
      )}
    </div>
  );
}

export { SuggestionWords };
