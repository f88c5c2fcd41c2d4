import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { asOneUndoStep } from "../undo-steps.ts";

import { activeMatch, goToMatch, sendToFind, showActiveMatch } from "./active-match.ts";
import {
  findKey,
  matchesIn,
  mostMatches,
  nothingFound,
  type FindQuery,
  type FindState,
} from "./find-state.ts";
import { expressionOf } from "./pattern-search.ts";
import { runPattern } from "./pattern-runner.ts";
import { expandReplacement, replaceMatches } from "./replacements.ts";
import { forEachTextblock, searchTextsOf, type Match } from "./search-text.ts";

/** The pause after a change of the text before a pattern is tried anew. */
const patternPause = 250;

export interface Find {
  readonly state: FindState;
  readonly query: FindQuery;
  readonly ask: (change: Partial<FindQuery>) => void;
  readonly go: (direction: 1 | -1) => void;
  readonly replaceOne: (replacement: string) => void;
  /** How many were replaced. */
  readonly replaceAll: (replacement: string) => number;
}

const emptyQuery: FindQuery = {
  words: "",
  matchCase: false,
  matchAccents: false,
  wholeWord: false,
  isPattern: false,
};

/** Looks for words or a pattern in the text while the bar is open, and replaces what it finds. */
export function useFind(editor: Editor, start: string): Find {
  const [query, setQuery] = useState<FindQuery>({ ...emptyQuery, words: start });
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => findKey.getState(now.state) ?? nothingFound,
    equalityFn: Object.is,
  });
  /** From where the next match is looked for: where the person was when the bar opened. */
  const origin = useRef(editor.state.selection.from);
  const latest = useRef(query);

  const look = useCallback(
    (next: FindQuery) => {
      const at = activeMatch(editor);
      const near = at?.from ?? origin.current;
      const isNothing = next.words === "";
      sendToFind(editor, { kind: "look", query: isNothing ? null : next, near });
      if (isNothing || !next.isPattern) showActiveMatch(editor);
    },
    [editor],
  );

  const ask = useCallback(
    (change: Partial<FindQuery>) => {
      const next = { ...latest.current, ...change };
      latest.current = next;
      setQuery(next);
      look(next);
    },
    [look],
  );

  useEffect(() => {
    look(latest.current);
    return () => sendToFind(editor, { kind: "look", query: null, near: 0 });
  }, [editor, look]);

  usePattern(editor, state.query, origin);

  return useMemo(
    () => ({
      state,
      query,
      ask,
      go: (direction) => goToMatch(editor, direction),
      replaceOne: (replacement) => replaceActive(editor, replacement),
      replaceAll: (replacement) => replaceEach(editor, replacement),
    }),
    [state, query, ask, editor],
  );
}

/** Tries a pattern when it is asked for and after each change of the text. */
function usePattern(
  editor: Editor,
  query: FindQuery | null,
  origin: { readonly current: number },
): void {
  useEffect(() => {
    if (!query?.isPattern) return;
    let stop = () => undefined as void;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isSound = isExpression(query);
    const search = () => {
      stop();
      const near = activeMatch(editor)?.from ?? origin.current;
      if (!isSound) {
        sendToFind(editor, { kind: "found", query, matches: [], near, problem: "bad_pattern" });
        return;
      }
      const { doc } = editor.state;
      const texts: string[] = [];
      forEachTextblock(doc, (block) =>
        searchTextsOf(block).forEach(({ text }) => texts.push(text)),
      );
      const { words: pattern, matchCase, wholeWord } = query;
      const task = { texts, query: { pattern, matchCase, wholeWord }, most: mostMatches + 1 };
      const running = runPattern(task);
      let isWanted = true;
      stop = () => {
        isWanted = false;
        running.stop();
      };
      void running.found.then((found) => {
        // Another key may have been typed meanwhile: then the next answer counts.
        if (!isWanted || editor.isDestroyed || editor.state.doc !== doc) return;
        const matches: Match[] = [];
        let index = 0;
        forEachTextblock(doc, (block, start) => {
          matches.push(...matchesIn(block, start, () => found?.[index++] ?? []));
        });
        const problem = found === null ? "too_slow" : null;
        sendToFind(editor, { kind: "found", query, matches, near, problem });
        showActiveMatch(editor);
      });
    };
    const searchSoon = ({ transaction }: { transaction: { docChanged: boolean } }) => {
      if (!transaction.docChanged) return;
      clearTimeout(timer);
      timer = setTimeout(search, patternPause);
    };
    timer = setTimeout(search, 0);
    editor.on("transaction", searchSoon);
    return () => {
      clearTimeout(timer);
      stop();
      editor.off("transaction", searchSoon);
    };
  }, [editor, query, origin]);
}

function isExpression({ words: pattern, matchCase, wholeWord }: FindQuery): boolean {
  try {
    expressionOf({ pattern, matchCase, wholeWord });
    return true;
  } catch {
    return false;
  }
}

function wordsFor(query: FindQuery, replacement: string) {
  return (match: Match) => (query.isPattern ? expandReplacement(replacement, match) : replacement);
}

function replaceActive(editor: Editor, replacement: string): void {
  const found = findKey.getState(editor.state);
  const match = activeMatch(editor);
  if (!found?.query || !match) return;
  const tr = editor.state.tr;
  replaceMatches(tr, [match], wordsFor(found.query, replacement));
  // Beyond what was just written: it may hold what is being looked for.
  const written = wordsFor(found.query, replacement)(match);
  asOneUndoStep(editor, () => editor.view.dispatch(tr));
  const now = findKey.getState(editor.state);
  if (!now) return;
  const after = match.from + written.length;
  const next = now.matches.findIndex(({ from }) => from >= after);
  if (now.matches.length > 0) sendToFind(editor, { kind: "go", active: next === -1 ? 0 : next });
  showActiveMatch(editor);
}

function replaceEach(editor: Editor, replacement: string): number {
  const found = findKey.getState(editor.state);
  if (!found?.query || found.matches.length === 0) return 0;
  const tr = editor.state.tr;
  replaceMatches(tr, found.matches, wordsFor(found.query, replacement));
  if (tr.docChanged) asOneUndoStep(editor, () => editor.view.dispatch(tr));
  return found.matches.length;
}
