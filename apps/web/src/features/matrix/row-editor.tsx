import type { MatrixPage, MatrixRow } from "@istmo/contracts";
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMatrixRow, type RowAct } from "../../api/matrix.ts";
import { useMe } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { copyText } from "../../lib/copy-text.ts";
import { formatMoment } from "../../lib/dates.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { asksForReason, dispositionKeys } from "./matrix-words.ts";
import styles from "./row-editor.module.css";
import { isOverwritten, shownWords } from "./row-drafts.ts";
import { RowEnd } from "./row-end.tsx";
import type { DraftsOfRows } from "./use-row-drafts.ts";

export interface RowEditorProps {
  row: MatrixRow;
  drafts: DraftsOfRows;
  owners: MatrixPage["owners"];
  paperId: string;
  /** Sends something about the row. */
  onAct: (row: MatrixRow, act: RowAct) => void;
}

/** Everything about one row, and what this person may do to it. */
export function RowEditor({ row, drafts, owners, paperId, onAct }: RowEditorProps) {
  const { abilities } = row;
  return (
    <div className={styles.editor}>
      <Paragraph row={row} paperId={paperId} />
      <div className={styles.work}>
        <History row={row} />
        {(abilities.respond || abilities.answer) && (
          <AnswerFields row={row} drafts={drafts} owners={owners} onAct={onAct} />
        )}
        <RowEnd row={row} onAct={onAct} />
      </div>
    </div>
  );
}

