import type { Paper } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { useWrite } from "../../api/use-write.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { missingSections } from "./missing-sections.ts";
import { TranslationNotice } from "./translation-notice.tsx";
import styles from "./submit-paper-dialog.module.css";

/** Presents the draft to the regional office, with a message; says what is missing if it is. */
export function SubmitPaperDialog({
  paper,
  onClose,
  onOpenSection,
}: {
  paper: Paper;
  onClose: () => void;
  onOpenSection: (sectionId: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [message, setMessage] = useState("");
  const submit = useWrite(
    (body: { version: number; message?: string }, key) =>
      api.post(`/papers/${paper.id}/submit`, body, key),
    {
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: queryKeys.paper(paper.id) });
        void queryClient.invalidateQueries({ queryKey: ["papers"] });
        toast.show({ tone: "ok", text: t("papers.submit.done") });
        onClose();
      },
    },
  );
  const missing = missingSections(submit.error);
  return (
    <Dialog
      title={t("papers.submit.title")}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button
            variant="primary"
            isPending={submit.isPending}
            onPress={() => {
              const text = message.trim();
              submit.mutate({ version: paper.version, ...(text === "" ? {} : { message: text }) });
            }}
          >
            {t("papers.submit.confirm")}
          </Button>
        </>
      }
    >
      <p className={styles.lead}>{t("papers.submit.text")}</p>
      <TranslationNotice paper={paper} />
      <TextArea
        label={t("papers.submit.message")}
        description={t("papers.submit.messageText")}
        maxLength={4_000}
        value={message}
        onChange={setMessage}
      />
      {submit.error !== null && (
        <div className={styles.problem} role="alert">
          <p>{problemText(t, submit.error)}</p>
          {missing.length > 0 && (
            <ul className={styles.missing}>
              {missing.map((section) => (
                <li key={`${section.sectionId}-${section.problem}`}>
                  <button
                    type="button"
                    className={styles.link}
                    onClick={() => {
                      onClose();
                      onOpenSection(section.sectionId);
                    }}
                  >
                    {section.heading === null
                      ? section.sectionId
                      : wordsIn(section.heading, language)}
                  </button>
                  <span className={styles.why}>
                    {t([`papers.missing.${section.problem}`, "papers.missing.other"])}
                  </span>
                </li>
              ))}
            </ul>
          )}
          {isProblem(submit.error, "stale_version") && (
            <Button
              size="small"
              onPress={() => {
                void queryClient.invalidateQueries({ queryKey: queryKeys.paper(paper.id) });
                submit.reset();
              }}
            >
              {t("papers.reload")}
            </Button>
          )}
        </div>
      )}
    </Dialog>
  );
}
