import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

/** Asks before something that cannot be taken back. */
export function AskFirstDialog({
  title,
  text,
  action,
  onGo,
  onClose,
}: {
  title: string;
  text: string;
  action: string;
  onGo: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={title}
      size="small"
      role="alertdialog"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" autoFocus onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button
            variant="danger"
            onPress={() => {
              onClose();
              onGo();
            }}
          >
            {action}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
