import { X } from "lucide-react";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./dialog.module.css";
import { IconButton } from "./icon-button.tsx";

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot, the one that goes on last. */
  footer?: ReactNode;
  /** `side` slides over the page's end; on a phone every dialog is a sheet. */
  size?: "small" | "medium" | "side";
  role?: "dialog" | "alertdialog";
}

/** A modal: focus stays inside, Escape and a press outside close it, focus goes back after. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  footer,
  size = "medium",
  role = "dialog",
}: DialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      className={styles.overlay!}
      data-size={size}
      isDismissable={role === "dialog"}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={styles.modal!} data-size={size}>
        <AriaDialog className={styles.dialog!} role={role}>
          <header className={styles.header}>
            <Heading slot="title" level={2} className={styles.title!}>
              {title}
            </Heading>
            <IconButton icon={<X />} aria-label={t("ui.close")} onPress={onClose} size="small" />
          </header>
          <div className={styles.body} ref={offerFocus}>
            {children}
          </div>
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A body of words alone that does not fit is scrolled by the keys: they can come to it. */
function offerFocus(body: HTMLElement | null) {
  if (body === null) return undefined;
  const sizes = new ResizeObserver(() => {
    const isStop = body.scrollHeight > body.clientHeight && !body.querySelector(stops);
    if (isStop) body.tabIndex = 0;
    else body.removeAttribute("tabindex");
  });
  for (const box of [body, ...body.children]) sizes.observe(box);
  return () => sizes.disconnect();
}

const stops = "a[href], button:enabled, input:enabled, select, textarea, [tabindex='0']";
