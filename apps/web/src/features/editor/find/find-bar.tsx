import type { Editor } from "@tiptap/core";
import {
  CaseSensitive,
  ChevronDown,
  ChevronUp,
  Regex,
  Replace,
  ReplaceAll,
  WholeWord,
  X,
} from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { TextField } from "../../../ui/text-field.tsx";

import { AccentIcon } from "./accent-icon.tsx";
import styles from "./find-bar.module.css";
import { longestQuery } from "./pattern-search.ts";
import { useFind, type Find } from "./use-find.ts";

interface FindBarProps {
  readonly editor: Editor;
  readonly language: string;
  /** What to look for at first: the words that were selected. */
  readonly start: string;
  readonly isReplacing: boolean;
  readonly onReplacing: (isReplacing: boolean) => void;
  /** Whether the person went through the matches: then they stay where they went. */
  readonly onClose: (hasMoved: boolean) => void;
}

/** Find and replace, over the text; Enter goes on, Escape back into the text. */
export function FindBar({
  editor,
  language,
  start,
  isReplacing,
  onReplacing,
  onClose,
}: FindBarProps) {
  const { t } = useTranslation();
  const find = useFind(editor, start);
  const [replacement, setReplacement] = useState("");
  const [replaced, setReplaced] = useState<number | null>(null);
  const hasMoved = useRef(false);
  const bar = useRef<HTMLDivElement>(null);
  const statusId = useId();
  const { state, query, ask } = find;
  const hasMatches = state.matches.length > 0;

  function go(direction: 1 | -1): void {
    hasMoved.current = true;
    setReplaced(null);
    find.go(direction);
  }
  function replaceOne(): void {
    hasMoved.current = true;
    find.replaceOne(replacement);
  }
  function replaceAll(): void {
    setReplaced(find.replaceAll(replacement));
    // Its button has nothing more to do, and a button that is off lets the focus fall.
    bar.current?.querySelector("input")?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const goesOn = event.key === "F3" || ((event.ctrlKey || event.metaKey) && event.key === "g");
    if (event.key === "Escape") onClose(hasMoved.current);
    else if (goesOn) go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={bar}
      className={styles.bar}
      role="search"
      aria-label={t("writing.find.label")}
      onKeyDownCapture={onKeyDown}
      data-find-bar=""
    >
      <div className={styles.row}>
        <div className={styles.field}>
          <TextField
            autoFocus
            hideLabel
            label={t("writing.find.find")}
            placeholder={t("writing.find.find")}
            value={query.words}
            maxLength={longestQuery}
            autoComplete="off"
            spellCheck="false"
            aria-describedby={statusId}
            {...(state.problem === "bad_pattern" ? { errorMessage: problemText(find, t) } : {})}
            onFocus={(event) => {
              if (event.target instanceof HTMLInputElement) event.target.select();
            }}
            onChange={(words) => {
              setReplaced(null);
              ask({ words });
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              go(event.shiftKey ? -1 : 1);
            }}
          />
        </div>
        <div className={styles.tools}>
          <IconButton
            icon={<ChevronUp />}
            aria-label={t("writing.keys.findPrevious")}
            isDisabled={!hasMatches}
            onPress={() => go(-1)}
          />
          <IconButton
            icon={<ChevronDown />}
            aria-label={t("writing.keys.findNext")}
            isDisabled={!hasMatches}
            onPress={() => go(1)}
          />
        </div>
        <p className={styles.status} id={statusId} role="status">
          {replaced === null
            ? statusText(find, t)
            : t("writing.find.replaced", { count: replaced })}
        </p>
        <div className={styles.tools}>
          <Option
            icon={<CaseSensitive />}
            label={t("writing.find.matchCase")}
            isOn={query.matchCase}
            onPress={() => ask({ matchCase: !query.matchCase })}
          />
          <Option
            icon={<AccentIcon />}
            label={t("writing.find.matchAccents")}
            isOn={query.matchAccents || query.isPattern}
            isDisabled={query.isPattern}
            onPress={() => ask({ matchAccents: !query.matchAccents })}
          />
          <Option
            icon={<WholeWord />}
            label={t("writing.find.wholeWord")}
            isOn={query.wholeWord}
            onPress={() => ask({ wholeWord: !query.wholeWord })}
          />
          <Option
            icon={<Regex />}
            label={t("writing.find.pattern")}
            isOn={query.isPattern}
            onPress={() => ask({ isPattern: !query.isPattern })}
          />
          <Option
            icon={<Replace />}
            label={t("writing.keys.replace")}
            isOn={isReplacing}
            onPress={() => onReplacing(!isReplacing)}
          />
          <IconButton
            icon={<X />}
            aria-label={t("writing.find.close")}
            onPress={() => onClose(hasMoved.current)}
          />
        </div>
      </div>
      {isReplacing && (
        <div className={styles.row}>
          <div className={styles.field}>
            <TextField
              hideLabel
              label={t("writing.find.with")}
              placeholder={t("writing.find.with")}
              value={replacement}
              maxLength={2_000}
              autoComplete="off"
              lang={language}
              spellCheck="true"
              onChange={setReplacement}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                event.preventDefault();
                replaceOne();
              }}
            />
          </div>
          <div className={styles.tools}>
            <Button
              variant="quiet"
              icon={<Replace />}
              isDisabled={!hasMatches}
              onPress={() => {
                replaceOne();
                if (find.state.matches.length === 1) bar.current?.querySelector("input")?.focus();
              }}
            >
              {t("writing.find.replaceOne")}
            </Button>
            <Button
              variant="quiet"
              icon={<ReplaceAll />}
              isDisabled={!hasMatches}
              onPress={replaceAll}
            >
              {t("writing.find.replaceAll")}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation>["t"];

function problemText({ state }: Find, t: Translate): string {
  return state.problem === "too_slow" ? t("writing.find.tooSlow") : t("writing.find.badPattern");
}

function statusText(find: Find, t: Translate): string {
  const { state, query } = find;
  if (query.words === "") return "";
  if (state.problem === "bad_pattern") return "";
  if (state.problem === "too_slow") return problemText(find, t);
  if (state.matches.length === 0) return t("writing.find.none");
  const place = { place: state.active + 1, count: state.matches.length };
  return state.isCut ? t("writing.find.placeOfMore", place) : t("writing.find.place", place);
}

interface OptionProps {
  readonly icon: React.ReactNode;
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

function Option({ icon, label, isOn, isDisabled = false, onPress }: OptionProps) {
  return (
    <IconButton
      icon={icon}
      aria-label={label}
      aria-pressed={isOn}
      isDisabled={isDisabled}
      onPress={onPress}
    />
  );
}
