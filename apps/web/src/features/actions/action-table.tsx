import type { ActionItem } from "@istmo/contracts";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./action-table.module.css";
import { useActionWords } from "./action-words.ts";
import type { BoardServices } from "./board-services.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { CentreChip } from "./centre-chip.tsx";
import { DueCell } from "./due-cell.tsx";
import { OwnerCell } from "./owner-cell.tsx";
import { PriorityLabel } from "./priority-label.tsx";
import { SelectBox } from "./select-cell.tsx";
import { nothingSelected, shownSelection, turn, turnAll } from "./selection.ts";
import { dueFirst, sortActions, sortBy, sortColumns, type SortColumn } from "./sort-actions.ts";
import { StateCell } from "./state-cell.tsx";
import { useInlineChange } from "./use-inline-change.ts";

/**
 * The list. On a phone its rows are stacked by CSS, which would take the meaning of a table away
 * from screen readers: hence the roles that are written out.
 */
export function ActionTable({ services }: { services: BoardServices }) {
  const { t, i18n } = useTranslation();
  const words = useActionWords();
  const change = useInlineChange();
  const [sorting, setSorting] = useState(dueFirst);
  const { items, surroundings } = services;
  const sorted = useMemo(
    () =>
      sortActions(items, sorting, {
        titleOf: words.titleOf,
        centreOf: ({ centreId }) => surroundings.codeOf(centreId),
        language: i18n.language,
      }),
    [items, sorting, words, surroundings, i18n.language],
  );
  const heads: Record<SortColumn, string> = {
    state: words.field.state,
    title: words.field.title,
    centre: t("actions.field.centre"),
    owner: words.field.owner,
    dueOn: words.field.dueOn,
  };
  const [selection, setSelection] = useState(nothingSelected);
  const order = useMemo(() => sorted.map(({ id }) => id), [sorted]);
  const selected = shownSelection(selection, order);
  const titles = new Map(sorted.map((item) => [item.id, words.titleOf(item)]));
  return (
    <>
      <table className={styles.table} role="table" aria-label={t("actions.table.label")}>
        <thead role="rowgroup">
          <tr role="row" className={styles.heads}>
            <th role="columnheader" scope="col" className={styles.head} data-column="select">
              <SelectBox
                label={t("actionTools.bulk.selectAll")}
                isSelected={selected.length > 0 && selected.length === order.length}
                isPartly={selected.length > 0 && selected.length < order.length}
                onTurn={() => setSelection(turnAll(selection, order))}
              />
            </th>
            {sortColumns.map((column) => {
              const isSorted = sorting.column === column;
              const Arrow = sorting.direction === "ascending" ? ArrowUp : ArrowDown;
              return (
                <th
                  key={column}
                  role="columnheader"
                  scope="col"
                  className={styles.head}
                  data-column={column}
                  aria-sort={isSorted ? sorting.direction : "none"}
                >
                  <button
                    type="button"
                    className={styles.sort}
                    onClick={() => setSorting(sortBy(sorting, column))}
                  >
                    {heads[column]}
                    {isSorted && <Arrow size={13} aria-hidden />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {sorted.map((item) => (
            <ActionRow
              key={item.id}
              item={item}
              services={services}
              onChange={change}
              isSelected={selection.ids.has(item.id)}
              onSelect={(isRange) => setSelection(turn(selection, item.id, { order, isRange }))}
            />
          ))}
        </tbody>
      </table>
      <BulkBar
        ids={selected}
        titleOf={(id) => titles.get(id) ?? ""}
        surroundings={surroundings}
        onClear={() => setSelection(nothingSelected)}
      />
    </>
  );
}

interface ActionRowProps {
  readonly item: ActionItem;
  readonly services: BoardServices;
  readonly onChange: ReturnType<typeof useInlineChange>;
  readonly isSelected: boolean;
  readonly onSelect: (isRange: boolean) => void;
}

function ActionRow({ item, services, onChange, isSelected, onSelect }: ActionRowProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const { surroundings, changedIds, moves, onOpen } = services;
  return (
    <tr
      role="row"
      className={styles.row}
      data-changed={changedIds.has(item.id)}
      data-selected={isSelected}
    >
      <td role="cell" className={styles.cell} data-column="select">
        <SelectBox
          label={t("actionTools.bulk.select", { title: words.titleOf(item) })}
          isSelected={isSelected}
          onTurn={onSelect}
        />
      </td>
      <td role="cell" className={styles.cell} data-column="state">
        <StateCell item={item} moves={moves} />
      </td>
      <td role="cell" className={styles.cell} data-column="title">
        <button
          type="button"
          className={styles.title}
          lang={words.langOf(item)}
          onClick={() => onOpen(item.id)}
        >
          {words.titleOf(item)}
        </button>
        <PriorityLabel priority={item.priority} isShort />
        {item.state === "blocked" && item.blockedReason !== null && (
          <span className={styles.blocked}>{item.blockedReason}</span>
        )}
      </td>
      <td role="cell" className={styles.cell} data-column="centre">
        <CentreChip centreId={item.centreId} surroundings={surroundings} />
      </td>
      <td role="cell" className={styles.cell} data-column="owner">
        <OwnerCell item={item} surroundings={surroundings} onChange={onChange} />
      </td>
      <td role="cell" className={styles.cell} data-column="dueOn">
        <DueCell item={item} today={surroundings.todayFor(item.centreId)} onChange={onChange} />
      </td>
    </tr>
  );
}
