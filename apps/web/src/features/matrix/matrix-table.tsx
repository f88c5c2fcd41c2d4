import type { MatrixRow } from "@istmo/contracts";
import { Fragment, memo, useCallback, useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import type { RowAct } from "../../api/matrix.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { RowEditor, type RowEditorProps } from "./row-editor.tsx";
import styles from "./matrix-table.module.css";
import {
  asksForReason,
  dispositionKeys,
  dispositionTone,
  paragraphWord,
  stateTone,
  type Disposition,
} from "./matrix-words.ts";
import type { DraftsOfRows } from "./use-row-drafts.ts";

const columns = [
  "paragraph",
  "organisation",
  "quote",
  "observation",
  "response",
  "disposition",
  "responsible",
  "state",
] as const;

export interface MatrixTableProps extends Pick<RowEditorProps, "owners" | "paperId"> {
  rows: readonly MatrixRow[];
  /** The row that is open below itself. */
  openId: string | null;
  onOpen: (rowId: string | null) => void;
  /** The row that was come to last: Tab leads back to it. */
  currentId: string | null;
  onCurrent: (rowId: string) => void;
  drafts: DraftsOfRows;
  /** Sends something about a row; whether the server took it. */
  onAct: (row: MatrixRow, act: RowAct) => Promise<boolean>;
}

/**
 * The matrix. Rows are walked with the arrows or j and k; Enter opens one and puts the cursor into
 * its response; 1 to 4 say what becomes of it, at once where nothing more has to be said.
 */
export function MatrixTable({
  rows,
  openId,
  onOpen,
  currentId,
  onCurrent,
  drafts,
  onAct,
  ...editor
}: MatrixTableProps) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  /** Where the cursor goes once the row is open. */
  const goTo = useRef<"response" | "reason" | null>(null);
  useEffect(() => {
    const field = goTo.current;
    goTo.current = null;
    if (field === null) return;
    body.current
      ?.querySelector<HTMLElement>(`[data-editor] [data-field="${field}"] textarea`)
      ?.focus();
  });

  const focusRow = (rowId: string | undefined) => {
    if (rowId === undefined) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(rowId)}"]`);
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const open = (row: MatrixRow, field: "response" | "reason") => {
    goTo.current = field;
    onOpen(row.id);
  };
  /** Once a row is answered the keys are back on it, for the way to the next. */
  const send = async (row: MatrixRow, act: RowAct) => {
    if (!(await onAct(row, act)) || act.act !== "answer" || openId !== row.id) return;
    focusRow(row.id);
    onOpen(null);
  };
  const decide = (row: MatrixRow, disposition: Disposition) => {
    if (!row.abilities.answer) return;
    // What was typed, or has to be given a reason, is looked at first.
    if (asksForReason(disposition) || drafts.drafts[row.id] !== undefined) {
      drafts.type(row, { disposition });
      open(row, asksForReason(disposition) ? "reason" : "response");
    } else void send(row, { act: "answer", body: { disposition, reason: "" } });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const target = event.target as HTMLElement;
    const isOnRow = target.dataset["row"] !== undefined;
    const rowId = target.closest<HTMLElement>("[data-row], [data-editor]");
    const id = rowId?.dataset["row"] ?? rowId?.dataset["editor"];
    const at = rows.findIndex((row) => row.id === id);
    const row = rows[at];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && id === openId) {
      event.preventDefault();
      onOpen(null);
      focusRow(id);
      return;
    }
    if (!isOnRow) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const end = { Home: 0, End: rows.length - 1 }[event.key];
    const disposition = dispositionKeys[Number(event.key) - 1];
    if (step !== undefined) focusRow(rows[at + step]?.id);
    else if (end !== undefined) focusRow(rows[end]?.id);
    else if (event.key === "Enter") open(row, "response");
    else if (event.key === " ") onOpen(openId === row.id ? null : row.id);
    else if (disposition !== undefined) decide(row, disposition);
    else return;
    event.preventDefault();
  };

  const toggle = useCallback(
    (rowId: string, isOpen: boolean) => {
      // Whoever has just marked words with the mouse wants the words.
      if (getSelection()?.isCollapsed !== false) onOpen(isOpen ? null : rowId);
    },
    [onOpen],
  );
  const stopId = rows.some(({ id }) => id === currentId) ? currentId : rows[0]?.id;
  return (
    <table className={styles.table} role="table" aria-label={t("matrix.title")}>
      <thead role="rowgroup" className={styles.heads}>
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column}
              role="columnheader"
              scope="col"
              className={styles.head}
              data-column={column}
            >
              {t(`matrix.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body} onKeyDown={onKeyDown} className={styles.body}>
        {rows.map((row) => (
          <Fragment key={row.id}>
            <Row
              row={row}
              isOpen={row.id === openId}
              isTyped={drafts.drafts[row.id] !== undefined}
              isStop={row.id === stopId}
              onToggle={toggle}
              onCurrent={onCurrent}
            />
            {row.id === openId && (
              <tr role="row" className={styles.editorRow} data-editor={row.id}>
                <td role="cell" colSpan={columns.length} className={styles.editorCell}>
                  <RowEditor
                    row={row}
                    drafts={drafts}
                    onAct={(at, act) => void send(at, act)}
                    {...editor}
                  />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: MatrixRow;
  isOpen: boolean;
  /** Something is typed into it that has not been sent. */
  isTyped: boolean;
  /** The row to which Tab comes. */
  isStop: boolean;
  onToggle: (rowId: string, isOpen: boolean) => void;
  onCurrent: (rowId: string) => void;
}

const Row = memo(function Row({ row, isOpen, isTyped, isStop, ...on }: RowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { disposition, responsible, state } = row;
  return (
    <tr
      role="row"
      className={styles.row}
      data-row={row.id}
      data-open={isOpen}
      data-withdrawn={state === "withdrawn"}
      tabIndex={isStop ? 0 : -1}
      aria-current={isOpen}
      onFocus={() => on.onCurrent(row.id)}
      onClick={() => on.onToggle(row.id, isOpen)}
    >
      <td role="cell" className={styles.cell} data-column="paragraph">
        {paragraphWord(t, row)}
      </td>
      <th role="rowheader" scope="row" className={styles.cell} data-column="organisation">
        {wordsIn(row.label, language)}
        <span className={styles.kind}>{t(`matrix.kind.${row.kind}`)}</span>
      </th>
      <td role="cell" className={styles.cell} data-column="quote">
        {row.quote !== "" && <q>{row.quote}</q>}
      </td>
      <td role="cell" className={styles.cell} data-column="observation">
        <span className={styles.said}>{row.observation}</span>
        {row.proposedText !== null && (
          <span className={styles.proposed}>
            <span className={styles.label}>{t("matrix.proposed")}</span> {row.proposedText}
          </span>
        )}
      </td>
      <td role="cell" className={styles.cell} data-column="response">
        {row.response}
        {row.reason !== "" && (
          <span className={styles.reason}>
            <span className={styles.label}>{t("matrix.reason")}</span> {row.reason}
          </span>
        )}
        {row.contest !== null && (
          <span className={styles.reason}>
            <span className={styles.label}>{t("matrix.contest.said")}</span> {row.contest.text}
          </span>
        )}
      </td>
      <td role="cell" className={styles.cell} data-column="disposition">
        {disposition !== null && (
          <Badge tone={dispositionTone[disposition]}>
            {t(`matrix.disposition.${disposition}`)}
          </Badge>
        )}
      </td>
      <td role="cell" className={styles.cell} data-column="responsible">
        {responsible !== null && wordsIn(responsible.label, language)}
      </td>
      <td role="cell" className={styles.cell} data-column="state">
        <Badge tone={stateTone(row)}>
          {t(row.settlement === null ? `matrix.state.${state}` : "matrix.state.settled")}
        </Badge>
        {isTyped && <Badge tone="outline">{t("matrix.unsent")}</Badge>}
      </td>
    </tr>
  );
});
