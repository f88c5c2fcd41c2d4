import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

import { slashKey, slashListId, type OpenSlash } from "../extensions/slash-menu.ts";
import { insertables } from "../insertables.ts";
import { asOneUndoStep } from "../undo-steps.ts";

import styles from "./slash-menu.module.css";
import { filterOptions, type SlashOption } from "./slash-options.ts";

/** The menu that a slash opens; the focus stays in the text. */
export function SlashMenu({ editor }: { readonly editor: Editor }) {
  const open = useEditorState({
    editor,
    selector: ({ editor: now }) =>
      now.isEditable && now.isFocused ? (slashKey.getState(now.state)?.open ?? null) : null,
  });
  return open === null ? null : <OpenMenu key={open.from} editor={editor} open={open} />;
}

const optionId = ({ insertable }: SlashOption) => `slash-${insertable.id}`;

function OpenMenu({ editor, open }: { readonly editor: Editor; readonly open: OpenSlash }) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState({ query: open.query, index: 0 });
  // What may stand here does not change by what is typed after the slash.
  const [offered] = useState(() =>
    insertables.filter(({ isAvailable }) => isAvailable?.(editor) !== false),
  );
  const options = useMemo(
    () =>
      filterOptions(
        offered.map((insertable) => ({ insertable, label: t(insertable.label) })),
        open.query,
      ),
    [offered, open.query, t],
  );
  const index = chosen.query === open.query ? Math.min(chosen.index, options.length - 1) : 0;
  const current = options[index];

  const take = useCallback(
    ({ insertable }: SlashOption) => {
      const now = slashKey.getState(editor.state)?.open;
      if (!now) return;
      asOneUndoStep(editor, () => {
        editor.commands.deleteRange({ from: now.from, to: now.to });
        insertable.run(editor);
      });
    },
    [editor],
  );

  useEffect(() => {
    const storage = editor.storage.slashMenu;
    storage.keys = (event) => {
      const tr = editor.state.tr;
      if (event.key === "Escape") {
        editor.view.dispatch(tr.setMeta(slashKey, { close: true }));
        return true;
      }
      if (!current) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        const count = options.length;
        setChosen({ query: open.query, index: (index + step + count) % count });
        return true;
      }
      if (event.key !== "Enter" && event.key !== "Tab") return false;
      take(current);
      return true;
    };
    return () => {
      storage.keys = null;
    };
  }, [editor, options, index, current, open.query, take]);

  const activeId = current ? optionId(current) : null;
  useEffect(() => {
    if (slashKey.getState(editor.state)?.optionId !== activeId)
      editor.view.dispatch(editor.state.tr.setMeta(slashKey, { optionId: activeId }));
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [editor, activeId]);

  usePlaceAtText(list, editor, open.from);

  // Outside of the text, whose layers lie under the page's own bars.
  return createPortal(
    <>
      <p className="visually-hidden" role="status">
        {t("writing.slash.count", { count: options.length })}
      </p>
      {options.length > 0 && (
        <div
          ref={list}
          className={styles.menu}
          id={slashListId}
          role="listbox"
          aria-label={t("writing.insert.label")}
          // The text keeps the focus, and a phone its keyboard.
          onMouseDown={(event) => event.preventDefault()}
        >
          {options.map((option, at) => (
            <div
              key={option.insertable.id}
              id={optionId(option)}
              className={styles.option}
              role="option"
              aria-selected={at === index}
              onMouseMove={() => setChosen({ query: open.query, index: at })}
              onClick={() => take(option)}
            >
              <option.insertable.icon className={styles.icon} aria-hidden="true" />
              {option.label}
            </div>
          ))}
        </div>
      )}
    </>,
    document.body,
  );
}

/** Keeps the menu under its slash, or over it where there is no room below. */
function usePlaceAtText(
  list: React.RefObject<HTMLDivElement | null>,
  editor: Editor,
  pos: number,
): void {
  useLayoutEffect(() => {
    const place = () => {
      const menu = list.current;
      if (!menu || editor.isDestroyed || pos > editor.state.doc.content.size) return;
      const { left, top, bottom } = editor.view.coordsAtPos(pos);
      const foot = footOf(editor, bottom);
      const above = top - (window.visualViewport?.offsetTop ?? 0) - 14;
      const below = foot - bottom - 14;
      const isBelow = below >= 180 || below >= above;
      menu.style.maxBlockSize = `${Math.max(96, Math.min(320, isBelow ? below : above))}px`;
      const width = document.documentElement.clientWidth;
      menu.style.left = `${Math.max(8, Math.min(left, width - menu.offsetWidth - 8))}px`;
      menu.style.top = `${isBelow ? bottom + 6 : top - menu.offsetHeight - 6}px`;
    };
    place();
    window.addEventListener("scroll", place, { capture: true, passive: true });
    window.visualViewport?.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place, { capture: true });
      window.visualViewport?.removeEventListener("resize", place);
    };
  });
}

/** Down to where the page is free: a phone has its bar at the foot, or the keyboard. */
function footOf(editor: Editor, caret: number): number {
  const viewport = window.visualViewport;
  const foot = (viewport?.offsetTop ?? 0) + (viewport?.height ?? window.innerHeight);
  const bar = editor.view.dom
    .closest("[data-paper-editor]")
    ?.querySelector("[data-editor-toolbar]");
  const barTop = bar?.getBoundingClientRect().top ?? foot;
  return barTop > caret ? Math.min(foot, barTop) : foot;
}
