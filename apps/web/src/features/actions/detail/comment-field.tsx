import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useActionPeople } from "../../../api/action-life.ts";
import { mentionBefore, nameFits, withMention, type Words } from "../../../lib/mention-words.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import fieldStyles from "../../../ui/field.module.css";
import styles from "./comments.module.css";

export interface CommentFieldProps {
  readonly actionId: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly words: Words;
  readonly onWords: (words: Words) => void;
  readonly autoFocus?: boolean;
  readonly onSend: () => void;
  readonly onCancel?: () => void;
}

/** A field for a comment. After an @ it offers who sees the action: arrow keys, Enter, Escape. */
export function CommentField(props: CommentFieldProps) {
  const { actionId, label, placeholder, words, onWords, autoFocus = false } = props;
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [cursor, setCursor] = useState(0);
  const [isClosed, setClosed] = useState(true);
  const [chosen, setChosen] = useState(0);
  const place = isClosed ? null : mentionBefore(words.text, cursor);
  const { data } = useActionPeople(actionId, place?.typed ?? null);
  // Until the server has answered, those of the letters before are there: Enter must not take them.
  const people =
    place === null ? [] : (data ?? []).filter(({ name }) => nameFits(name, place.typed));
  const at = Math.min(chosen, people.length - 1);
  const isOpen = people.length > 0;
  /** Where the cursor belongs once the name stands in the text. */
  const cursorAfter = useRef<number | null>(null);
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  useLayoutEffect(() => {
    if (cursorAfter.current === null) return;
    field.current?.setSelectionRange(cursorAfter.current, cursorAfter.current);
    cursorAfter.current = null;
  });

  function choose(index: number): void {
    const person = people[index];
    if (place === null || person === undefined) return;
    const subject = `person:${person.id}`;
    const mentions = withMention(words.mentions, subject, person.name);
    const shown = mentions.find((one) => one.subject === subject)?.label ?? person.name;
    const before = `${words.text.slice(0, place.start)}@${shown} `;
    cursorAfter.current = before.length;
    setClosed(true);
    onWords({ text: before + words.text.slice(cursor).replace(/^ /, ""), mentions });
  }

  function press(event: KeyboardEvent): void {
    // Enter that ends a composition chooses a character.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) props.onSend();
    else if (!isOpen && event.key === "Escape" && props.onCancel) props.onCancel();
    else if (isOpen && event.key === "ArrowDown") setChosen((at + 1) % people.length);
    else if (isOpen && event.key === "ArrowUp") setChosen((at + people.length - 1) % people.length);
    else if (isOpen && (event.key === "Enter" || event.key === "Tab")) choose(at);
    else if (isOpen && event.key === "Escape") setClosed(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={styles.box}>
      <textarea
        ref={field}
        className={`${fieldStyles.input} ${styles.field}`}
        rows={2}
        value={words.text}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
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
        onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart)}
        onBlur={() => setClosed(true)}
        onKeyDown={press}
      />
      <span className="visually-hidden" role="status">
        {isOpen && t("action.comments.found", { count: people.length })}
      </span>
      {isOpen && (
        <ul
          className={styles.list}
          id={`${id}-list`}
          role="listbox"
          aria-label={t("action.comments.people")}
        >
          {people.map(({ id: personId, name }, index) => (
            <li
              key={personId}
              id={`${id}-${index}`}
              role="option"
              className={styles.option}
              aria-selected={index === at}
              // The field keeps the cursor.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(index)}
            >
              <Avatar name={name} size="small" />
              {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
