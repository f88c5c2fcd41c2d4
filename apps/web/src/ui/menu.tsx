import { Check } from "lucide-react";
import { Menu as AriaMenu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import type { ReactNode } from "react";
import styles from "./menu.module.css";

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: ReactNode;
  readonly tone?: "danger";
  readonly isSelected?: boolean;
  readonly isDisabled?: boolean;
  readonly onAction: () => void;
}

export interface MenuProps {
  /** Names the menu for screen readers. */
  label: string;
  /** A Button or IconButton. */
  trigger: ReactNode;
  /** Given as a function, they are made when the menu opens. */
  entries: readonly MenuEntry[] | (() => readonly MenuEntry[]);
  header?: ReactNode;
  placement?: "bottom start" | "bottom end" | "top start" | "top end";
}

export function Menu({ label, trigger, entries, header, placement = "bottom start" }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover!} placement={placement} offset={4}>
        {header !== undefined && <div className={styles.header}>{header}</div>}
        <Entries label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  );
}

/** Rendered only while the menu is open. */
function Entries({ label, entries }: Pick<MenuProps, "label" | "entries">) {
  return (
    <AriaMenu
      className={styles.list!}
      aria-label={label}
      items={typeof entries === "function" ? entries() : entries}
    >
      {(entry) => (
        <MenuItem
          id={entry.id}
          textValue={entry.label}
          className={styles.item!}
          isDisabled={entry.isDisabled ?? false}
          onAction={entry.onAction}
          {...(entry.tone === undefined ? {} : { "data-tone": entry.tone })}
        >
          {entry.icon !== undefined && (
            <span className={styles.icon} aria-hidden="true">
              {entry.icon}
            </span>
          )}
          <span className={styles.texts}>
            <span>{entry.label}</span>
            {entry.description !== undefined && (
              <span className={styles.description}>{entry.description}</span>
            )}
          </span>
          {entry.isSelected === true && <Check className={styles.check} aria-hidden="true" />}
        </MenuItem>
      )}
    </AriaMenu>
  );
}
