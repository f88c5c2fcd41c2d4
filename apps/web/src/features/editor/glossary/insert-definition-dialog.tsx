import type { Language } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useGlossary } from "../../../api/glossary.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { Loading } from "../../../ui/states.tsx";
import { TextField } from "../../../ui/text-field.tsx";

import { insertDefinition } from "./definition.ts";
import { filterTerms } from "./filter-terms.ts";
import styles from "./insert-definition-dialog.module.css";

/** As many terms as one looks through without searching. */
const listed = 30;

/** Chooses a term of the glossary and puts its definition where the cursor was. */
export function InsertDefinitionDialog({
  editor,
  language,
  onClose,
}: {
  readonly editor: Editor;
  readonly language: Language;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { data: terms } = useGlossary();
  const [search, setSearch] = useState("");
  const found = terms === undefined ? [] : filterTerms(terms, search);
  return (
    <Dialog title={t("terms.insert.title")} isOpen onClose={onClose}>
      <div className={styles.dialog}>
        <p className={styles.text}>{t("terms.insert.text")}</p>
        <TextField label={t("terms.search")} value={search} onChange={setSearch} autoFocus />
        {terms === undefined ? (
          <Loading lines={4} />
        ) : found.length === 0 ? (
          <p className={styles.text}>{t("terms.insert.nothing")}</p>
        ) : (
          <ul className={styles.terms}>
            {found.slice(0, listed).map((term) => (
              <li key={term.id}>
                <button
                  type="button"
                  className={styles.term}
                  aria-label={t("terms.insert.choose", { term: term[language] })}
                  onClick={() => {
                    onClose();
                    // The cursor is in the text again only when the dialog has gone.
                    requestAnimationFrame(() => insertDefinition(editor, term, language));
                  }}
                >
                  <strong lang={language}>{term[language]}</strong>
                  {term.note !== null && (
                    <span lang={language} className={styles.text}>
                      {term.note[language]}
                    </span>
                  )}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
