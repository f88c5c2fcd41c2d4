import { Ellipsis, ListChecks, Plus, Table } from "lucide-react";
import { useEffect, useRef, type RefObject } from "react";
import { Group } from "react-aria-components/Group";
import { Toolbar } from "react-aria-components/Toolbar";
import { useTranslation } from "react-i18next";

import { useMedia } from "../../../lib/use-media.ts";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { BlockStyleSelect } from "../block-style-select.tsx";

import { useBarState } from "./bar-state.ts";
import styles from "./editor-toolbar.module.css";
import { PhoneBar } from "./phone-bar.tsx";
import { tableSections } from "./table-sections.ts";
import { ToolButton } from "./tool-button.tsx";
import { ToolMenu, type ToolMenuSection } from "./tool-menu.tsx";
import {
  actionSection,
  insertSections,
  sectionOf,
  type ToolSurroundings,
} from "./tool-sections.ts";
import type { EditorToolbarProps } from "./toolbar-props.ts";
import { toolGroups, type ToolGroup } from "./tools.ts";
import { useFittingUnits } from "./use-fitting-units.ts";

/** What leaves a narrow bar last stands first. */
const byImportance = [
  "style",
  "insert",
  "emphasis",
  "history",
  "action",
  "blocks",
  "aids",
] as const;

/** What one can do with the text: one stop of the Tab key, arrow keys within, Escape to the text. */
export function EditorToolbar(props: EditorToolbarProps) {
  const { editor } = props;
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const isPhone = useMedia("(width < 640px)");
  useEffect(() => {
    const element = bar.current;
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") editor.commands.focus();
    };
    element?.addEventListener("keydown", leave);
    return () => element?.removeEventListener("keydown", leave);
  }, [editor]);
  return (
    <Toolbar
      ref={bar}
      className={isPhone ? styles.phone! : styles.toolbar!}
      aria-label={t("editor.toolbar.label")}
      data-editor-toolbar=""
    >
      {isPhone ? <PhoneBar {...props} bar={bar} /> : <WideBar {...props} bar={bar} />}
    </Toolbar>
  );
}

function WideBar({
  editor,
  page,
  onCreateAction,
  pinned,
  bar,
}: EditorToolbarProps & { readonly bar: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation();
  const state = useBarState(editor);
  const surroundings: ToolSurroundings = { editor, page, t };
  const units = byImportance.filter((unit) => unit !== "action" || onCreateAction !== null);
  const fitting = useFittingUnits(bar, units);
  const leftOut = units.filter((unit) => !fitting.includes(unit));

  function group(id: ToolGroup["id"]) {
    const found = toolGroups.find((each) => each.id === id);
    if (!found || !fitting.includes(id)) return null;
    return (
      <Group className={styles.group!} aria-label={t(found.label)} data-unit={id}>
        {found.tools.map((tool) => (
          <ToolButton
            key={tool.id}
            tool={tool}
            isOn={state.isOn[tool.id]}
            isEnabled={state.isDisabled[tool.id] !== true}
            surroundings={surroundings}
          />
        ))}
      </Group>
    );
  }

  const more = (): ToolMenuSection[] => [
    ...toolGroups
      .filter(({ id }) => leftOut.includes(id))
      .map((left) => sectionOf(left, surroundings)),
    ...(onCreateAction !== null && leftOut.includes("action")
      ? [actionSection(onCreateAction, t)]
      : []),
  ];

  return (
    <>
      {group("history")}
      {fitting.includes("style") && (
        <div data-unit="style" className={styles.style}>
          <BlockStyleSelect editor={editor} />
        </div>
      )}
      {group("emphasis")}
      {group("blocks")}
      {fitting.includes("insert") && (
        <Group className={styles.group!} aria-label={t("editor.toolbar.insert")} data-unit="insert">
          <ToolMenu
            label={t("writing.insert.label")}
            trigger={
              <Button variant="quiet" icon={<Plus />}>
                {t("writing.insert.label")}
              </Button>
            }
            sections={() => insertSections(surroundings)}
          />
          {state.isInTable && (
            <ToolMenu
              label={t("editor.table.edit")}
              trigger={
                <Button variant="quiet" icon={<Table />} data-active="">
                  {t("writing.table.table")}
                </Button>
              }
              sections={() => tableSections(surroundings)}
            />
          )}
        </Group>
      )}
      {onCreateAction !== null && fitting.includes("action") && (
        <div data-unit="action">
          <IconButton
            icon={<ListChecks />}
            aria-label={t("editor.toolbar.action")}
            onPress={onCreateAction}
          />
        </div>
      )}
      <span data-spring="" className={styles.spring} />
      {group("aids")}
      {pinned}
      <div className={styles.more} data-empty={leftOut.length === 0}>
        <ToolMenu
          label={t("writing.toolbar.more")}
          trigger={<IconButton icon={<Ellipsis />} aria-label={t("writing.toolbar.more")} />}
          sections={more}
        />
      </div>
    </>
  );
}
