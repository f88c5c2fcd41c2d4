import type { GlossaryTerm, Language } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { Copy } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useGlossary } from "../../../api/glossary.ts";
import { Button } from "../../../ui/button.tsx";

import { blockById, blockIdAtSelection } from "../blocks.ts";
import { copyOriginal } from "../languages/original-words.ts";
import { useAboveKeyboard } from "../toolbar/use-above-keyboard.ts";

import { buildGlossaryIndex } from "./glossary-index.ts";
import { matchesIn } from "./glossary-marks.ts";
import styles from "./translation-aid.module.css";

export interface TranslationAidProps {
  readonly original: Editor;
  readonly translation: Editor;
  readonly languages: { readonly original: Language; readonly translation: Language };
}

interface Block {
  readonly id: string;
  readonly isEmpty: boolean;
  readonly terms: readonly GlossaryTerm[];
}

/** As many as the digits that insert them. */
const offered = 9;

/**
 * Helps for the paragraph of the translation in which the person writes: the glossary's terms in the
 * original's paragraph, to insert by pressing them or by Alt and their digit, and the original itself.
 */
export function TranslationAid({ original, translation, languages }: TranslationAidProps) {
  const { t } = useTranslation();
  const { data: terms } = useGlossary();
  const index = useMemo(
    () => (terms === undefined ? null : buildGlossaryIndex(terms, languages.original)),
    [terms, languages.original],
  );
  const [block, setBlock] = useState<Block | null>(null);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      if (original.isDestroyed || translation.isDestroyed || !translation.isEditable) return;
      const id = blockIdAtSelection(translation.state);
      const here = id === null ? null : blockById(translation.state.doc, id);
      const there = id === null ? null : blockById(original.state.doc, id);
      const isText = here?.node.isTextblock === true && there?.node.isTextblock === true;
      if (id === null || !isText) return setBlock(null);
      const found = index === null ? [] : matchesIn(there.node, index).flatMap((it) => it.terms);
      setBlock({
        id,
        isEmpty: here.node.content.size === 0 && there.node.content.size > 0,
        terms: [...new Set(found)].slice(0, offered),
      });
    };
    const lookSoon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    lookSoon();
    translation.on("transaction", lookSoon);
    return () => {
      cancelAnimationFrame(frame);
      translation.off("transaction", lookSoon);
    };
  }, [original, translation, index]);

  const shown = block?.terms;
  useEffect(() => {
    if (shown === undefined || shown.length === 0) return;
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      const term = digit === undefined ? undefined : shown[Number(digit) - 1];
      if (term === undefined || !translation.isFocused) return;
      event.preventDefault();
      insertTerm(translation, term[languages.translation]);
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, [shown, translation, languages.translation]);

  if (block === null || (block.terms.length === 0 && !block.isEmpty)) return null;
  return (
    <Row label={t("translation.aid.label")}>
      {block.terms.length > 0 && (
        <ul className={styles.terms} aria-label={t("translation.aid.terms")}>
          {block.terms.map((term, place) => (
            <li key={term.id}>
              <button
                type="button"
                className={styles.term}
                aria-keyshortcuts={`Alt+${place + 1}`}
                // The cursor stays where the word is to go.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => insertTerm(translation, term[languages.translation])}
              >
                <span className="visually-hidden">{t("translation.aid.insert")}</span>
                <span className={styles.key} aria-hidden="true">
                  {place + 1}
                </span>
                <span lang={languages.original} className={styles.source}>
                  {term[languages.original]}
                </span>
                <span aria-hidden="true">→</span>
                <span lang={languages.translation}>{term[languages.translation]}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {block.isEmpty && (
        <Button
          size="small"
          icon={<Copy />}
          onPress={() => copyOriginal(original, translation, block.id)}
        >
          {t("translation.aid.copy")}
        </Button>
      )}
    </Row>
  );
}

/** Stays in sight at the foot of the text, above the on-screen keyboard. */
function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const row = useRef<HTMLDivElement>(null);
  useAboveKeyboard(row);
  return (
    <div ref={row} className={styles.aid} role="group" aria-label={label}>
      {children}
    </div>
  );
}

/** Puts a word where the cursor is, parted from the word before by a space. */
function insertTerm(editor: Editor, word: string): void {
  const { $from } = editor.state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, " ");
  const space = before === "" || /[\s([«“"'¿¡]$/.test(before) ? "" : " ";
  editor
    .chain()
    .focus()
    .insertContent({ type: "text", text: `${space}${word}` })
    .run();
}
