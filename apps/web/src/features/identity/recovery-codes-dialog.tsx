import { Copy, Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./account.module.css";

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** The new recovery codes, for the only time: they are kept as hashes. */
export function RecoveryCodesDialog({
  codes,
  email,
  onClose,
}: {
  codes: readonly string[];
  email: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  const text = [t("account.codes.fileHead", { email }), "", ...codes, ""].join("\n");
  // Browsers give the clipboard to secure pages only.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  return (
    <Dialog
      title={t("account.codes.title")}
      size="small"
      role="alertdialog"
      isOpen
      onClose={onClose}
      footer={
        <Button variant="primary" onPress={onClose}>
          {t("account.codes.kept")}
        </Button>
      }
    >
      <p>{t("account.codes.text")}</p>
      <ul className={styles.codes} aria-label={t("account.codes.title")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.codeActions}>
        {clipboard !== undefined && (
          <Button
            icon={<Copy />}
            onPress={() => {
              clipboard.writeText(codes.join("\n")).then(
                () => setIsCopied(true),
                () => setIsCopied(false),
              );
            }}
          >
            {t(isCopied ? "account.codes.copied" : "account.codes.copy")}
          </Button>
        )}
        <Button icon={<Download />} onPress={() => download(t("account.codes.file"), text)}>
          {t("account.codes.download")}
        </Button>
        <span className="visually-hidden" role="status">
          {isCopied ? t("account.codes.copied") : ""}
        </span>
      </div>
    </Dialog>
  );
}
