import { Check } from "lucide-react";
import type { ComponentType, ReactNode, SVGProps } from "react";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import menuStyles from "../../../ui/menu.module.css";

import styles from "./tool-menu.module.css";

interface ToolMenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: ComponentType<SVGProps<SVGSVGElement>>;
  /** The keys that do the same, as they are shown. */
  readonly keys?: string | undefined;
  readonly tone?: "danger";
  readonly isOn?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly onAction: () => void;
}

export interface ToolMenuSection {
  readonly id: string;
  readonly label: string;
  readonly entries: readonly ToolMenuEntry[];
}

interface ToolMenuProps {
  readonly label: string;
  readonly trigger: ReactNode;
  /** Asked when the menu opens, so that it knows where the selection stands then. */
  readonly sections: () => readonly ToolMenuSection[];
}

/** A menu of the toolbar, in sections; what it does happens after the focus has gone back. */
export function ToolMenu({ label, trigger, sections }: ToolMenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={`${menuStyles.popover} ${styles.popover}`} offset={4}>
        <Sections label={label} sections={sections} />
      </Popover>
    </MenuTrigger>
  );
}

function Sections({ label, sections }: Omit<ToolMenuProps, "trigger">) {
  const shown = sections().filter(({ entries }) => entries.length > 0);
  return (
    <Menu className={menuStyles.list!} aria-label={label}>
      {shown.map((section) => (
        <MenuSection key={section.id} id={section.id} className={styles.section!}>
          <Header className={styles.head}>{section.label}</Header>
          {section.entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </MenuSection>
      ))}
    </Menu>
  );
}

function Entry({ entry }: { readonly entry: ToolMenuEntry }) {
  const { icon: Icon, tone } = entry;
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      className={menuStyles.item!}
      isDisabled={entry.isDisabled ?? false}
      onAction={() => requestAnimationFrame(entry.onAction)}
      {...(tone === undefined ? {} : { "data-tone": tone })}
    >
      <span className={menuStyles.icon} aria-hidden="true">
        {Icon !== undefined && <Icon />}
      </span>
      <span className={menuStyles.texts}>{entry.label}</span>
      {entry.keys !== undefined && <kbd className={styles.keys}>{entry.keys}</kbd>}
      {entry.isOn === true && <Check className={menuStyles.check} aria-hidden="true" />}
    </MenuItem>
  );
}
