/**
 * Finds the glossary's terms, and the forms to be avoided, in a text: one pass over its words,
 * through a tree of the words of all terms. The longest form wins.
 */
import type { AvoidedForm, GlossaryTerm, Language } from "@istmo/contracts";

import { wordsIn } from "./word-stem.ts";

/** A form to be avoided, and what is said instead. */
export interface Advice {
  readonly term: GlossaryTerm;
  readonly form: AvoidedForm;
  /** What stands for it. */
  readonly use: string;
}

export interface GlossaryMatch {
  readonly from: number;
  readonly to: number;
  /** The terms of which this is the word. */
  readonly terms: readonly GlossaryTerm[];
  /** What speaks against the form; empty for a term, even where another term advises against it. */
  readonly advice: readonly Advice[];
}

interface Branch {
  readonly next: Map<string, Branch>;
  terms: GlossaryTerm[];
  advice: Advice[];
}

/** All forms of one language. */
export interface GlossaryIndex {
  readonly language: Language;
  readonly root: Branch;
}

const noAdvice: readonly Advice[] = [];

const newBranch = (): Branch => ({ next: new Map(), terms: [], advice: [] });

export function buildGlossaryIndex(
  terms: readonly GlossaryTerm[],
  language: Language,
): GlossaryIndex {
  const root = newBranch();
  const branchOf = (form: string): Branch => {
    let branch = root;
    for (const { stem } of wordsIn(form)) {
      let next = branch.next.get(stem);
      if (next === undefined) {
        next = newBranch();
        branch.next.set(stem, next);
      }
      branch = next;
    }
    return branch;
  };
  for (const term of terms) {
    branchOf(term[language]).terms.push(term);
    // Variants are those of the region, whose language is Spanish.
    if (language === "es")
      for (const { term: form } of term.variants) branchOf(form).terms.push(term);
    for (const form of term.avoid[language])
      branchOf(form.term).advice.push({ term, form, use: form.use ?? term[language] });
  }
  return { language, root };
}

/** What of the glossary stands in the text, in order and without overlaps. */
export function findInGlossary({ root }: GlossaryIndex, text: string): GlossaryMatch[] {
  const words = wordsIn(text);
  const matches: GlossaryMatch[] = [];
  for (let start = 0; start < words.length;) {
    let branch: Branch | undefined = root;
    let longest: { readonly branch: Branch; readonly end: number } | null = null;
    for (let at = start; at < words.length; at += 1) {
      const word = words[at];
      const before = words[at - 1];
      // Words of one term stand beside each other, with nothing but space between them.
      if (word === undefined) break;
      if (at > start && before !== undefined && !isSpace(text, before.to, word.from)) break;
      branch = branch.next.get(word.stem);
      if (branch === undefined) break;
      if (branch.terms.length + branch.advice.length > 0) longest = { branch, end: at };
    }
    const first = words[start];
    const last = longest === null ? undefined : words[longest.end];
    if (longest === null || first === undefined || last === undefined) {
      start += 1;
      continue;
    }
    const { terms, advice } = longest.branch;
    matches.push({
      from: first.from,
      to: last.to,
      terms,
      // What one term advises against may be the word of another: then it is not wrong by itself.
      advice: terms.length > 0 ? noAdvice : advice,
    });
    start = longest.end + 1;
  }
  return matches;
}

function isSpace(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!/\s/.test(text.charAt(at))) return false;
  return true;
}
