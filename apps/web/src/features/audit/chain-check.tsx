import type { AuditCheck } from "@istmo/contracts";
import { Check, Copy, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { useAuditCheck } from "../../api/audit.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Notice } from "../../ui/notice.tsx";
import styles from "./chain-check.module.css";

/** What came of the last check; nothing before the first. */
export function ChainCheckResult({ check }: { check: ReturnType<typeof useAuditCheck> }) {
  const { t } = useTranslation();
  const { data, error, isPending } = check;
  if (isPending)
    return (
      <p className={styles.result} role="status">
        {t("audit.check.running")}
      </p>
    );
  if (error !== null)
    return (
      <div className={styles.result}>
        <Notice tone="danger">{problemText(t, error)}</Notice>
      </div>
    );
  if (data === undefined) return null;
  return (
    <div className={styles.result}>
      {data.broken === null ? (
        <Sound check={data} />
      ) : (
        <Notice tone="danger">
          <strong>{t("audit.check.broken", { seq: data.broken.seq })}</strong>
          <span>{t(`audit.check.problem.${data.broken.problem}`)}</span>
        </Notice>
      )}
    </div>
  );
}

function Sound({ check: { entries, head } }: { check: AuditCheck }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={styles.sound} role="status">
      <ShieldCheck className={styles.mark} aria-hidden="true" />
      <div className={styles.text}>
        <strong>
          {t("audit.check.sound", { count: entries, entries: entries.toLocaleString(language) })}
        </strong>
        {head !== null && (
          <>
            <span>{t("audit.check.noteHead")}</span>
            <span className={styles.head}>
              <code>
                {head.seq}:{head.hash}
              </code>
              <CopyButton text={`${head.seq}:${head.hash}`} />
            </span>
          </>
        )}
      </div>
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  // Without https the browser gives no clipboard: the text can still be selected.
  if (!("clipboard" in navigator)) return null;
  return (
    <IconButton
      size="small"
      aria-label={isCopied ? t("audit.copied") : t("audit.copy")}
      icon={isCopied ? <Check /> : <Copy />}
      onPress={() =>
        void navigator.clipboard.writeText(text).then(
          () => setIsCopied(true),
          () => setIsCopied(false),
        )
      }
    />
  );
}
