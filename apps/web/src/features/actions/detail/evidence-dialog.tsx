import { documentEndings, documentsPerStep, type KeptDocument } from "@istmo/contracts";
import { Upload, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { uploadDocument } from "../../../api/documents.ts";
import { problemText } from "../../../lib/problem-text.ts";
import { Button } from "../../../ui/button.tsx";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { TextArea, TextField } from "../../../ui/text-field.tsx";
import { useToast } from "../../../ui/toaster.tsx";
import styles from "./detail.module.css";
import { useItemCommand } from "./use-item-command.ts";

const isAddress = (text: string) => URL.canParse(text) && /^https?:\/\//.test(text);

/** Gives words, a link, documents, or any of them at once. */
export function EvidenceDialog({ actionId, onClose }: { actionId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { run, isPending, error } = useItemCommand(actionId, { isQuiet: true });
  const [words, setWords] = useState("");
  const [address, setAddress] = useState("");
  const [documents, setDocuments] = useState<readonly KeptDocument[]>([]);
  const [wasTried, setWasTried] = useState(false);
  const [text, link] = [words.trim(), address.trim()];
  const isEmpty = text === "" && link === "" && documents.length === 0;
  const isWrong = link !== "" && !isAddress(link);

  function submit(): void {
    setWasTried(true);
    if (isEmpty || isWrong) return;
    const body = {
      ...(text === "" ? {} : { text }),
      ...(link === "" ? {} : { links: [link] }),
      documentIds: documents.map(({ id }) => id),
    };
    run({ path: "/evidence", body }, () => {
      toast.show({ tone: "ok", text: t("action.evidence.done") });
      onClose();
    });
  }

  return (
    <FormDialog
      title={t("action.evidence.give")}
      submitLabel={t("action.evidence.submit")}
      isPending={isPending}
      problem={error === null ? null : problemText(t, error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextArea
        autoFocus
        label={t("action.evidence.text")}
        rows={3}
        maxLength={4000}
        value={words}
        onChange={setWords}
        errorMessage={wasTried && isEmpty ? t("action.evidence.needed") : undefined}
      />
      <TextField
        label={t("action.evidence.link")}
        type="url"
        description={t("action.evidence.linkHelp")}
        value={address}
        onChange={setAddress}
        errorMessage={wasTried && isWrong ? t("action.evidence.linkWrong") : undefined}
      />
      <Documents actionId={actionId} documents={documents} onChange={setDocuments} />
    </FormDialog>
  );
}

/** Files that are uploaded at once and given with the rest. */
function Documents({
  actionId,
  documents,
  onChange,
}: {
  actionId: string;
  documents: readonly KeptDocument[];
  onChange: (documents: readonly KeptDocument[]) => void;
}) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [isUploading, setIsUploading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function take(files: readonly File[]): Promise<void> {
    setIsUploading(true);
    setProblem(null);
    const taken = [...documents];
    try {
      for (const file of files.slice(0, documentsPerStep - documents.length))
        taken.push(await uploadDocument({ kind: "action", id: actionId }, file));
    } catch (error) {
      setProblem(problemText(t, error));
    }
    onChange(taken);
    setIsUploading(false);
  }

  return (
    <div className={styles.entries} role="group" aria-label={t("action.evidence.documents")}>
      {documents.map(({ id, name }) => (
        <div key={id} className={styles.line}>
          <span className={styles.words}>{name}</span>
          <IconButton
            icon={<X />}
            size="small"
            aria-label={t("action.evidence.removeDocument", { name })}
            onPress={() => onChange(documents.filter((one) => one.id !== id))}
          />
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
      <div>
        <Button
          size="small"
          icon={<Upload />}
          isDisabled={isUploading}
          onPress={() => picker.current?.click()}
        >
          {t(isUploading ? "action.evidence.uploading" : "action.evidence.addDocument")}
        </Button>
      </div>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
