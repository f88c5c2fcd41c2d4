import type { Language } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { useGlossary } from "../../../api/glossary.ts";
import { asOneUndoStep } from "../undo-steps.ts";

import { GlossaryCard } from "./glossary-card.tsx";
import { buildGlossaryIndex } from "./glossary-index.ts";
import { glossaryAt, showGlossary, type GlossaryPlace } from "./glossary-marks.ts";
import { replacementFor } from "./replacement.ts";
import { onGlossaryAsked } from "./glossary-key.ts";
import { InsertDefinitionDialog } from "./insert-definition-dialog.tsx";

export interface GlossaryInTextProps {
  readonly editor: Editor;
  readonly language: Language;
  readonly showsTerms: boolean;
  readonly showsAdvice: boolean;
}

interface Shown {
  readonly place: GlossaryPlace;
  readonly hasFocus: boolean;
}

/** Milliseconds that the pointer rests on a word before it is explained, or leaves it to read. */
const restBefore = 350;

/** Marks the glossary's terms in the text and explains the one that is pointed at. */
export function GlossaryInText({ editor, language, showsTerms, showsAdvice }: GlossaryInTextProps) {
  const { data: terms } = useGlossary();
  const index = useMemo(
    () => (terms === undefined ? null : buildGlossaryIndex(terms, language)),
    [terms, language],
  );
  useEffect(() => {
    if (editor.isDestroyed || index === null) return;
    const isShown = showsTerms || showsAdvice;
    showGlossary(editor.view, isShown ? { index, showsTerms, showsAdvice } : null);
    return () => {
      if (!editor.isDestroyed) showGlossary(editor.view, null);
    };
  }, [editor, index, showsTerms, showsAdvice]);

  const [shown, setShown] = useState<Shown | null>(null);
  const [isDefining, setDefining] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  const close = useCallback(() => setShown(null), []);
  useEffect(() => {
    const { dom } = editor.view;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const placeOf = (target: EventTarget | null): GlossaryPlace | null => {
      const mark = target instanceof Element ? target.closest("[data-glossary]") : null;
      if (mark === null || !dom.contains(mark) || editor.isDestroyed) return null;
      return glossaryAt(editor.state, editor.view.posAtDOM(mark, 0));
    };
    const soon = (then: () => void) => {
      clearTimeout(timer);
      timer = setTimeout(then, restBefore);
    };
    const over = (event: PointerEvent) => {
      if (event.pointerType !== "mouse") return;
      const place = placeOf(event.target);
      if (place !== null) soon(() => setShown({ place, hasFocus: false }));
      else if (!(event.target instanceof Node && card.current?.contains(event.target)))
        soon(() => setShown((was) => (was?.hasFocus === true ? was : null)));
      else clearTimeout(timer);
    };
    const press = (event: MouseEvent) => {
      clearTimeout(timer);
      const place = placeOf(event.target);
      setShown(place === null ? null : { place, hasFocus: false });
    };
    const mend = () => {
      const place = glossaryAt(editor.state, editor.state.selection.from);
      if (place === null) return;
      const [only, ...more] = place.advice;
      if (only !== undefined && more.length === 0 && editor.isEditable)
        replaceForm(editor, place, { ...only, language });
      else setShown({ place, hasFocus: true });
    };
    document.addEventListener("pointerover", over);
    dom.addEventListener("click", press);
    const stopAsking = onGlossaryAsked(editor, (act) => {
      if (act === "mend") mend();
      else setDefining(true);
    });
    editor.on("update", close);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", over);
      dom.removeEventListener("click", press);
      stopAsking();
      editor.off("update", close);
    };
  }, [editor, language, close]);

  if (isDefining)
    return (
      <InsertDefinitionDialog
        editor={editor}
        language={language}
        onClose={() => setDefining(false)}
      />
    );
  if (shown === null || editor.isDestroyed) return null;
  return (
    <GlossaryCard
      key={shown.place.from}
      ref={card}
      editor={editor}
      place={shown.place}
      language={language}
      takesFocus={shown.hasFocus}
      onReplace={(advice) => {
        replaceForm(editor, shown.place, { ...advice, language });
        close();
      }}
      onClose={() => {
        close();
        if (shown.hasFocus) editor.commands.focus();
      }}
    />
  );
}

/** Puts the preferred words in the place of a form; an ordinary edit, which undo takes back. */
export function replaceForm(
  editor: Editor,
  { from, to, words }: Pick<GlossaryPlace, "from" | "to" | "words">,
  {
    form,
    use,
    language,
  }: {
    readonly form: { readonly term: string };
    readonly use: string;
    readonly language: Language;
  },
): void {
  const text = replacementFor(words, form.term, { use, language });
  const { state, view } = editor;
  const marks = state.doc.resolve(from).nodeAfter?.marks ?? [];
  const tr = state.tr.replaceWith(from, to, state.schema.text(text, marks)).scrollIntoView();
  asOneUndoStep(editor, () => view.dispatch(tr));
}
