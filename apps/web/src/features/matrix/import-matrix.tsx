import { importRefusals, type ImportedRow, type MatrixImport } from "@istmo/contracts";
import type { TFunction } from "i18next";
import { Upload } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { matrixFileTypes, useImportMatrix } from "../../api/matrix-files.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemOf, problemText } from "../../lib/problem-text.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import styles from "./import-matrix.module.css";

/** Reads a filled file back: first what it would change, row by row, then the change. */
export function ImportMatrix({ roundId }: { roundId: string }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button icon={<Upload />} onPress={() => setIsOpen(true)}>
        {t("matrix.import.action")}
      </Button>
      {isOpen && <ImportDialog roundId={roundId} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function ImportDialog({ roundId, onClose }: { roundId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const fileId = useId();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<MatrixImport | null>(null);
  const send = useImportMatrix(roundId);
  const taken = report?.rows.filter(({ verdict }) => verdict === "taken").length ?? 0;
  const look = (chosen: File | null) => {
    setFile(chosen);
    setReport(null);
    send.reset();
    if (chosen !== null) send.mutate({ file: chosen, take: null }, { onSuccess: setReport });
  };
  const isDone = report?.isTaken === true;
  return (
    <Dialog
      isOpen
      title={t("matrix.import.title")}
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t(isDone ? "ui.close" : "ui.cancel")}
          </Button>
          {!isDone && (
            <Button
              variant="primary"
              isPending={send.isPending}
              isDisabled={report === null || taken === 0}
              onPress={() => {
                if (file === null || report === null) return;
                send.mutate({ file, take: report.sha256 }, { onSuccess: setReport });
              }}
            >
              {t("matrix.import.take", { count: taken })}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.body}>
        {!isDone && (
          <div className={styles.file}>
            <label htmlFor={fileId}>{t("matrix.import.file")}</label>
            <input
              id={fileId}
              type="file"
              accept={matrixFileTypes}
              onChange={(event) => look(event.target.files?.[0] ?? null)}
            />
            <p className={styles.hint}>{t("matrix.import.text")}</p>
          </div>
        )}
        {send.error !== null && <Notice tone="danger">{problemWords(t, send.error)}</Notice>}
        {report !== null && <Report report={report} taken={taken} />}
      </div>
    </Dialog>
  );
}

/** What a picture is refused by says a picture's size: this file has its own. */
const problemWords = (t: TFunction, error: unknown) =>
  problemOf(error).code === "file_too_large" ? t("matrix.import.tooLarge") : problemText(t, error);

function Report({ report, taken }: { report: MatrixImport; taken: number }) {
  const { t } = useTranslation();
  const refused = report.rows.filter(({ verdict }) => verdict === "refused").length;
  return (
    <div className={styles.report} role="status">
      <p>
        {t(report.isTaken ? "matrix.import.wereTaken" : "matrix.import.wouldBe", { count: taken })}{" "}
        {t("matrix.import.refusedRows", { count: refused })}{" "}
        {report.missing > 0 && t("matrix.import.missing", { count: report.missing })}{" "}
        {report.isReordered && t("matrix.import.reordered")}
      </p>
      <ol className={styles.rows}>
        {report.rows.map((row) => (
          <Line key={row.line} row={row} isTaken={report.isTaken} />
        ))}
      </ol>
    </div>
  );
}

const tones: Readonly<Record<ImportedRow["verdict"], Tone>> = {
  taken: "ok",
  unchanged: "neutral",
  refused: "danger",
};

function Line({ row, isTaken }: { row: ImportedRow; isTaken: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { verdict, refusal, changes, keeps, label, paragraph } = row;
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <Badge tone={tones[verdict]}>
          {t(verdict === "taken" && isTaken ? "matrix.import.done" : `matrix.import.${verdict}`)}
        </Badge>
        <span className={styles.place}>
          {t("matrix.import.line", { line: row.line })}
          {label !== null && ` · ${wordsIn(label, language)}`}
          {paragraph !== null && ` · ${t("matrix.paragraph", { number: paragraph })}`}
        </span>
      </div>
      <p className={styles.observation}>{row.observation}</p>
      {refusal !== null && <p className={styles.why}>{refusalWords(t, refusal)}</p>}
      {changes.disposition !== undefined && (
        <p>
          {t("matrix.column.disposition")}: {t(`matrix.disposition.${changes.disposition}`)}
        </p>
      )}
      {changes.response !== undefined && (
        <p>
          {t("matrix.column.response")}: {changes.response}
        </p>
      )}
      {changes.reason !== undefined && (
        <p>
          {t("matrix.reason")}: {changes.reason}
        </p>
      )}
      {keeps.length > 0 && refusal !== "emptied" && (
        <p className={styles.hint}>{t("matrix.import.keeps")}</p>
      )}
    </li>
  );
}

/** Why a row is not taken: it is the file's, or the row's as on the page. */
const refusalWords = (t: TFunction, refusal: string): string =>
  importRefusals.some((one) => one === refusal)
    ? t(`matrix.import.why.${refusal}`)
    : t([`error.${refusal}`, "error.internal_error"]);
