import { Check, Copy } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { copyText } from "../../lib/copy-text.ts";
import { useUnsavedWords } from "../../lib/use-unsaved-words.ts";
import { Button } from "../../ui/button.tsx";

import styles from "./unsaved-words.module.css";

/** What a person wrote and the server has not confirmed: exactly that, to copy. */
export function UnsavedWords({ words }: { readonly words: string }) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  useUnsavedWords(words !== "" && outcome !== "copied");
  if (words === "") return null;
  const copy = async () => {
    const isCopied = await copyText(words);
    setOutcome(isCopied ? "copied" : "failed");
    if (!isCopied) {
      field.current?.focus();
      field.current?.select();
    }
  };
  return (
    <div className={styles.words} data-unsaved-words="">
      <label className={styles.label} htmlFor={id}>
        {t("editor.words.title")}
      </label>
      <p className={styles.text} id={`${id}-text`}>
        {t("editor.words.text")}
      </p>
      <textarea
        ref={field}
        id={id}
        className={styles.field}
        readOnly
        rows={Math.min(8, Math.max(2, words.split("\n").length))}
        value={words}
        aria-describedby={`${id}-text`}
        onCopy={() => setOutcome("copied")}
      />
      <div className={styles.act}>
        <Button
          icon={outcome === "copied" ? <Check /> : <Copy />}
          variant="primary"
          onPress={() => void copy()}
        >
          {t("editor.words.copy")}
        </Button>
        <span role="status" className={styles.text}>
          {outcome === "copied" && t("editor.words.copied")}
          {outcome === "failed" && t("editor.words.failed")}
        </span>
      </div>
    </div>
  );
}
