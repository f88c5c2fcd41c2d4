/** A step of a commitment with what it asks for: one dialog, whose fields follow from the step. */
import {
  classifications,
  documentEndings,
  documentsPerStep,
  type Classification,
  type Commitment,
  type CommitmentStepRequest,
  type KeptDocument,
} from "@istmo/contracts";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommitmentStep, useConsultations } from "../../api/commitments.ts";
import { uploadDocument } from "../../api/documents.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea, TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import styles from "./detail.module.css";
import type { StepName } from "./ledger.tsx";

const needsReason: ReadonlySet<StepName> = new Set(["refuse", "reopen", "change_date"]);

export function StepDialog({
  item,
  step,
  onClose,
}: {
  item: Commitment;
  step: StepName;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const take = useCommitmentStep(item.id);
  const { data: consultations = [] } = useConsultations();
  const [words, setWords] = useState("");
  const [link, setLink] = useState("");
  const [documents, setDocuments] = useState<readonly KeptDocument[]>([]);
  const [level, setLevel] = useState<Classification>(item.classification);
  const [consultationId, setConsultationId] = useState("");
  const [dueOn, setDueOn] = useState(item.dueOn ?? "");
  const [wanted, setWanted] = useState("");
  const [wasTried, setWasTried] = useState(false);

  const gives = step === "submit_evidence";
  const asksDate = step === "change_date" || (step === "agree" && item.dueOn === null);
  const asksEvidence = step === "agree" && item.evidenceWanted === null;
  const text = words.trim();
  const missing = {
    reason: needsReason.has(step) && text === "",
    evidence: gives && text === "" && link.trim() === "" && documents.length === 0,
    decision: step === "release" && (text === "" || consultationId === ""),
    date: asksDate && dueOn === "",
    wanted: asksEvidence && wanted.trim() === "",
  };
  const submit = () => {
    setWasTried(true);
    if (Object.values(missing).some(Boolean)) return;
    const body: CommitmentStepRequest = {
      ...{ version: item.version, event: step },
      ...(needsReason.has(step) ? { reason: text } : {}),
      ...(asksDate ? { dueOn } : {}),
      ...(asksEvidence ? { evidenceWanted: { [language]: wanted.trim() } } : {}),
      ...(step === "release" ? { decision: { consultationId, text } } : {}),
      ...(gives
        ? {
            evidence: {
              ...(text === "" ? {} : { text }),
              ...(link.trim() === "" ? {} : { link: link.trim() }),
              documentIds: documents.map(({ id }) => id),
              classification: level,
            },
          }
        : {}),
    };
    take.mutate(body, {
      onSuccess: () => {
        toast.show({
          tone: "ok",
          text: t("commitments.done", { step: t(`commitments.step.${step}`) }),
        });
        onClose();
      },
    });
  };
  const error = (isMissing: boolean, key: string) =>
    wasTried && isMissing ? { errorMessage: t(key) } : {};
  return (
    <FormDialog
      title={t(`commitments.step.${step}`)}
      text={t(`commitments.stepText.${step}`)}
      submitLabel={t("commitments.confirm")}
      isPending={take.isPending}
      problem={take.error === null ? null : problemText(t, take.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {asksDate && (
        <DateField
          label={t(step === "agree" ? "commitments.due" : "commitments.newDate")}
          isRequired
          value={dueOn}
          onChange={setDueOn}
          {...error(missing.date, "commitments.dateNeeded")}
        />
      )}
      {asksEvidence && (
        <TextField
          label={t("commitments.evidenceWanted")}
          isRequired
          value={wanted}
          onChange={setWanted}
          {...error(missing.wanted, "commitments.evidenceNeeded")}
        />
      )}
      {needsReason.has(step) && (
        <TextArea
          label={t("commitments.reason")}
          isRequired
          value={words}
          onChange={setWords}
          {...error(missing.reason, "commitments.reasonNeeded")}
        />
      )}
      {gives && (
        <>
          <TextArea
            label={t("commitments.evidenceText")}
            value={words}
            onChange={setWords}
            {...error(missing.evidence, "commitments.evidenceNeeded")}
          />
          <TextField
            label={t("commitments.evidenceLink")}
            type="url"
            value={link}
            onChange={setLink}
          />
          <Documents commitmentId={item.id} documents={documents} onChange={setDocuments} />
          <Select
            label={t("commitments.classification")}
            value={level}
            onChange={(id) => setLevel(classifications.find((one) => one === id) ?? level)}
            options={classifications
              .slice(classifications.indexOf(item.classification))
              .map((id) => ({ id, label: t(`classification.${id}`) }))}
          />
        </>
      )}
      {step === "release" && (
        <>
          <Select
            label={t("commitments.consultation")}
            isRequired
            value={consultationId}
            onChange={setConsultationId}
            options={consultations.map(({ id, title }) => ({
              id,
              label: wordsIn(title, language),
            }))}
          />
          <TextArea
            label={t("commitments.decision")}
            isRequired
            value={words}
            onChange={setWords}
            {...error(missing.decision, "commitments.decisionNeeded")}
          />
        </>
      )}
    </FormDialog>
  );
}

/** Files that are uploaded at once and given with the step. */
function Documents({
  commitmentId,
  documents,
  onChange,
}: {
  commitmentId: string;
  documents: readonly KeptDocument[];
  onChange: (documents: readonly KeptDocument[]) => void;
}) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [isUploading, setIsUploading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (files: readonly File[]) => {
    setIsUploading(true);
    setProblem(null);
    const taken = [...documents];
    try {
      for (const file of files.slice(0, documentsPerStep - documents.length))
        taken.push(await uploadDocument({ kind: "commitment", id: commitmentId }, file));
    } catch (error) {
      setProblem(problemText(t, error));
    }
    onChange(taken);
    setIsUploading(false);
  };
  return (
    <div className={styles.documents} role="group" aria-label={t("commitments.documents")}>
      {documents.map((document) => (
        <div key={document.id} className={styles.document}>
          <span>{document.name}</span>
          <Button
            size="small"
            variant="quiet"
            aria-label={`${t("commitments.removeDocument")}: ${document.name}`}
            onPress={() => onChange(documents.filter(({ id }) => id !== document.id))}
          >
            {t("commitments.removeDocument")}
          </Button>
        </div>
      ))}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={documentEndings}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          void take(files);
        }}
      />
      <Button size="small" isDisabled={isUploading} onPress={() => picker.current?.click()}>
        {t(isUploading ? "commitments.uploading" : "commitments.addDocument")}
      </Button>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
