import type { OutlineSection } from "@istmo/paper-schema";
import {
  ArrowDown,
  ArrowUp,
  ChevronRight,
  Ellipsis,
  GripVertical,
  IndentDecrease,
  IndentIncrease,
} from "lucide-react";
import { createContext, use, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { GridListItem } from "react-aria-components/GridList";
import { useTranslation } from "react-i18next";

import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";

import styles from "./outline-panel.module.css";
import type { OutlineItem } from "./outline-tree.ts";

export interface OutlineMoves {
  readonly up: (id: string) => void;
  readonly down: (id: string) => void;
  readonly promote: (id: string) => void;
  readonly demote: (id: string) => void;
  /** Puts a section before another one, or after that one and all beneath it. */
  readonly place: (id: string, besideId: string, side: "before" | "after") => void;
}

interface OutlineEntryProps {
  readonly item: OutlineItem;
  readonly language: string;
  readonly isCurrent: boolean;
  readonly isCollapsed: boolean;
  readonly onToggle: () => void;
  readonly moves: OutlineMoves | null;
  readonly beside: ReactNode;
}

export function OutlineEntry(props: OutlineEntryProps) {
  const { item, language, isCurrent, isCollapsed, onToggle, moves, beside } = props;
  const { t } = useTranslation();
  const { id } = item;
  const name = item.text === "" ? "—" : item.text;
  return (
    <GridListItem
      id={item.key}
      textValue={name}
      className={styles.entry!}
      data-level={item.level}
      data-current={isCurrent}
      isDisabled={id === null}
    >
      {item.hasChildren ? (
        <Button
          className={styles.toggle!}
          aria-expanded={!isCollapsed}
          aria-label={t(isCollapsed ? "writing.outline.expand" : "writing.outline.collapse", {
            name,
          })}
          onPress={onToggle}
        >
          <ChevronRight size={14} aria-hidden />
        </Button>
      ) : (
        <span className={styles.noToggle} />
      )}
      <span
        className={styles.text}
        lang={language}
        aria-current={isCurrent ? "location" : undefined}
      >
        {item.number !== null && <span className={styles.number}>{item.number} </span>}
        {name}
      </span>
      {beside}
      {item.level === 1 && <SectionWords id={id} />}
      {moves !== null && id !== null && (
        <span className={styles.tools}>
          <Button
            slot="drag"
            className={styles.drag!}
            aria-label={t("writing.outline.drag", { name })}
          >
            <GripVertical size={14} aria-hidden />
          </Button>
          <Menu
            label={t("writing.outline.menu", { name })}
            placement="bottom end"
            trigger={
              <IconButton
                icon={<Ellipsis />}
                size="small"
                aria-label={t("writing.outline.menu", { name })}
              />
            }
            entries={[
              {
                id: "up",
                label: t("writing.outline.up"),
                icon: <ArrowUp />,
                onAction: () => moves.up(id),
              },
              {
                id: "down",
                label: t("writing.outline.down"),
                icon: <ArrowDown />,
                onAction: () => moves.down(id),
              },
              {
                id: "promote",
                label: t("writing.outline.promote"),
                icon: <IndentDecrease />,
                isDisabled: item.level === 1,
                onAction: () => moves.promote(id),
              },
              {
                id: "demote",
                label: t("writing.outline.demote"),
                icon: <IndentIncrease />,
                isDisabled: item.level === 4,
                onAction: () => moves.demote(id),
              },
            ]}
          />
        </span>
      )}
    </GridListItem>
  );
}

/** The words of each section, by the id of its heading. */
export const SectionCounts = createContext<ReadonlyMap<string | null, OutlineSection>>(new Map());

function SectionWords({ id }: { readonly id: string | null }) {
  const { t, i18n } = useTranslation();
  const section = use(SectionCounts).get(id);
  if (section === undefined) return null;
  return (
    <span className={styles.words} data-empty={section.isEmpty}>
      {section.isEmpty ? (
        t("editor.outline.empty")
      ) : (
        <>
          <span aria-hidden="true">
            {new Intl.NumberFormat(i18n.language).format(section.words)}
          </span>
          <span className="visually-hidden">{t("editor.words", { count: section.words })}</span>
        </>
      )}
    </span>
  );
}
