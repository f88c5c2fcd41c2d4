import type { Editor } from "@tiptap/core";
import { Check, ChevronDown, ChevronUp, X } from "lucide-react";
import { listSuggestions, suggestionKey } from "@istmo/paper-schema";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Select } from "../../../ui/select.tsx";
import { EmptyState } from "../../../ui/states.tsx";

import { decideSuggestions, type Decision } from "./decide.ts";
import type { SuggestionsView } from "./settled-text.tsx";
import {
  SuggestionButtons,
  SuggestionDecider,
  SuggestionHead,
  SuggestionWords,
} from "./suggestion-entry.tsx";
import styles from "./suggestions.module.css";
import type { ShownSuggestion } from "./use-suggestions.ts";

/** More are not shown at once: nobody reads a list of thousands. */
const pageSize = 100;

export interface SuggestionsPanelProps {
  readonly editor: Editor | null;
  readonly language: string;
  readonly suggestions: readonly ShownSuggestion[] | null;
  readonly active: string | null;
  readonly view: SuggestionsView;
  readonly onView: (view: SuggestionsView) => void;
  /** Whether the text can be changed now. */
  readonly canWrite: boolean;
  readonly onGoTo: (suggestion: ShownSuggestion) => void;
  readonly onStep: (step: 1 | -1) => void;
}

/** All suggestions in the order of the text, to be decided one by one or together. */
export function SuggestionsPanel(props: SuggestionsPanelProps) {
  const { editor, language, suggestions, active, view, canWrite } = props;
  const { t } = useTranslation();
  const [filter, setFilter] = useState("");
  const [shown, setShown] = useState(pageSize);
  if (editor === null || suggestions === null) return null;
  const matching = suggestions.filter((it) => filter === "" || isBy(it, filter));
  const decidable = matching.filter(({ canDecide }) => canDecide);
  const selectedKeys = suggestionsIn(editor);
  const selected = decidable.filter(({ key }) => selectedKeys.has(key));

  function decideAll(of: readonly ShownSuggestion[], decision: Decision): void {
    if (editor !== null)
      decideSuggestions(editor, { keys: new Set(of.map(({ key }) => key)) }, decision);
  }

  return (
    <section className={styles.panel} aria-label={t("suggestions.title")}>
      <Select
        label={t("suggestions.view.label")}
        size="small"
        value={view}
        onChange={(next) => props.onView(next as SuggestionsView)}
        options={(["markup", "final", "original"] as const).map((id) => ({
          id,
          label: t(`suggestions.view.${id}`),
        }))}
      />
      {suggestions.length === 0 ? (
        <EmptyState title={t("suggestions.none")}>{t("suggestions.noneHint")}</EmptyState>
      ) : (
        <>
          <Select
            label={t("suggestions.filter")}
            size="small"
            value={filter}
            onChange={setFilter}
            options={[{ id: "", label: t("suggestions.everybody") }, ...authorOptions(suggestions)]}
          />
          <div className={styles.bar}>
            <p className={styles.count} role="status">
              {t("suggestions.count", { count: matching.length })}
            </p>
            <IconButton
              size="small"
              icon={<ChevronUp />}
              aria-label={t("suggestions.previous")}
              onPress={() => props.onStep(-1)}
            />
            <IconButton
              size="small"
              icon={<ChevronDown />}
              aria-label={t("suggestions.next")}
              onPress={() => props.onStep(1)}
            />
          </div>
          {canWrite && decidable.length > 0 && (
            <div className={styles.buttons}>
              <Button size="small" icon={<Check />} onPress={() => decideAll(decidable, "accept")}>
                {t("suggestions.acceptAll", { count: decidable.length })}
              </Button>
              <Button size="small" icon={<X />} onPress={() => decideAll(decidable, "reject")}>
                {t("suggestions.rejectAll", { count: decidable.length })}
              </Button>
            </div>
          )}
          {canWrite && selected.length > 0 && (
            <div className={styles.buttons}>
              <Button size="small" onPress={() => decideAll(selected, "accept")}>
                {t("suggestions.acceptSelected", { count: selected.length })}
              </Button>
              <Button size="small" onPress={() => decideAll(selected, "reject")}>
                {t("suggestions.rejectSelected", { count: selected.length })}
              </Button>
            </div>
          )}
          <ol className={styles.list}>
            {matching.slice(0, shown).map((suggestion) => (
              <li key={suggestion.key} data-active={suggestion.key === active}>
                <button
                  type="button"
                  className={styles.open}
                  aria-current={suggestion.key === active}
                  onClick={() => props.onGoTo(suggestion)}
                >
                  <SuggestionHead suggestion={suggestion} />
                  <SuggestionWords suggestion={suggestion} language={language} />
                </button>
                <SuggestionDecider suggestion={suggestion} />
                {canWrite && <SuggestionButtons editor={editor} suggestion={suggestion} />}
              </li>
            ))}
          </ol>
          {matching.length > shown && (
            <Button size="small" onPress={() => setShown(shown + pageSize)}>
              {t("suggestions.more")}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function isBy({ author }: ShownSuggestion, filter: string): boolean {
  return filter === `person ${author.personId}` || filter === `body ${author.bodyName}`;
}

/** People, and the centres and organisations they write for. */
function authorOptions(suggestions: readonly ShownSuggestion[]) {
  const options = new Map<string, string>();
  for (const { author } of suggestions)
    if (author.bodyName !== "") options.set(`body ${author.bodyName}`, author.bodyName);
  for (const { author } of suggestions)
    options.set(`person ${author.personId}`, `${author.name} · ${author.code}`);
  return [...options].map(([id, label]) => ({ id, label }));
}

/** The keys of the suggestions that the selection touches. */
function suggestionsIn(editor: Editor): ReadonlySet<string> {
  const { doc, selection } = editor.state;
  if (selection.empty) return new Set();
  return new Set(
    listSuggestions(doc)
      .filter(({ from, to }) => from < selection.to && to > selection.from)
      .map(suggestionKey),
  );
}
