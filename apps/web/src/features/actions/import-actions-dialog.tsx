import { sheetRefusals, type ActionsImport } from "@istmo/contracts";
import type { TFunction } from "i18next";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { sheetFileTypes, templateAddress, useImportActions } from "../../api/actions-sheet.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemOf, problemText } from "../../lib/problem-text.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import styles from "./import-actions-dialog.module.css";

/** Reads a filled sheet: first what it would make and change, line by line, then the change. */
export function ImportActionsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const fileId = useId();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ActionsImport | null>(null);
  const send = useImportActions();
  const taken = report === null ? 0 : report.counts.created + report.counts.changed;
  const isDone = report?.isTaken === true;
  const look = (chosen: File | null) => {
    setFile(chosen);
    setReport(null);
    send.reset();
    if (chosen !== null)
      send.mutate({ file: chosen, language, take: null }, { onSuccess: setReport });
  };
  return (
    <Dialog
      isOpen
      title={t("actionTools.sheet.import")}
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
              isDisabled={taken === 0}
              onPress={() => {
                if (file === null || report === null) return;
                send.mutate({ file, language, take: report.sha256 }, { onSuccess: setReport });
              }}
            >
              {t("actionTools.sheet.take", { count: taken })}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.body}>
        {!isDone && (
          <div className={styles.file}>
            <label htmlFor={fileId}>{t("actionTools.sheet.file")}</label>
            <input
              id={fileId}
              type="file"
              accept={sheetFileTypes}
              onChange={(event) => look(event.target.files?.[0] ?? null)}
            />
            <p className={styles.hint}>
              {t("actionTools.sheet.fileText")}{" "}
              <a href={templateAddress(language)} download="">
                {t("actionTools.sheet.template")}
              </a>
            </p>
          </div>
        )}
        {send.error !== null && <Notice tone="danger">{problemWords(t, send.error)}</Notice>}
        {report !== null && <Report report={report} />}
      </div>
    </Dialog>
  );
}

/** What a picture is refused by says a picture's size: this file has its own. */
const problemWords = (t: TFunction, error: unknown) =>
  problemOf(error).code === "file_too_large"
    ? t("actionTools.sheet.tooLarge")
    : problemText(t, error);

const tones: Readonly<Record<ActionsImport["lines"][number]["verdict"], Tone>> = {
  created: "ok",
  changed: "ok",
  unchanged: "neutral",
  refused: "danger",
};

function Report({ report }: { report: ActionsImport }) {
  const { t } = useTranslation();
  const { counts, isTaken, lines } = report;
  const total = counts.created + counts.changed + counts.unchanged + counts.refused;
  return (
    <div className={styles.report} role="status">
      <p className={styles.sum}>
        {t(isTaken ? "actionTools.sheet.made" : "actionTools.sheet.wouldMake", {
          count: counts.created,
        })}{" "}
        {t("actionTools.sheet.changedRows", { count: counts.changed })}{" "}
        {t("actionTools.sheet.unchangedRows", { count: counts.unchanged })}{" "}
        {t("actionTools.sheet.refusedRows", { count: counts.refused })}
      </p>
      {lines.length < total && (
        <p className={styles.hint}>{t("actionTools.sheet.first", { count: lines.length })}</p>
      )}
      <ol className={styles.rows}>
        {lines.map((line) => (
          <li key={line.line} className={styles.row}>
            <span className={styles.head}>
              <Badge tone={tones[line.verdict]}>
                {t(`actionTools.sheet.verdict.${line.verdict}`)}
              </Badge>
              <span className={styles.hint}>
                {t("actionTools.sheet.line", { line: line.line })}
              </span>
              <span>{line.title}</span>
            </span>
            {line.refusals.map((code) => (
              <span key={code} className={styles.why}>
                {refusalWords(t, code)}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Why a line is not taken: it is the file's, or the item's as on the page. */
const refusalWords = (t: TFunction, code: string): string =>
  sheetRefusals.some((one) => one === code)
    ? t(`actionTools.sheet.why.${code}`)
    : t([`error.${code}`, "error.internal_error"]);
