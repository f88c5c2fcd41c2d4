import type { BibliographySource } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { describeSource } from "@istmo/paper-schema";
import { FileDown, FileUp, MoreVertical, Pencil, Plus, RotateCcw, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { downloadSources, useMoveSource, useSources } from "../../../api/sources.ts";
import { problemText } from "../../../lib/problem-text.ts";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Menu } from "../../../ui/menu.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { EmptyState, Loading } from "../../../ui/states.tsx";
import { useToast } from "../../../ui/toaster.tsx";
import { citationsOf } from "../extensions/citation.ts";

import { findSources } from "./find-sources.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { Runs } from "./runs.tsx";
import { SourceDialog } from "./source-dialog.tsx";
import styles from "./sources.module.css";

export interface SourcesPanelProps {
  readonly editor: Editor | null;
  readonly paperId: string;
  /** Whether the person may add and change sources; asked of the server again. */
  readonly mayAdd: boolean;
  /** That of the text. */
  readonly language: string;
  /** Brings the text into sight where another panel covers it. */
  readonly onShowText: (then: () => void) => void;
}

type Open =
  | { readonly kind: "form"; readonly source: BibliographySource | null }
  | { readonly kind: "import" };

/** The sources of the paper: listed, found, written, taken from files, and where each is cited. */
export function SourcesPanel(props: SourcesPanelProps) {
  const { editor, paperId, mayAdd, language, onShowText } = props;
  const { t } = useTranslation();
  const toast = useToast();
  const { data: all, error } = useSources(paperId);
  const move = useMoveSource(paperId);
  const [wanted, setWanted] = useState("");
  const [open, setOpen] = useState<Open | null>(null);
  const citations = useEditorState({
    editor,
    selector: ({ editor: now }) => (now === null ? null : (citationsOf(now.state)?.found ?? null)),
    equalityFn: (one, other) => one === other,
  });
  const style = useEditorState({
    editor,
    selector: ({ editor: now }) => (now === null ? null : (citationsOf(now.state)?.style ?? null)),
  });
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const { sourceId } of citations ?? [])
      if (sourceId !== null) found.set(sourceId, (found.get(sourceId) ?? 0) + 1);
    return found;
  }, [citations]);
  const shown = useMemo(() => {
    const { compare } = new Intl.Collator(language, { sensitivity: "base", numeric: true });
    return findSources(all ?? [], wanted).sort(
      (a, b) => Number(a.isRemoved) - Number(b.isRemoved) || compare(a.key, b.key),
    );
  }, [all, wanted, language]);

  if (error !== null && all === undefined)
    return <Notice tone="danger">{problemText(t, error)}</Notice>;
  if (all === undefined) return <Loading lines={5} />;

  const change = (source: BibliographySource, to: "remove" | "restore") =>
    move.mutate(
      { id: source.id, version: source.version, to },
      { onError: (problem) => toast.showProblem(problem) },
    );
  const download = (format: "bibtex" | "csl-json") =>
    void downloadSources(paperId, format).catch((problem: unknown) => toast.showProblem(problem));

  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        {mayAdd && (
          <Button
            size="small"
            variant="primary"
            icon={<Plus />}
            onPress={() => setOpen({ kind: "form", source: null })}
          >
            {t("sources.new")}
          </Button>
        )}
        <Menu
          label={t("sources.more")}
          placement="bottom end"
          trigger={
            <IconButton size="small" icon={<MoreVertical />} aria-label={t("sources.more")} />
          }
          entries={[
            ...(mayAdd
              ? [
                  {
                    id: "import",
                    label: t("sources.import"),
                    icon: <FileUp />,
                    onAction: () => setOpen({ kind: "import" }),
                  },
                ]
              : []),
            {
              id: "bibtex",
              label: t("sources.exportBibtex"),
              icon: <FileDown />,
              onAction: () => download("bibtex"),
            },
            {
              id: "csl-json",
              label: t("sources.exportCsl"),
              icon: <FileDown />,
              onAction: () => download("csl-json"),
            },
          ]}
        />
      </div>
      {all.length === 0 ? (
        <EmptyState title={t("sources.none")}>{t("sources.noneHint")}</EmptyState>
      ) : (
        <>
          <SearchField label={t("sources.search")} value={wanted} onSearch={setWanted} />
          <ul className={styles.list} aria-label={t("sources.list")}>
            {shown.map((source) => (
              <li key={source.id} className={styles.source} data-removed={source.isRemoved}>
                <p className={styles.described} lang={language}>
                  <Runs
                    runs={describeSource(source.csl, { style: style ?? "author-date", language })}
                  />
                </p>
                <div className={styles.foot}>
                  <span className={styles.key}>{source.key}</span>
                  <Cited
                    editor={editor}
                    source={source}
                    count={counts.get(source.id) ?? 0}
                    onShowText={onShowText}
                  />
                  {source.isRemoved && (
                    <span className={styles.mark}>{t("sources.isRemoved")}</span>
                  )}
                  {mayAdd && (
                    <span className={styles.tools}>
                      {!source.isRemoved && (
                        <IconButton
                          size="small"
                          icon={<Pencil />}
                          aria-label={t("sources.editOne", { key: source.key })}
                          onPress={() => setOpen({ kind: "form", source })}
                        />
                      )}
                      <IconButton
                        size="small"
                        icon={source.isRemoved ? <RotateCcw /> : <Trash2 />}
                        aria-label={t(
                          source.isRemoved ? "sources.restoreOne" : "sources.removeOne",
                          { key: source.key },
                        )}
                        isDisabled={move.isPending}
                        onPress={() => change(source, source.isRemoved ? "restore" : "remove")}
                      />
                    </span>
                  )}
                </div>
              </li>
            ))}
          </ul>
          {shown.length === 0 && <p className={styles.none}>{t("ui.noneFound")}</p>}
        </>
      )}
      {open?.kind === "form" && (
        <SourceDialog paperId={paperId} source={open.source} onClose={() => setOpen(null)} />
      )}
      {open?.kind === "import" && <ImportDialog paperId={paperId} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** How often a source is cited; pressed, it goes to the next place. */
function Cited({
  editor,
  source,
  count,
  onShowText,
}: {
  readonly editor: Editor | null;
  readonly source: BibliographySource;
  readonly count: number;
  readonly onShowText: (then: () => void) => void;
}) {
  const { t } = useTranslation();
  const [turn, setTurn] = useState(0);
  if (count === 0) return <span className={styles.mark}>{t("sources.uncited")}</span>;
  return (
    <Button
      size="small"
      variant="quiet"
      aria-label={t("sources.goTo", { key: source.key, count })}
      onPress={() => {
        setTurn(turn + 1);
        onShowText(() => editor !== null && revealCitation(editor, source.id, turn % count));
      }}
    >
      {t("sources.cited", { count })}
    </Button>
  );
}

/** Brings a citation into sight: the note around it, where it stands in one. */
function revealCitation(editor: Editor, sourceId: string, index: number): void {
  const places: number[] = [];
  editor.state.doc.descendants((node, pos, parent) => {
    if (node.type.name === "citation" && node.attrs["sourceId"] === sourceId)
      places.push(parent?.type.name === "footnote" ? editor.state.doc.resolve(pos).before() : pos);
  });
  const place = places[index];
  if (place === undefined) return;
  const element = editor.view.nodeDOM(place);
  if (element instanceof HTMLElement) element.scrollIntoView({ block: "center" });
  editor.chain().setNodeSelection(place).focus(undefined, { scrollIntoView: false }).run();
}
