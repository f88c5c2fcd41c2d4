import type { BibliographySource } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { nameSource } from "@istmo/paper-schema";
import { Plus } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { useTranslation } from "react-i18next";

import { useSources } from "../../../api/sources.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Loading } from "../../../ui/states.tsx";
import { TextField } from "../../../ui/text-field.tsx";

import type { CitationAttributes } from "../extensions/citation.ts";

import { findSources } from "./find-sources.ts";
import { SourceDialog } from "./source-dialog.tsx";
import styles from "./sources.module.css";

interface CitationDialogProps {
  readonly editor: Editor;
  readonly paperId: string;
  /** The language of the text. */
  readonly language: string;
  /** The place of the citation that is changed; null for one that is put in. */
  readonly pos: number | null;
  readonly canWrite: boolean;
  /** Takes what was chosen, where it does not go into the text at the selection. */
  readonly onChoose?: (chosen: CitationAttributes) => void;
  readonly onClose: () => void;
}

/** More than this nobody reads through: a further word finds it. */
const shownAtMost = 60;

interface CitedAttributes {
  readonly sourceId: string | null;
  readonly locator: string | null;
  readonly prefix: string | null;
}

/** Chooses what is cited, and where in it. */
export function CitationDialog(props: CitationDialogProps) {
  const { editor, paperId, language, pos, canWrite, onClose } = props;
  const { t } = useTranslation();
  const { data: all } = useSources(paperId);
  const [before] = useState(() => {
    const node = pos === null ? null : editor.state.doc.nodeAt(pos);
    return node?.type.name === "citation" ? (node.attrs as CitedAttributes) : null;
  });
  const [sourceId, setSourceId] = useState(before?.sourceId ?? null);
  const [locator, setLocator] = useState(before?.locator ?? "");
  const [prefix, setPrefix] = useState(before?.prefix ?? "");
  const [typed, setTyped] = useState("");
  const [isAdding, setAdding] = useState(false);
  const wanted = useDeferredValue(typed);
  const found = useMemo(
    () =>
      findSources(
        (all ?? []).filter((it) => !it.isRemoved || it.id === sourceId),
        wanted,
      ),
    [all, wanted, sourceId],
  );
  const chosen = all?.find(({ id }) => id === sourceId) ?? null;
  const mayAdd = canWrite && (all?.[0]?.abilities.edit ?? true);

  function leave(then: () => void): void {
    onClose();
    // The dialog gives the focus back to what opened it; the text takes it after that.
    requestAnimationFrame(then);
  }

  function save(): void {
    if (sourceId === null) return;
    const said = (text: string) => (text.trim() === "" ? null : text.trim());
    const attributes = { sourceId, locator: said(locator), prefix: said(prefix) };
    if (props.onChoose !== undefined) {
      onClose();
      props.onChoose(attributes);
      return;
    }
    leave(() => {
      if (pos === null) {
        editor.chain().insertCitation(attributes).focus(undefined, { scrollIntoView: true }).run();
        return;
      }
      const node = editor.state.doc.nodeAt(pos);
      if (node?.type.name === "citation")
        editor.view.dispatch(
          editor.state.tr.setNodeMarkup(pos, null, { ...node.attrs, ...attributes }),
        );
      editor.commands.focus();
    });
  }

  function remove(): void {
    leave(() => {
      const node = pos === null ? null : editor.state.doc.nodeAt(pos);
      if (pos !== null && node?.type.name === "citation")
        editor.view.dispatch(editor.state.tr.delete(pos, pos + node.nodeSize));
      editor.commands.focus();
    });
  }

  if (isAdding)
    return (
      <SourceDialog
        paperId={paperId}
        source={null}
        onClose={() => setAdding(false)}
        onSaved={(source) => {
          setSourceId(source.id);
          setTyped("");
        }}
      />
    );
  return (
    <Dialog
      isOpen
      title={t(before === null ? "sources.cite" : "sources.citation")}
      onClose={onClose}
      footer={
        canWrite ? (
          <>
            {before !== null && (
              <Button variant="danger" onPress={remove}>
                {t("sources.removeCitation")}
              </Button>
            )}
            <Button variant="quiet" onPress={onClose}>
              {t("ui.cancel")}
            </Button>
            <Button variant="primary" isDisabled={sourceId === null} onPress={save}>
              {t(before === null ? "sources.insertCitation" : "sources.keepCitation")}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className={styles.picker}>
        {chosen !== null && (
          <p className={styles.chosen}>
            <strong lang={language}>{nameSource(chosen.csl, language)}</strong>{" "}
            <span>{chosen.csl.title}</span>
            {chosen.isRemoved && <em> {t("sources.isRemoved")}</em>}
          </p>
        )}
        {canWrite && (
          <>
            <div className={styles.search}>
              <TextField
                autoFocus={before === null}
                type="search"
                label={t("sources.search")}
                maxLength={200}
                value={typed}
                onChange={setTyped}
              />
              {mayAdd && (
                <Button icon={<Plus />} onPress={() => setAdding(true)}>
                  {t("sources.new")}
                </Button>
              )}
            </div>
            {all === undefined ? (
              <Loading lines={3} />
            ) : (
              <ListBox
                aria-label={t("sources.list")}
                className={styles.choicesList!}
                items={found.slice(0, shownAtMost)}
                selectionMode="single"
                disallowEmptySelection
                selectedKeys={sourceId === null ? [] : [sourceId]}
                onSelectionChange={(keys) => {
                  const [key] = keys === "all" ? [] : [...keys];
                  if (key !== undefined) setSourceId(String(key));
                }}
                renderEmptyState={() => (
                  <p className={styles.none}>
                    {t(all.length === 0 ? "sources.none" : "ui.noneFound")}
                  </p>
                )}
              >
                {(source: BibliographySource) => (
                  <ListBoxItem
                    id={source.id}
                    className={styles.choice!}
                    textValue={`${source.key} ${source.csl.title}`}
                  >
                    <strong lang={language}>{nameSource(source.csl, language)}</strong>
                    <span>{source.csl.title}</span>
                  </ListBoxItem>
                )}
              </ListBox>
            )}
            <div className={styles.fields}>
              <TextField
                label={t("sources.locator")}
                description={t("sources.locatorHint")}
                maxLength={200}
                value={locator}
                onChange={setLocator}
              />
              <TextField
                label={t("sources.prefix")}
                description={t("sources.prefixHint")}
                maxLength={200}
                value={prefix}
                onChange={setPrefix}
              />
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
