import type { AuditEntry } from "@istmo/contracts";
import { ChevronRight } from "lucide-react";
import { Fragment, useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AuditEntryDetail } from "./audit-entry-detail.tsx";
import styles from "./audit-table.module.css";
import { changedFacts } from "./changed-facts.ts";
import { useAuditWords, type AuditWords } from "./use-audit-words.ts";

const columns = ["time", "what", "who", "subject", "where"] as const;

/**
 * The entries. On a phone rows are cards by CSS, which would take the meaning of a table away from
 * screen readers: hence the roles that are written out.
 */
export function AuditTable({
  entries,
  isOld,
  nameOf,
  renderSubject,
}: {
  entries: readonly AuditEntry[];
  isOld: boolean;
  nameOf: (personId: string) => string | undefined;
  /** Makes the name of a thing a link where there is a page of it. */
  renderSubject: (subject: NonNullable<AuditEntry["subject"]>, name: string) => ReactNode;
}) {
  const { t } = useTranslation();
  const words = useAuditWords(nameOf);
  const [openSeqs, setOpenSeqs] = useState<ReadonlySet<number>>(new Set());
  const toggle = (seq: number) => {
    const next = new Set(openSeqs);
    if (!next.delete(seq)) next.add(seq);
    setOpenSeqs(next);
  };
  return (
    <table className={styles.table} role="table" aria-label={t("audit.title")} data-old={isOld}>
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
              {t(`audit.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {entries.map((entry) => (
          <EntryRow
            key={entry.seq}
            entry={entry}
            words={words}
            isOpen={openSeqs.has(entry.seq)}
            onToggle={() => toggle(entry.seq)}
            renderSubject={renderSubject}
          />
        ))}
      </tbody>
    </table>
  );
}

/** The fact that says what a refusal was about. */
const tellingFacts: Readonly<Record<string, string>> = {
  "access.refused": "route",
  "sign_in.refused": "wrong",
};

/** "Confidential → Strictly confidential": the first thing that an entry says to have changed. */
function ChangeInShort({ entry, words }: { entry: AuditEntry; words: AuditWords }) {
  const { t } = useTranslation();
  if (entry.isWithheld) return <span className={styles.withheld}>{t("audit.withheldShort")}</span>;
  const first = changedFacts(entry.before, entry.after).find(
    ({ before, after, isChanged }) => isChanged && before !== undefined && after !== undefined,
  );
  if (first === undefined) {
    const name = tellingFacts[entry.kind];
    const value = name === undefined ? undefined : entry.after?.[name];
    if (name === undefined || value === undefined) return null;
    return <span className={styles.change}>{words.value(name, value)}</span>;
  }
  const { name, before, after } = first;
  return (
    <span className={styles.change}>
      {words.fact(name)}: {words.value(name, before)} <span aria-hidden="true">→</span>
      <span className="visually-hidden"> {t("audit.became")} </span> {words.value(name, after)}
    </span>
  );
}

function Subject({
  entry: { actor, subject, isWithheld },
  words,
  renderSubject,
}: {
  entry: AuditEntry;
  words: AuditWords;
  renderSubject: (subject: NonNullable<AuditEntry["subject"]>, name: string) => ReactNode;
}) {
  // What people do to their own account names nobody twice.
  if (subject === null || (subject.kind === "person" && subject.id === actor?.id)) return null;
  const { kind, id, label } = subject;
  // A session's id tells nobody anything; it stands in the opened entry.
  const name = label ?? (kind === "audit" || kind === "session" ? "" : id);
  return (
    <>
      <span className={styles.subjectKind}>{words.subjectKind(kind)}</span>
      {name !== "" && (
        <span className={label === null ? styles.id : styles.subjectName}>
          {isWithheld ? name : renderSubject(subject, name)}
        </span>
      )}
    </>
  );
}

function EntryRow({
  entry,
  words,
  isOpen,
  onToggle,
  renderSubject,
}: {
  entry: AuditEntry;
  words: AuditWords;
  isOpen: boolean;
  onToggle: () => void;
  renderSubject: (subject: NonNullable<AuditEntry["subject"]>, name: string) => ReactNode;
}) {
  const { t } = useTranslation();
  const detailId = useId();
  return (
    <Fragment>
      <tr role="row" className={styles.row} data-open={isOpen}>
        <td role="cell" className={styles.cell} data-column="time">
          <time dateTime={entry.at}>{words.moment(entry.at)}</time>
        </td>
        <th role="rowheader" scope="row" className={styles.cell} data-column="what">
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-controls={detailId}
            onClick={onToggle}
          >
            <ChevronRight className={styles.chevron} aria-hidden="true" />
            {words.kind(entry.kind)}
          </button>
          <ChangeInShort entry={entry} words={words} />
        </th>
        <td role="cell" className={styles.cell} data-column="who">
          {entry.actor?.name ?? <span className={styles.nobody}>{t("audit.nobody")}</span>}
        </td>
        <td role="cell" className={styles.cell} data-column="subject">
          <Subject entry={entry} words={words} renderSubject={renderSubject} />
        </td>
        <td role="cell" className={styles.cell} data-column="where">
          {entry.ip}
        </td>
      </tr>
      <tr role="row" id={detailId} hidden={!isOpen} className={styles.detail}>
        {isOpen && (
          <td role="cell" colSpan={columns.length} className={styles.detailCell}>
            <AuditEntryDetail entry={entry} words={words} />
          </td>
        )}
      </tr>
    </Fragment>
  );
}
