import type { Paper } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { useWrite } from "../../api/use-write.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import styles from "./decision-dialog.module.css";

export type DecisionKind = "return" | "accept";

/** The office's answer to a submitted draft: back with a note, or on to the expert review. */
export function DecisionDialog({
  kind,
  paper,
  title,
  onClose,
}: {
  kind: DecisionKind;
  paper: Pick<Paper, "id" | "version">;
  /** The paper's title, shown so that nobody answers the wrong one. */
  title: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [note, setNote] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const isReturn = kind === "return";
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.paper(paper.id) });
    void queryClient.invalidateQueries({ queryKey: ["papers"] });
    void queryClient.invalidateQueries({ queryKey: queryKeys.waiting() });
  };
  const decide = useWrite(
    (body: { version: number; note?: string }, key) =>
      api.post(`/papers/${paper.id}/${kind}`, body, key),
    {
      onSuccess: () => {
        refresh();
        toast.show({
          tone: "ok",
          text: isReturn ? t("reviews.return.done") : t("reviews.accept.done"),
        });
        onClose();
      },
    },
  );
  const isNoteMissing = isReturn && note.trim() === "";
  const decideNow = () => {
    setWasTried(true);
    if (isNoteMissing) return;
    const text = note.trim();
    decide.mutate({ version: paper.version, ...(text === "" ? {} : { note: text }) });
  };
  return (
    <Dialog
      title={isReturn ? t("reviews.return.title") : t("reviews.accept.title")}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button
            variant={isReturn ? "danger" : "primary"}
            isPending={decide.isPending}
            onPress={decideNow}
          >
            {isReturn ? t("reviews.return.confirm") : t("reviews.accept.confirm")}
          </Button>
        </>
      }
    >
      <p className={styles.paper}>{title}</p>
      <p className={styles.text}>
        {isReturn ? t("reviews.return.text") : t("reviews.accept.text")}
      </p>
      <TextArea
        label={isReturn ? t("reviews.return.note") : t("reviews.accept.note")}
        isRequired={isReturn}
        maxLength={4_000}
        rows={5}
        value={note}
        onChange={setNote}
        errorMessage={wasTried && isNoteMissing ? t("error.note_required") : undefined}
      />
      {decide.error !== null && (
        <div className={styles.problem} role="alert">
          <p>{problemText(t, decide.error)}</p>
          {isProblem(decide.error, "stale_version") && (
            <Button
              size="small"
              onPress={() => {
                refresh();
                decide.reset();
              }}
            >
              {t("reviews.reload")}
            </Button>
          )}
        </div>
      )}
    </Dialog>
  );
}
