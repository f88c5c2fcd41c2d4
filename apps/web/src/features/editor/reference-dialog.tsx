import type { Editor } from "@tiptap/core";
import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { useTranslation } from "react-i18next";

import { Dialog } from "../../ui/dialog.tsx";
import { FieldLabel } from "../../ui/field-parts.tsx";
import fieldStyles from "../../ui/field.module.css";

import { numberingIn } from "./extensions/numbering.ts";
import styles from "./reference-dialog.module.css";
import { findTargets, referenceTargets, type ReferenceTarget } from "./reference-targets.ts";

interface ReferenceDialogProps {
  readonly editor: Editor;
  /** The language of the text. */
  readonly language: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** More than this nobody reads through: a further word finds it. */
const shownTargets = 60;

/** Chooses what the text refers to: a heading, paragraph, table, figure or note of the paper. */
export function ReferenceDialog(props: ReferenceDialogProps) {
  // Mounted anew each time it opens, so that it offers the text of now.
  return props.isOpen ? <OpenReferenceDialog {...props} /> : null;
}

function OpenReferenceDialog({ editor, language, isOpen, onClose }: ReferenceDialogProps) {
  const { t } = useTranslation();
  const [targets] = useState(() => referenceTargets(editor.state.doc, numberingIn(editor.state)));
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed);
  const found = useMemo(() => findTargets(targets, wanted), [targets, wanted]);
  const shown = found.slice(0, shownTargets);

  function insert(targetId: string): void {
    onClose();
    // The dialog gives the focus back to what opened it; the text takes it after that.
    requestAnimationFrame(() =>
      editor
        .chain()
        .insertCrossReference(targetId)
        .focus(undefined, { scrollIntoView: true })
        .run(),
    );
  }

  return (
    <Dialog title={t("structure.reference.title")} isOpen={isOpen} onClose={onClose}>
      <div className={styles.picker}>
        <Autocomplete inputValue={typed} onInputChange={setTyped}>
          <SearchField
            autoFocus
            className={fieldStyles.field!}
            aria-label={t("structure.reference.search")}
          >
            <FieldLabel label={t("structure.reference.search")} />
            <div className={styles.control}>
              <Search className={styles.mark} aria-hidden="true" />
              <Input
                className={`${fieldStyles.input} ${styles.input}`}
                maxLength={100}
                placeholder={t("structure.reference.placeholder")}
              />
            </div>
          </SearchField>
          {/* What scrolls takes the focus, for those who have no wheel. */}
          <div className={styles.scroller} tabIndex={0}>
            <ListBox
              aria-label={t("structure.reference.targets")}
              className={styles.list!}
              items={shown}
              selectionMode="single"
              onAction={(key) => insert(String(key))}
              renderEmptyState={() => (
                <p className={styles.none}>
                  {t(targets.length === 0 ? "structure.reference.noTargets" : "ui.noneFound")}
                </p>
              )}
            >
              {(target: ReferenceTarget) => (
                <ListBoxItem
                  id={target.id}
                  className={styles.item!}
                  textValue={`${target.reference} ${target.excerpt}`}
                >
                  <span className={styles.kind}>{t(`structure.kind.${target.kind}`)}</span>
                  <span className={styles.text} lang={language}>
                    {target.reference !== target.excerpt && <strong>{target.reference}</strong>}
                    <span className={styles.excerpt}>{target.excerpt}</span>
                  </span>
                </ListBoxItem>
              )}
            </ListBox>
          </div>
        </Autocomplete>
        <p className={styles.more} role="status">
          {found.length > shown.length
            ? t("structure.reference.more", { count: found.length - shown.length })
            : ""}
        </p>
      </div>
    </Dialog>
  );
}