/** The paragraph as it was frozen and as it stands, and the wording that was proposed. */
function Paragraph({ row, paperId }: { row: MatrixRow; paperId: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { data } = useMatrixRow(row);
  const { proposedText, blockId } = row;
  const live = data?.live ?? null;
  const copy = async (text: string) => {
    const isCopied = await copyText(text);
    toast.show(
      isCopied
        ? { text: t("matrix.live.copied"), tone: "ok" }
        : { text: t("matrix.live.notCopied"), tone: "info" },
    );
  };
  return (
    <div className={styles.paragraph}>
      <Part label={t("matrix.column.observation")}>{row.observation}</Part>
      {proposedText !== null && <Part label={t("matrix.proposed")}>{proposedText}</Part>}
      {data?.frozenText != null && (
        <Part label={t("matrix.live.frozen")} isText>
          {data.frozenText}
        </Part>
      )}
      {live !== null && (
        <p className={styles.live} data-same={live.isSame}>
          {t(
            live.text === null
              ? "matrix.live.gone"
              : !live.isSame
                ? "matrix.live.changed"
                : proposedText === null
                  ? "matrix.live.sameWords"
                  : "matrix.live.same",
          )}
        </p>
      )}
      {live !== null && !live.isSame && live.text !== null && (
        <Part label={t("matrix.live.today")} isText>
          {live.text}
        </Part>
      )}
      {live !== null && live.text !== null && blockId !== null && (
        <div className={styles.buttons}>
          {proposedText !== null && (
            <Button size="small" onPress={() => void copy(proposedText)}>
              {t("matrix.live.copy")}
            </Button>
          )}
          <a
            href={`/papers/${paperId}#${encodeURIComponent(blockId)}`}
            target="_blank"
            rel="noopener"
          >
            {t("matrix.live.open")}
          </a>
        </div>
      )}
    </div>
  );
}

function Part({
  label,
  isText = false,
  children,
}: {
  label: string;
  isText?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={styles.part}>
      <span className={styles.label}>{label}</span>
      <p className={styles.words} data-text={isText}>
        {children}
      </p>
    </div>
  );
}

/** Who answered, contested and settled, and when. */
function History({ row }: { row: MatrixRow }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { contest, settlement, decidedAt, decidedBy } = row;
  const at = (moment: string) => formatMoment(moment, language);
  if (decidedAt === null && contest === null) return null;
  return (
    <div className={styles.history}>
      {decidedAt !== null && (
        <p>{t("matrix.decided", { name: decidedBy?.name ?? "", at: at(decidedAt) })}</p>
      )}
      {contest !== null && (
        <p>
          {t("matrix.contest.at", { at: at(contest.at) })}{" "}
          {contest.disposition !== null && (
            <>
              {t("matrix.contest.of", {
                answer: t(`matrix.disposition.${contest.disposition}`),
              })}{" "}
            </>
          )}
          <q>{contest.text}</q>
        </p>
      )}
      {settlement !== null && (
        <p>{t("matrix.settledBy", { name: settlement.by.name, at: at(settlement.at) })}</p>
      )}
      {row.changeNote !== "" && <p>{t("matrix.changeIn", { note: row.changeNote })}</p>}
    </div>
  );
}

function AnswerFields({
  row,
  drafts,
  owners,
  onAct,
}: Pick<RowEditorProps, "row" | "drafts" | "owners" | "onAct">) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: me } = useMe();
  const draft = drafts.drafts[row.id];
  const words = shownWords(row, draft);
  const { response, disposition, reason, responsible } = words;
  const [wasTried, setWasTried] = useState(false);
  const isBehind = isOverwritten(row, draft);
  const lacksReason = asksForReason(disposition) && reason.trim() === "";

  const answer = () => {
    if (disposition === null || lacksReason || isBehind) setWasTried(true);
    else onAct(row, { act: "answer", body: { disposition, reason, response, responsible } });
  };
  const saveDraft = () => {
    if (!isBehind) onAct(row, { act: "draft", body: { response, responsible } });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (row.abilities.answer) answer();
    else saveDraft();
  };
  const own = me === undefined ? [] : [{ id: `person:${me.id}`, label: me.name }];
  const known = [
    ...owners.map(({ subject, label }) => ({ id: subject, label: wordsIn(label, language) })),
    ...own,
  ];
  const isOther = responsible !== null && !known.some(({ id }) => id === responsible);
  return (
    <div className={styles.fields} onKeyDown={onKeyDown}>
      {isBehind && <Conflict row={row} drafts={drafts} />}
      <div data-field="response">
        <TextArea
          label={t("matrix.column.response")}
          rows={3}
          value={response}
          onChange={(next) => drafts.type(row, { response: next })}
        />
      </div>
      {row.abilities.answer && (
        <fieldset className={styles.dispositions}>
          <legend className={styles.label}>{t("matrix.column.disposition")}</legend>
          {dispositionKeys.map((key, at) => (
            <label key={key} className={styles.disposition} data-chosen={disposition === key}>
              <input
                type="radio"
                name={`disposition-${row.id}`}
                checked={disposition === key}
                onChange={() => drafts.type(row, { disposition: key })}
              />
              {t(`matrix.disposition.${key}`)}
              <kbd className={styles.key}>{at + 1}</kbd>
            </label>
          ))}
        </fieldset>
      )}
      {wasTried && disposition === null && (
        <p className={styles.refusal} role="alert">
          {t("matrix.chooseDisposition")}
        </p>
      )}
      {row.abilities.answer && (asksForReason(disposition) || reason !== "") && (
        <div data-field="reason">
          <TextArea
            label={t("matrix.reason")}
            rows={2}
            isRequired={asksForReason(disposition)}
            value={reason}
            onChange={(next) => drafts.type(row, { reason: next })}
            errorMessage={wasTried && lacksReason ? t("error.reason_required") : undefined}
          />
        </div>
      )}
      <Select
        size="small"
        label={t("matrix.column.responsible")}
        options={[
          { id: "", label: t("matrix.nobody") },
          ...known,
          ...(isOther
            ? [{ id: responsible, label: wordsIn(row.responsible?.label ?? {}, language) }]
            : []),
        ]}
        value={responsible ?? ""}
        onChange={(next) => drafts.type(row, { responsible: next === "" ? null : next })}
      />
      <div className={styles.buttons}>
        {row.abilities.answer && (
          <Button variant="primary" onPress={answer} isDisabled={isBehind}>
            {t("matrix.answer")}
          </Button>
        )}
        {row.abilities.respond && (
          <Button onPress={saveDraft} isDisabled={isBehind || draft === undefined}>
            {t("matrix.saveDraft")}
          </Button>
        )}
        {draft !== undefined && (
          <Button variant="quiet" onPress={() => drafts.drop(row.id)}>
            {t("matrix.discard")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Somebody else has written meanwhile: both are shown, and what was typed stays until its person says. */
function Conflict({ row, drafts }: Pick<RowEditorProps, "row" | "drafts">) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Notice tone="warn">
      <p>
        {t("matrix.conflict.text", { name: row.decidedBy?.name ?? row.respondedBy?.name ?? "" })}
      </p>
      <dl className={styles.theirs}>
        <dt>{t("matrix.column.response")}</dt>
        <dd>{row.response === "" ? "–" : row.response}</dd>
        {row.disposition !== null && (
          <>
            <dt>{t("matrix.column.disposition")}</dt>
            <dd>{t(`matrix.disposition.${row.disposition}`)}</dd>
          </>
        )}
        {row.reason !== "" && (
          <>
            <dt>{t("matrix.reason")}</dt>
            <dd>{row.reason}</dd>
          </>
        )}
        {row.responsible !== null && (
          <>
            <dt>{t("matrix.column.responsible")}</dt>
            <dd>{wordsIn(row.responsible.label, language)}</dd>
          </>
        )}
      </dl>
      <div className={styles.buttons}>
        <Button size="small" onPress={() => drafts.keepMine(row)}>
          {t("matrix.conflict.mine")}
        </Button>
        <Button size="small" onPress={() => drafts.drop(row.id)}>
          {t("matrix.conflict.theirs")}
        </Button>
      </div>
    </Notice>
  );
}
