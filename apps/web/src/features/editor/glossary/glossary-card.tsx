import type { GlossaryTerm, Language } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { X } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";

import styles from "./glossary-card.module.css";
import type { Advice } from "./glossary-index.ts";
import type { GlossaryPlace } from "./glossary-marks.ts";
import { replacementFor } from "./replacement.ts";

export interface GlossaryCardProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly editor: Editor;
  readonly place: GlossaryPlace;
  /** The text's. */
  readonly language: Language;
  /** Opened by a key: the first thing to press is reached at once. */
  readonly takesFocus: boolean;
  readonly onReplace: (advice: Advice) => void;
  readonly onClose: () => void;
}

/** What the glossary says of a word, beside it. */
export function GlossaryCard(props: GlossaryCardProps) {
  const { ref, editor, place, language, takesFocus, onReplace, onClose } = props;
  const { t } = useTranslation();
  const [position, setPosition] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return;
    const { left, bottom, top } = editor.view.coordsAtPos(place.from);
    const { offsetWidth: width, offsetHeight: height } = box;
    const isBelow = bottom + height + 8 < window.innerHeight || top < height;
    setPosition({
      left: Math.max(8, Math.min(left, window.innerWidth - width - 8)),
      top: isBelow ? bottom + 6 : top - height - 6,
    });
  }, [ref, editor, place]);
  useEffect(() => {
    if (takesFocus && position !== null) ref.current?.querySelector("button")?.focus();
  }, [ref, takesFocus, position]);
  useCloseOnEscape(onClose);

  const terms = place.advice.length > 0 ? place.advice.map(({ term }) => term) : place.terms;
  return createPortal(
    <div
      ref={ref}
      className={styles.card}
      role="dialog"
      aria-label={t("terms.card", { words: place.words })}
      style={position === null ? { visibility: "hidden" } : position}
    >
      <div className={styles.close}>
        <IconButton icon={<X />} size="small" aria-label={t("ui.close")} onPress={onClose} />
      </div>
      {place.advice.map((advice) => (
        <div key={advice.term.id} className={styles.advice}>
          <p>
            {t("terms.prefer")} <strong lang={language}>{advice.use}</strong>
          </p>
          {advice.form.remark !== null && (
            <p className={styles.remark}>
              {t("terms.remark")} <span lang={language}>{advice.form.remark}</span>
            </p>
          )}
          {editor.isEditable && (
            <div>
              <Button size="small" onPress={() => onReplace(advice)}>
                {t("terms.replace", {
                  use: replacementFor(place.words, advice.form.term, {
                    use: advice.use,
                    language,
                  }),
                })}
              </Button>
            </div>
          )}
        </div>
      ))}
      {terms.map((term) => (
        <TermFacts key={term.id} term={term} />
      ))}
    </div>,
    document.body,
  );
}

/** A term in both languages, what it means, and where it is from. */
export function TermFacts({ term }: { readonly term: GlossaryTerm }) {
  const { t } = useTranslation();
  return (
    <div className={styles.facts}>
      <dl className={styles.languages}>
        {(["es", "en"] as const).map((language) => (
          <div key={language} className={styles.language}>
            <dt aria-label={t(`language.${language}`)}>{language.toUpperCase()}</dt>
            <dd lang={language}>
              <strong>{term[language]}</strong>
              {term.note !== null && <span className={styles.note}>{term.note[language]}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {term.variants.map((variant) => (
        <p key={variant.term} className={styles.note}>
          {t("terms.variant", { term: variant.term, usedBy: variant.usedBy.join(", ") })}
        </p>
      ))}
      <p className={styles.source}>
        {t("terms.source", { domain: t(`terms.domain.${term.domain}`) })}
      </p>
    </div>
  );
}

function useCloseOnEscape(onClose: () => void): void {
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape") latest.current();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
