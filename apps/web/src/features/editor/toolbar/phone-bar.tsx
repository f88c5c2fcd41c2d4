import { Ellipsis, Plus, Table, Type } from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "../../../ui/icon-button.tsx";

import { useBarState } from "./bar-state.ts";
import styles from "./editor-toolbar.module.css";
import { tableSections } from "./table-sections.ts";
import { ToolButton } from "./tool-button.tsx";
import { ToolMenu } from "./tool-menu.tsx";
import { actionSection, insertSections, sectionOf } from "./tool-sections.ts";
import type { EditorToolbarProps } from "./toolbar-props.ts";
import { toolGroups } from "./tools.ts";
import { useAboveKeyboard } from "./use-above-keyboard.ts";

/** What a thumb reaches for most; everything else is behind "more". */
const atHand: readonly string[] = ["undo", "bold", "italic"];

/** The bar of a phone: at the foot of the page, and above the keyboard while one writes. */
export function PhoneBar({
  editor,
  page,
  onCreateAction,
  pinned,
  bar,
}: EditorToolbarProps & { readonly bar: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation();
  const state = useBarState(editor);
  useAboveKeyboard(bar);
  const surroundings = { editor, page, t };
  const tools = toolGroups.flatMap((group) => group.tools);
  return (
    <>
      <ToolMenu
        label={t("editor.style.label")}
        trigger={<IconButton icon={<Type />} aria-label={t("editor.style.label")} />}
        sections={() => insertSections(surroundings, ["style", "list"])}
      />
      {tools
        .filter(({ id }) => atHand.includes(id))
        .map((tool) => (
          <ToolButton
            key={tool.id}
            tool={tool}
            isOn={state.isOn[tool.id]}
            isEnabled={state.isDisabled[tool.id] !== true}
            surroundings={surroundings}
          />
        ))}
      <ToolMenu
        label={t("writing.insert.label")}
        trigger={<IconButton icon={<Plus />} aria-label={t("writing.insert.label")} />}
        sections={() => insertSections(surroundings)}
      />
      {state.isInTable && (
        <ToolMenu
          label={t("editor.table.edit")}
          trigger={<IconButton icon={<Table />} aria-label={t("editor.table.edit")} />}
          sections={() => tableSections(surroundings)}
        />
      )}
      <span className={styles.spring} />
      {pinned}
      <ToolMenu
        label={t("writing.toolbar.more")}
        trigger={<IconButton icon={<Ellipsis />} aria-label={t("writing.toolbar.more")} />}
        sections={() => [
          ...toolGroups.map((group) => {
            const section = sectionOf(group, surroundings);
            return {
              ...section,
              entries: section.entries.filter(({ id }) => !atHand.includes(id)),
            };
          }),
          ...(onCreateAction === null ? [] : [actionSection(onCreateAction, t)]),
        ]}
      />
    </>
  );
}
