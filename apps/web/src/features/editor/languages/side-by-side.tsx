import type { Editor } from "@tiptap/core";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { blockIdAtSelection } from "../blocks.ts";

import { markPartner } from "./block-partner.ts";
import { showOriginalWords } from "./ghost-text.ts";
import { wordsByBlock } from "./original-words.ts";
import { partnerOf, placeAtTop, scrollTogether } from "./scroll-together.ts";
import styles from "./side-by-side.module.css";

/** One of the two texts. */
export interface Side {
  /** The edition's language, for its own letters: "es". */
  readonly language: string;
  readonly label: string;
  readonly editor: Editor | null;
  readonly text: ReactNode;
}

export interface SideBySideProps {
  readonly original: Side;
  readonly translation: Side;
  /** Whether both have room; otherwise one is shown, and a switch stays at the same block. */
  readonly isWide: boolean;
  /** What stands under the translation: helps for the paragraph where the person is. */
  readonly aid?: ReactNode;
}

/** Two editions of a paper beside each other, at the same place and each in its own language. */
export function SideBySide({ original, translation, isWide, aid }: SideBySideProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<"original" | "translation">("translation");
  const root = useRef<HTMLDivElement>(null);
  useScrollTogether(original.editor, translation.editor, isWide);
  usePartners(original.editor, translation.editor);
  useGhosts(original.editor, translation.editor);
  const keepPlace = useSamePlace(shown);

  const side = (name: "original" | "translation", { language, label, text }: Side) => (
    <section
      className={styles.side}
      data-side={name}
      data-hidden={!isWide && shown !== name}
      aria-label={`${label} (${t(`language.${language}`)})`}
    >
      {isWide && (
        <p className={styles.label}>
          <span className={styles.code} aria-hidden="true">
            {language.toUpperCase()}
          </span>
          {label}
        </p>
      )}
      <div className={styles.scroll} data-scroll-box="">
        {text}
      </div>
      {name === "translation" && aid}
    </section>
  );

  return (
    <div className={styles.sides} data-wide={isWide} ref={root}>
      {!isWide && (
        <div className={styles.switch} role="group" aria-label={t("translation.beside.switch")}>
          {(["original", "translation"] as const).map((name) => {
            const { language, label } = name === "original" ? original : translation;
            return (
              <button
                key={name}
                type="button"
                className={styles.choice}
                aria-pressed={shown === name}
                onClick={() => {
                  if (shown === name) return;
                  const [from, to] =
                    name === "original"
                      ? [translation.editor, original.editor]
                      : [original.editor, translation.editor];
                  keepPlace(from, to);
                  setShown(name);
                }}
              >
                <span className={styles.code} aria-hidden="true">
                  {language.toUpperCase()}
                </span>
                {label}
              </button>
            );
          })}
        </div>
      )}
      {side("original", original)}
      {side("translation", translation)}
    </div>
  );
}

function boxOf(editor: Editor): HTMLElement | null {
  return editor.view.dom.closest<HTMLElement>("[data-scroll-box]");
}

function useScrollTogether(
  original: Editor | null,
  translation: Editor | null,
  isWide: boolean,
): void {
  useEffect(() => {
    if (!isWide || original === null || translation === null) return;
    const boxes = [boxOf(original), boxOf(translation)] as const;
    if (boxes[0] === null || boxes[1] === null) return;
    return scrollTogether(
      { box: boxes[0], text: original.view.dom },
      { box: boxes[1], text: translation.view.dom },
    );
  }, [original, translation, isWide]);
}

/** Marks in each text the block that stands for the one where the person is in the other. */
function usePartners(original: Editor | null, translation: Editor | null): void {
  useEffect(() => {
    if (original === null || translation === null) return;
    const follow = (here: Editor, there: Editor) => () => {
      if (here.isDestroyed || there.isDestroyed || !here.isFocused) return;
      const id = blockIdAtSelection(here.state);
      markPartner(there.view, id);
      markPartner(here.view, id);
    };
    /** Where nobody may write there is no cursor: what is pressed counts. */
    const press = (there: Editor, here: Editor) => (event: MouseEvent) => {
      if (here.isEditable || !(event.target instanceof Element)) return;
      const id = event.target.closest("[data-block-id]")?.getAttribute("data-block-id") ?? null;
      for (const editor of [here, there]) if (!editor.isDestroyed) markPartner(editor.view, id);
    };
    const pairs = [
      [original, translation],
      [translation, original],
    ] as const;
    const stops = pairs.map(([here, there]) => {
      const onSelection = follow(here, there);
      const onPress = press(there, here);
      const { dom } = here.view;
      here.on("selectionUpdate", onSelection);
      here.on("focus", onSelection);
      dom.addEventListener("click", onPress);
      return () => {
        here.off("selectionUpdate", onSelection);
        here.off("focus", onSelection);
        dom.removeEventListener("click", onPress);
        if (!here.isDestroyed) markPartner(here.view, null);
      };
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [original, translation]);
}

/** The pause in the original's typing after which its words are shown anew. */
const ghostPause = 300;

function useGhosts(original: Editor | null, translation: Editor | null): void {
  useEffect(() => {
    if (original === null || translation === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      if (original.isDestroyed || translation.isDestroyed) return;
      const words = wordsByBlock(original.state.doc);
      showOriginalWords(translation.view, (blockId) => words.get(blockId) || null);
    };
    const showSoon = () => {
      timer ??= setTimeout(show, ghostPause);
    };
    show();
    original.on("update", showSoon);
    return () => {
      clearTimeout(timer);
      original.off("update", showSoon);
      if (!translation.isDestroyed) showOriginalWords(translation.view, null);
    };
  }, [original, translation]);
}

/** Where one text takes the other's place, the window is put to the same block after the change. */
function useSamePlace(shown: string): (from: Editor | null, to: Editor | null) => void {
  const wanted = useRef<{
    readonly editor: Editor;
    readonly ids: readonly string[];
    readonly top: number;
  } | null>(null);
  useLayoutEffect(() => {
    const place = wanted.current;
    wanted.current = null;
    if (place === null || place.editor.isDestroyed) return;
    const partner = partnerOf(place.editor.view.dom, place.ids);
    if (partner === null) return;
    window.scrollBy({ top: partner.element.getBoundingClientRect().top - place.top });
  }, [shown]);
  return (from, to) => {
    if (from === null || to === null) return;
    const line = Math.max(window.innerHeight / 5, 150);
    const place = placeAtTop(from.view.dom, line);
    const first = place === null ? null : partnerOf(from.view.dom, place.ids);
    if (place === null || first === null) return;
    const top = first.element.getBoundingClientRect().top;
    wanted.current = { editor: to, ids: place.ids, top };
  };
}
