import type { Editor } from "@tiptap/core";
import type { OutlineHeading } from "@istmo/paper-schema";
import { memo, useCallback, useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { GridList } from "react-aria-components/GridList";
import { DropIndicator, useDragAndDrop } from "react-aria-components/useDragAndDrop";
import { useTranslation } from "react-i18next";

import { useToast } from "../../ui/toaster.tsx";

import {
  indexOfBlock,
  levelsOf,
  moveSection,
  moveSectionTo,
  shiftSectionLevel,
} from "./block-moves.ts";
import { jumpToBlock } from "./blocks.ts";
import { OutlineEntry, SectionCounts, type OutlineMoves } from "./outline-entry.tsx";
import styles from "./outline-panel.module.css";
import { shownHeadings, shownPlace } from "./outline-tree.ts";
import { sectionRange } from "./section-moves.ts";
import { useCanWrite } from "./use-can-write.ts";
import { useCurrentHeading, usePaperOutline } from "./use-paper-outline.ts";

export interface OutlinePanelProps {
  /** As PaperEditor's `onEditor` gave it; null while there is none. */
  readonly editor: Editor | null;
  readonly language: string;
  /** Opens a block where the text must first come into sight; without it the panel jumps itself. */
  readonly onOpen?: (blockId: string) => void;
  /** What other features say about a section beside its heading, by the heading's block id. */
  readonly renderBeside?: (headingId: string) => ReactNode;
}

/**
 * The paper's headings as they are being written, with the words of each section. Whoever writes
 * moves sections here, with all beneath them: by dragging, from a menu, or with Alt, Shift and the
 * arrows.
 */
export function OutlinePanel(props: OutlinePanelProps) {
  const outline = usePaperOutline(props.editor, props.language);
  const headings = useUnchanged(outline?.headings);
  const sections = useMemo(
    () => new Map(outline?.sections.map((section) => [section.id, section])),
    [outline],
  );
  if (!props.editor || headings === undefined) return null;
  return (
    <SectionCounts value={sections}>
      <Headings {...props} editor={props.editor} headings={headings} />
    </SectionCounts>
  );
}

/** The same value as long as it says the same. */
function useUnchanged<Value>(value: Value): Value {
  const [known, setKnown] = useState(value);
  if (known === value || JSON.stringify(known) === JSON.stringify(value)) return known;
  setKnown(value);
  return value;
}

interface HeadingsProps extends OutlinePanelProps {
  readonly editor: Editor;
  readonly headings: readonly OutlineHeading[];
}

/** Drawn anew when a heading changes, not with each word of a section. */
const Headings = memo(function Headings(props: HeadingsProps) {
  const { editor, language, headings, onOpen, renderBeside } = props;
  const { t } = useTranslation();
  const current = useCurrentHeading(editor);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const items = useMemo(() => shownHeadings(headings, collapsed), [headings, collapsed]);
  const moves = useOutlineMoves(editor);

  const toggle = useCallback((key: string, isCollapsed?: boolean) => {
    setCollapsed((was) => {
      const next = new Set(was);
      if (isCollapsed ?? !was.has(key)) next.add(key);
      else next.delete(key);
      return next;
    });
  }, []);

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) =>
      [...keys].map((key) => ({
        "text/plain": items.find((item) => item.key === key)?.text ?? "",
      })),
    getDropOperation: () => "move",
    onReorder: ({ keys, target }) => {
      const [key] = keys;
      if (target.dropPosition !== "on" && key !== undefined)
        moves?.place(String(key), String(target.key), target.dropPosition);
    },
    renderDropIndicator: (target) => (
      <DropIndicator target={target} className={styles.indicator!} />
    ),
    isDisabled: moves === null,
  });

  const place = shownPlace(headings, items, current);

  function open(key: string): void {
    const id = items.find((item) => item.key === key)?.id ?? null;
    if (id === null) return;
    if (onOpen) onOpen(id);
    else jumpToBlock(editor, id);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const row = event.target instanceof Element ? event.target.closest("[data-key]") : null;
    const item = items.find(({ key }) => key === row?.getAttribute("data-key"));
    if (!item) return;
    const isMove = event.altKey && event.shiftKey;
    if (isMove && moves && item.id !== null) {
      if (event.key === "ArrowUp") moves.up(item.id);
      else if (event.key === "ArrowDown") moves.down(item.id);
      else if (event.key === "ArrowLeft") moves.promote(item.id);
      else if (event.key === "ArrowRight") moves.demote(item.id);
      else return;
    } else if (event.target === row && item.hasChildren && event.key === "ArrowLeft")
      toggle(item.key, true);
    else if (event.target === row && collapsed.has(item.key) && event.key === "ArrowRight")
      toggle(item.key, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <nav
      className={styles.outline}
      aria-label={t("editor.outline.label")}
      onKeyDownCapture={onKeyDown}
    >
      {items.length === 0 ? (
        <p className={styles.none}>{t("editor.outline.none")}</p>
      ) : (
        <GridList
          className={styles.list!}
          aria-label={t("editor.outline.label")}
          items={items}
          dependencies={[items, collapsed, place, moves, language, renderBeside]}
          dragAndDropHooks={dragAndDropHooks}
          onAction={(key) => open(String(key))}
        >
          {(item) => (
            <OutlineEntry
              key={item.key}
              item={item}
              language={language}
              isCurrent={item.id !== null && item.id === place}
              isCollapsed={collapsed.has(item.key)}
              onToggle={() => toggle(item.key)}
              moves={moves}
              beside={item.id === null ? null : renderBeside?.(item.id)}
            />
          )}
        </GridList>
      )}
    </nav>
  );
});

/** The moves of sections, said aloud and on the page; null while the person only reads. */
function useOutlineMoves(editor: Editor): OutlineMoves | null {
  const toast = useToast();
  const canWrite = useCanWrite(editor);
  return useMemo(() => {
    if (!canWrite) return null;
    const tell = (text: string) => toast.show({ tone: "info", text });
    return {
      up: (id) => void moveSection(editor, id, "up", tell),
      down: (id) => void moveSection(editor, id, "down", tell),
      promote: (id) => void shiftSectionLevel(editor, id, -1, tell),
      demote: (id) => void shiftSectionLevel(editor, id, 1, tell),
      place: (id, besideId, side) => {
        const { doc } = editor.state;
        const beside = indexOfBlock(doc, besideId);
        if (beside === null) return;
        const to = side === "before" ? beside : sectionRange(levelsOf(doc), beside).end;
        moveSectionTo(editor, id, to, tell);
      },
    };
  }, [editor, canWrite, toast]);
}
