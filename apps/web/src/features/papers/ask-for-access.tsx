import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useWrite } from "../../api/use-write.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import styles from "./ask-for-access.module.css";

/**
 * Asks for access to a paper that this person cannot see. The answer is the same whether there is
 * such a paper or not.
 */
export function AskForAccess({ paperId }: { paperId: string }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const ask = useWrite((body: { paperId: string; reason: string }, key) =>
    api.post("/access-requests", body, key),
  );
  const isMissing = reason.trim() === "";
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (!isMissing && !ask.isPending) ask.mutate({ paperId, reason: reason.trim() });
  };
  if (ask.isSuccess) {
    return (
      <div className={styles.box} role="status">
        <h2 className={styles.title}>{t("papers.ask.received")}</h2>
        <p className={styles.text}>{t("papers.ask.receivedText")}</p>
      </div>
    );
  }
  return (
    <form className={styles.box} onSubmit={send} noValidate>
      <h2 className={styles.title}>{t("papers.ask.title")}</h2>
      <p className={styles.text}>{t("papers.ask.text")}</p>
      <TextArea
        label={t("papers.ask.reason")}
        isRequired
        maxLength={2_000}
        rows={3}
        value={reason}
        onChange={setReason}
        errorMessage={wasTried && isMissing ? t("error.reason_required") : undefined}
      />
      {ask.error !== null && <Notice tone="danger">{problemText(t, ask.error)}</Notice>}
      <div>
        <Button type="submit" isPending={ask.isPending}>
          {t("papers.ask.send")}
        </Button>
      </div>
    </form>
  );
}
