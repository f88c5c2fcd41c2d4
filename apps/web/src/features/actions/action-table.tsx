import type { ActionItem } from "@istmo/contracts";
import { ArrowDown, ArrowUp } from "lucide-react";
import { Fragment, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMedia } from "../../lib/use-media.ts";
import styles from "./action-table.module.css";
import { useActionWords } from "./action-words.ts";
import type { BoardServices } from "./board-services.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { CentreChip } from "./centre-chip.tsx";
import { DueCell } from "./due-cell.tsx";
import { OwnerCell } from "./owner-cell.tsx";
import { PriorityLabel } from "./priority-label.tsx";
import { rowAfter } from "./row-steps.ts";
import { SelectBox } from "./select-cell.tsx";
import { nothingSelected, shownSelection, turn, turnAll } from "./selection.ts";
import { dueFirst, sortActions, sortBy, sortColumns, type SortColumn } from "./sort-actions.ts";
import { StateCell } from "./state-cell.tsx";
import { useInlineChange } from "./use-inline-change.ts";
import { useRowWindow } from "./use-row-window.ts";

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
  const body = useRef<HTMLTableSectionElement>(null);
  const isStacked = useMedia("(width < 640px)");
  const shown = useRowWindow(body, { ids: order, isStacked });

  /** From row to row, within the column of the control that has the focus. */
  function step(event: KeyboardEvent<HTMLElement>) {
    const target = event.target as HTMLElement;
    const control = target.dataset["rowControl"];
    const at = order.indexOf(target.closest("tr")?.dataset["id"] ?? "");
    const next = control === undefined ? null : rowAfter(event.key, at, order.length);
    const id = next === null ? undefined : order[next];
    if (control === undefined || id === undefined) return;
    event.preventDefault();
    shown.focus(id, control);
    const isOn = selection.ids.has(order[at] ?? "");
    if (event.shiftKey && control === "select" && selection.ids.has(id) !== isOn)
      setSelection(turn(selection, id, { order, isRange: !event.key.startsWith("Arrow") }));
  }

  return (
    <>
      <table
        className={styles.table}
        role="table"
        aria-label={t("actions.table.label")}
        aria-rowcount={order.length + 1}
      >
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1} className={styles.heads}>
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
        <tbody
          ref={body}
          role="rowgroup"
          onKeyDown={step}
          onFocus={({ target }) => {
            // A menu that a row has opened stands outside of it: the row stays.
            const id = target.closest("tr")?.dataset["id"];
            if (id !== undefined) shown.keep(id);
          }}
        >
          {shown.rows.map(({ index, gap }) => {
            const item = sorted[index];
            if (item === undefined) return null;
            return (
              <Fragment key={item.id}>
                <Gap height={gap} />
                <ActionRow
                  item={item}
                  index={index}
                  measure={shown.measure}
                  services={services}
                  onChange={change}
                  isSelected={selection.ids.has(item.id)}
                  onSelect={(isRange) => setSelection(turn(selection, item.id, { order, isRange }))}
                />
              </Fragment>
            );
          })}
          <Gap height={shown.after} />
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

/** In place of rows that are not there. */
function Gap({ height }: { height: number }) {
  return height < 1 ? null : (
    <tr aria-hidden className={styles.gap}>
      <td colSpan={sortColumns.length + 1} style={{ blockSize: height }} />
    </tr>
  );
}

interface ActionRowProps {
  readonly item: ActionItem;
  readonly index: number;
  /** Where rows come and go: told of each that is there. */
  readonly measure: ((row: HTMLTableRowElement | null) => void) | null;
  readonly services: BoardServices;
  readonly onChange: ReturnType<typeof useInlineChange>;
  readonly isSelected: boolean;
  readonly onSelect: (isRange: boolean) => void;
}

function ActionRow({
  item,
  index,
  measure,
  services,
  onChange,
  isSelected,
  onSelect,
}: ActionRowProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const { surroundings, changedIds, moves, onOpen } = services;
  return (
    <tr
      role="row"
      ref={measure}
      aria-rowindex={index + 2}
      className={styles.row}
      data-id={item.id}
      data-index={index}
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
          data-row-control="title"
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
