import {
  isCounted,
  type DiffDetail,
  type DiffRow,
  type DiffRun,
  type TextDiff,
} from "@istmo/paper-schema";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import styles from "./diff-sections.module.css";

export interface DiffSectionsProps {
  readonly diff: TextDiff;
  readonly layout: "inline" | "beside";
  /** With what is the same, or what is other alone. */
  readonly isWhole: boolean;
  readonly language: string;
  /** Asks to put a section back; null where that cannot be. */
  readonly onRestore: ((sectionId: string) => void) | null;
}

/** The difference section by section, with how much is other in each. */
export const DiffSections = memo(function DiffSections({
  diff,
  layout,
  isWhole,
  language,
  onRestore,
}: DiffSectionsProps) {
  const { t } = useTranslation();
  const shown = diff.sections.filter(({ changes }) => isWhole || changes > 0);
  return (
    <>
      {shown.length > 1 && (
        <nav className={styles.jumps} aria-label={t("versions.compare.sections")}>
          <ul>
            {shown.map(({ sectionId, heading, changes }) => (
              <li key={sectionId ?? ""}>
                <a
                  href={`#compared-${sectionId ?? ""}`}
                  onClick={(event) => {
                    event.preventDefault();
                    const target = document.getElementById(`compared-${sectionId ?? ""}`);
                    target?.scrollIntoView({ block: "start" });
                    target?.focus({ preventScroll: true });
                  }}
                >
                  {heading === "" ? t("versions.compare.front") : heading}
                  {changes > 0 && <span className={styles.jumpCount}>{changes}</span>}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {shown.map(({ sectionId, heading, changes }) => {
        const name = heading === "" ? t("versions.compare.front") : heading;
        return (
          <section key={sectionId ?? ""} className={styles.section} aria-label={name}>
            <div className={styles.sectionHead}>
              <h2 id={`compared-${sectionId ?? ""}`} tabIndex={-1} className={styles.heading}>
                {name}
              </h2>
              <span className={styles.sectionCount}>
                {t("versions.compare.changes", { count: changes })}
              </span>
              {onRestore !== null && sectionId !== null && changes > 0 && (
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={t("versions.restore.sectionLabel", { heading: name })}
                  onPress={() => onRestore(sectionId)}
                >
                  {t("versions.restore.section")}
                </Button>
              )}
            </div>
            {layout === "beside" && (
              <div className={styles.columns} aria-hidden="true">
                <span>{t("versions.compare.before")}</span>
                <span>{t("versions.compare.after")}</span>
              </div>
            )}
            <Rows
              rows={diff.rows.filter((row) => row.place.sectionId === sectionId)}
              {...{ layout, isWhole, language }}
            />
          </section>
        );
      })}
    </>
  );
});

function Rows({
  rows,
  layout,
  isWhole,
  language,
}: Pick<DiffSectionsProps, "layout" | "isWhole" | "language"> & { rows: readonly DiffRow[] }) {
  const { t } = useTranslation();
  const shown: ReactNode[] = [];
  let passed = 0;
  const tellPassed = (key: string) => {
    if (passed > 0)
      shown.push(
        <p key={key} className={styles.passed}>
          {t("versions.compare.passed", { count: passed })}
        </p>,
      );
    passed = 0;
  };
  for (const [index, row] of rows.entries()) {
    if (row.change === "same" && !isWhole) {
      passed += 1;
      continue;
    }
    tellPassed(`before ${index}`);
    shown.push(<Row key={index} {...{ row, layout, language }} />);
  }
  tellPassed("end");
  return <>{shown}</>;
}

function Row({
  row,
  layout,
  language,
}: {
  row: DiffRow;
  layout: "inline" | "beside";
  language: string;
}) {
  const { t } = useTranslation();
  const { change, place } = row;
  const label = change === "same" ? null : t(`versions.change.${change}`);
  const where =
    place.cell === null
      ? null
      : t("versions.compare.cell", { row: place.cell.row, column: place.cell.column });
  return (
    <div
      className={styles.row}
      data-change={change}
      {...(isCounted(row) ? { "data-counted": "", tabIndex: -1 } : {})}
    >
      {(label !== null || where !== null) && (
        <p className={styles.kind}>
          {[label, where].filter((it) => it !== null).join(" · ")}
          <Details details={row.details} />
        </p>
      )}
      {layout === "inline" ? (
        <Words row={row} runs={row.inline} language={language} />
      ) : (
        <div className={styles.beside}>
          <Words row={row} runs={row.before ?? []} language={language} />
          <Words row={row} runs={row.after ?? []} language={language} />
        </div>
      )}
    </div>
  );
}

function Words({
  row: { type, attrs, place },
  runs,
  language,
}: {
  row: DiffRow;
  runs: readonly DiffRun[];
  language: string;
}) {
  const { t } = useTranslation();
  const isEmptyKind = type === "horizontalRule" || type === "pageBreak" || type === "bibliography";
  return (
    <p
      className={styles.words}
      lang={language}
      data-type={type}
      data-level={type === "heading" ? spelt(attrs["level"] ?? 1) : undefined}
      data-item={place.item ?? undefined}
      style={place.depth > 0 ? { marginInlineStart: `${place.depth * 1.25}em` } : undefined}
    >
      {isEmptyKind && <em>{t(`versions.block.${type}`)}</em>}
      {runs.map((run, index) => (
        <Run key={index} run={run} />
      ))}
    </p>
  );
}

function Run({ run }: { run: DiffRun }) {
  const { t } = useTranslation();
  const { change, atom, within } = run;
  const words = atom === undefined || atom.type === "hardBreak" ? run.text : <Atom atom={atom} />;
  const marked = <Marked marks={run.marks}>{words}</Marked>;
  const data = within === null ? {} : { "data-within": within };
  if (change === "added") return <ins {...data}>{marked}</ins>;
  if (change === "removed") return <del {...data}>{marked}</del>;
  if (change === "format")
    return (
      <span {...data} data-format="" title={t("versions.change.format")}>
        {marked}
      </span>
    );
  return within === null ? marked : <span {...data}>{marked}</span>;
}

function Atom({ atom: { type, attrs } }: { atom: NonNullable<DiffRun["atom"]> }) {
  const { t } = useTranslation();
  const about = [attrs["prefix"], attrs["locator"]].filter((it) => typeof it === "string");
  return <span className={styles.atom}>{[t(`versions.atom.${type}`), ...about].join(" ")}</span>;
}

/** The marks that a reader sees; of what is suggested, that it is. */
function Marked({ marks, children }: { marks: string; children: ReactNode }) {
  if (marks === "") return children;
  const types = new Set([...marks.matchAll(/"type":"([a-z]+)"/g)].map(([, type]) => type));
  let shown = children;
  if (types.has("bold")) shown = <strong>{shown}</strong>;
  if (types.has("italic")) shown = <em>{shown}</em>;
  if (types.has("link")) shown = <u>{shown}</u>;
  const isSuggested = ["insertion", "deletion", "formatting"].some((it) => types.has(it));
  return isSuggested ? <span data-suggested="">{shown}</span> : shown;
}

const spelt = (value: DiffDetail["after"]): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** Attributes whose values are words of the text and worth reading. */
const worded = new Set(["alt", "source", "level"]);
const named = new Set([
  ...["level", "type", "around", "caption", "alt", "source", "fileId", "size", "align"],
  ...["unnumbered", "citationStyle", "inserted", "removed", "changed"],
]);

function Details({ details }: { details: readonly DiffDetail[] }) {
  const { t } = useTranslation();
  return details.map(({ name, before, after }) => (
    <span key={name} className={styles.detail}>
      {t(`versions.detail.${named.has(name) ? name : "other"}`)}
      {worded.has(name) && (
        <>
          {": "}
          <del>{before === null ? "—" : spelt(before)}</del>{" "}
          <ins>{after === null ? "—" : spelt(after)}</ins>
        </>
      )}
    </span>
  ));
}
