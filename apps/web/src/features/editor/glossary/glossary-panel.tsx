import type { Language } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { ArrowDown, MessageSquareQuote } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { useGlossary } from "../../../api/glossary.ts";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";

import { followText } from "../follow-text.ts";

import { insertDefinition } from "./definition.ts";
import { TermFacts } from "./glossary-card.tsx";
import { replaceForm } from "./glossary-in-text.tsx";
import { glossaryAdvice, type GlossaryPlace } from "./glossary-marks.ts";
import styles from "./glossary-panel.module.css";
import { filterTerms } from "./filter-terms.ts";
import { replacementFor } from "./replacement.ts";

export interface GlossaryPanelProps {
  readonly editor: Editor | null;
  readonly language: Language;
  readonly showsTerms: boolean;
  readonly showsAdvice: boolean;
  readonly onShowTerms: (isShown: boolean) => void;
  readonly onShowAdvice: (isShown: boolean) => void;
  /** Brings the text into sight where another panel covers it. */
  readonly onShowText: (then: () => void) => void;
}

/** Terms and forms are listed up to here; a search finds the others. */
const listed = 40;

/** The glossary beside the text: what to show of it, the advice one by one, and all terms. */
export function GlossaryPanel(props: GlossaryPanelProps) {
  const { editor, language, showsTerms, showsAdvice, onShowTerms, onShowAdvice } = props;
  const { t } = useTranslation();
  const { data: terms, error, refetch } = useGlossary();
  const [search, setSearch] = useState("");
  if (terms === undefined)
    return error === null ? (
      <Loading lines={6} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  const found = filterTerms(terms, search);
  return (
    <div className={styles.panel}>
      <div className={styles.choices}>
        <Checkbox isSelected={showsAdvice} onChange={onShowAdvice}>
          {t("terms.showAdvice")}
        </Checkbox>
        <Checkbox isSelected={showsTerms} onChange={onShowTerms}>
          {t("terms.showTerms")}
        </Checkbox>
      </div>
      {editor !== null && showsAdvice && (
        <AdviceList editor={editor} language={language} onShowText={props.onShowText} />
      )}
      <SearchField label={t("terms.search")} value={search} onSearch={setSearch} />
      <p className={styles.count}>{t("terms.found", { count: found.length })}</p>
      <ul className={styles.terms} aria-label={t("terms.title")}>
        {found.slice(0, listed).map((term) => (
          <li key={term.id} className={styles.term}>
            <TermFacts term={term} />
            {editor?.isEditable === true && (
              <div>
                <Button
                  size="small"
                  variant="quiet"
                  icon={<MessageSquareQuote />}
                  onPress={() => {
                    props.onShowText(() => insertDefinition(editor, term, language));
                  }}
                >
                  {t("terms.insertDefinition")}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {found.length > listed && <p className={styles.count}>{t("terms.searchForMore")}</p>}
    </div>
  );
}

function AdviceList({
  editor,
  language,
  onShowText,
}: Pick<GlossaryPanelProps, "language" | "onShowText"> & { readonly editor: Editor }) {
  const { t } = useTranslation();
  const places = useAdvice(editor);
  if (places.length === 0) return <p className={styles.count}>{t("terms.noAdvice")}</p>;
  const open = ({ from, to }: GlossaryPlace) =>
    onShowText(() => {
      editor
        .chain()
        .setTextSelection({ from, to })
        .focus(undefined, { scrollIntoView: true })
        .run();
      const { node } = editor.view.domAtPos(from);
      (node instanceof Element ? node : node.parentElement)?.scrollIntoView({ block: "center" });
    });
  const next = () => {
    const at = editor.state.selection.from;
    const following = places.find(({ from }) => from > at) ?? places[0];
    if (following !== undefined) open(following);
  };
  return (
    <section className={styles.advice} aria-label={t("terms.adviceTitle")}>
      <div className={styles.adviceHead}>
        <h3 className={styles.title}>{t("terms.adviceCount", { count: places.length })}</h3>
        <Button size="small" icon={<ArrowDown />} onPress={next}>
          {t("terms.nextAdvice")}
        </Button>
      </div>
      <ul className={styles.places}>
        {places.slice(0, listed).map((place) => (
          <li key={place.from} className={styles.place}>
            <button
              type="button"
              className={styles.words}
              lang={language}
              onClick={() => open(place)}
            >
              {place.words}
            </button>
            {editor.isEditable &&
              place.advice.map((advice) => (
                <Button
                  key={advice.term.id}
                  size="small"
                  variant="quiet"
                  onPress={() => replaceForm(editor, place, { ...advice, language })}
                >
                  {t("terms.replace", {
                    use: replacementFor(place.words, advice.form.term, {
                      use: advice.use,
                      language,
                    }),
                  })}
                </Button>
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function useAdvice(editor: Editor): readonly GlossaryPlace[] {
  const [places, setPlaces] = useState<readonly GlossaryPlace[]>([]);
  useEffect(
    // Not only updates: the marks come with a transaction that changes no text.
    () => followText(editor, () => setPlaces(glossaryAdvice(editor.state)), "transaction"),
    [editor],
  );
  return places;
}
