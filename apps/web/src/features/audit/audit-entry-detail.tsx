import type { AuditEntry } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import styles from "./audit-entry-detail.module.css";
import { changedFacts } from "./changed-facts.ts";
import type { AuditWords } from "./use-audit-words.ts";

/** Everything that an entry says: why, before and after, and its place in the chain. */
export function AuditEntryDetail({ entry, words }: { entry: AuditEntry; words: AuditWords }) {
  const { t } = useTranslation();
  return (
    <div className={styles.detail}>
      {entry.isWithheld && <p className={styles.withheld}>{t("audit.withheld")}</p>}
      {entry.reason !== null && (
        <p>
          <span className={styles.name}>{t("audit.reason")}</span> <q>{entry.reason}</q>
        </p>
      )}
      <Facts entry={entry} words={words} />
      <dl className={styles.rest}>
        <dt>{t("audit.seq")}</dt>
        <dd>
          {entry.seq} · {entry.kind}
        </dd>
        {entry.subject !== null && (
          <>
            <dt>{words.subjectKind(entry.subject.kind)}</dt>
            <dd className={styles.code}>{entry.subject.id}</dd>
          </>
        )}
        {entry.userAgent !== null && (
          <>
            <dt>{t("audit.userAgent")}</dt>
            <dd>{entry.userAgent}</dd>
          </>
        )}
        <dt>{t("audit.hash")}</dt>
        <dd className={styles.code}>{entry.hash}</dd>
      </dl>
    </div>
  );
}

function Facts({ entry: { before, after }, words }: { entry: AuditEntry; words: AuditWords }) {
  const { t } = useTranslation();
  const facts = changedFacts(before, after);
  if (facts.length === 0) return null;
  const hasBoth = before !== null && after !== null;
  return (
    <table className={styles.facts} aria-label={t("audit.values")}>
      {hasBoth && (
        <thead>
          <tr>
            <td />
            <th scope="col">{t("audit.before")}</th>
            <th scope="col">{t("audit.after")}</th>
          </tr>
        </thead>
      )}
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.name} data-changed={hasBoth && fact.isChanged}>
            <th scope="row">{words.fact(fact.name)}</th>
            {hasBoth ? (
              <>
                <td>
                  {fact.isChanged ? (
                    <del>{words.value(fact.name, fact.before)}</del>
                  ) : (
                    words.value(fact.name, fact.before)
                  )}
                </td>
                <td>
                  {fact.isChanged ? (
                    <ins>{words.value(fact.name, fact.after)}</ins>
                  ) : (
                    words.value(fact.name, fact.after)
                  )}
                </td>
              </>
            ) : (
              <td>{words.value(fact.name, fact.after ?? fact.before)}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
