import { useTranslation } from "react-i18next";
import { UnsavedWords } from "../features/editor/unsaved-words.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** Offers, once, what somebody wrote offline into a copy that had to be deleted. */
export function LostWordsDialog({
  words,
  isPartly,
  onClose,
}: {
  words: string;
  /** There were others, which nobody can read any longer. */
  isPartly: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog role="alertdialog" title={t("editor.lost.title")} isOpen onClose={onClose}>
      <p>{t("editor.lost.text")}</p>
      {isPartly && <p>{t("editor.lost.unreadable")}</p>}
      <UnsavedWords words={words} />
    </Dialog>
  );
}
