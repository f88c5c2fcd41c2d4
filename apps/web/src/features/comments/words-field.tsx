import type { Mentionable } from "@istmo/contracts";
import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type SyntheticEvent,
} from "react";
import { useTranslation } from "react-i18next";

import { useMentionable } from "../../api/comments.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Avatar } from "../../ui/avatar.tsx";
import fieldStyles from "../../ui/field.module.css";
import { mentionBefore, nameFits, withMention, type Words } from "../../lib/mention-words.ts";
import { messageLength } from "./composer-limits.ts";
import type { CommentNames } from "./use-comment-names.ts";
import styles from "./words-field.module.css";

export interface WordsFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  readonly words: Words;
  readonly onWords: (words: Words) => void;
  readonly paperId: string;
  /** Only who will see the words can be named in them. */
  readonly circle: string;
  readonly names: CommentNames;
  readonly autoFocus?: boolean;
  readonly rows?: number;
  readonly onSend: () => void;
  readonly onCancel: () => void;
}

type Candidate = Mentionable["items"][number];

/** A field for a comment. After an @ it offers whom one may name: arrow keys, Enter, Escape. */
export function WordsField(props: WordsFieldProps) {
  const { label, placeholder, words, onWords, paperId, circle, names, rows = 2 } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [cursor, setCursor] = useState(0);
  const [isClosed, setClosed] = useState(true);
  const [chosen, setChosen] = useState(0);
  const place = isClosed ? null : mentionBefore(words.text, cursor);
  const typed = useRested(place?.typed ?? null);
  const { data, isPlaceholderData } = useMentionable(paperId, circle, typed);
  // Until the server has answered, those of the letters before are there: Enter must not take them.
  const isAnswered = place?.typed === typed && !isPlaceholderData;
  const candidates =
    place === null
      ? []
      : (data ?? []).filter(
          ({ label: { es, en } }) =>
            isAnswered || nameFits(es, place.typed) || nameFits(en, place.typed),
        );
  const at = Math.min(chosen, candidates.length - 1);
  const isOpen = candidates.length > 0;

  const { autoFocus = false } = props;
  useEffect(() => {
    if (!autoFocus) return;
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(messageLength, messageLength);
  }, [autoFocus]);
  /** Where the cursor belongs once the name stands in the text. */
  const cursorAfter = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (cursorAfter.current === null) return;
    field.current?.setSelectionRange(cursorAfter.current, cursorAfter.current);
    cursorAfter.current = null;
  });

  function choose({ subject, label: name }: Candidate): void {
    if (place === null) return;
    const mentions = withMention(words.mentions, subject, name[language]);
    const { label: shown } = mentions.find((one) => one.subject === subject)!;
    const before = `${words.text.slice(0, place.start)}@${shown} `;
    cursorAfter.current = before.length;
    setClosed(true);
    onWords({ text: before + words.text.slice(cursor).replace(/^ /, ""), mentions });
  }

  function press(event: KeyboardEvent): void {
    // Enter that ends a composition chooses a character.
    if (event.nativeEvent.isComposing) return;
    const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (isSend) props.onSend();
    else if (!isOpen && event.key === "Escape") props.onCancel();
    else if (isOpen && event.key === "ArrowDown") setChosen((at + 1) % candidates.length);
    else if (isOpen && event.key === "ArrowUp")
      setChosen((at + candidates.length - 1) % candidates.length);
    else if (isOpen && (event.key === "Enter" || event.key === "Tab")) choose(candidates[at]!);
    else if (isOpen && event.key === "Escape") setClosed(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const follow = ({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>) =>
    setCursor(currentTarget.selectionStart);
  const length = [...words.text].length;
  return (
    <div className={styles.box}>
      <textarea
        ref={field}
        className={`${fieldStyles.input} ${styles.field}`}
        rows={rows}
        value={words.text}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-invalid={length > messageLength || undefined}
        {...(isOpen
          ? { "aria-controls": `${id}-list`, "aria-activedescendant": `${id}-${at}` }
          : {})}
        {...(placeholder === undefined ? {} : { placeholder })}
        onChange={(event) => {
          setCursor(event.target.selectionStart);
          setChosen(0);
          setClosed(false);
          onWords({ ...words, text: event.target.value });
        }}
        onSelect={follow}
        onBlur={() => setClosed(true)}
        onKeyDown={press}
      />
      {length > messageLength && (
        <p className={styles.fault} role="alert">
          {t("comments.tooLong", { count: length - messageLength })}
        </p>
      )}
      <span className="visually-hidden" role="status">
        {isOpen && t("comments.mention.found", { count: candidates.length })}
      </span>
      {isOpen && (
        <ul
          className={styles.list}
          id={`${id}-list`}
          role="listbox"
          aria-label={t("comments.mention.label")}
        >
          {candidates.map((candidate, index) => (
            <Option
              key={candidate.subject}
              id={`${id}-${index}`}
              candidate={candidate}
              names={names}
              isChosen={index === at}
              onChoose={() => choose(candidate)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function Option({
  id,
  candidate,
  names,
  isChosen,
  onChoose,
}: {
  id: string;
  candidate: Candidate;
  names: CommentNames;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation();
  const name = candidate.label[useLanguage()];
  const isPerson = candidate.subject.startsWith("person:");
  const body = names.bodyOf(candidate);
  const kind = candidate.subject.startsWith("centre:") ? "centre" : "organisation";
  return (
    <li
      id={id}
      role="option"
      className={styles.option}
      aria-selected={isChosen}
      // The field keeps the cursor.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {isPerson && <Avatar name={name} group={body?.group ?? null} size="small" />}
      <span className={styles.name}>{name}</span>
      <span className={styles.about}>{isPerson ? body?.code : t(`comments.mention.${kind}`)}</span>
    </li>
  );
}

/** What is typed, once the fingers rest: the server is not asked for each letter. */
function useRested(typed: string | null): string | null {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), typed === null ? 0 : 120);
    return () => clearTimeout(timer);
  }, [typed]);
  return typed === null ? null : rested;
}
