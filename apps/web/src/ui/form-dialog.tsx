import { useId, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import styles from "./form-dialog.module.css";
import { Notice } from "./notice.tsx";

/** A dialog with one form: what it does, its fields, what was refused, and the button that sends. */
export function FormDialog({
  title,
  text,
  submitLabel,
  tone = "primary",
  size = "medium",
  isPending,
  problem,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  /** What sending brings about. */
  text?: ReactNode;
  submitLabel: string;
  tone?: "primary" | "danger";
  size?: "small" | "medium";
  isPending: boolean;
  /** A refusal that belongs to no field. */
  problem?: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isPending) onSubmit();
  };
  return (
    <Dialog
      isOpen
      title={title}
      size={size}
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" form={formId} variant={tone} isPending={isPending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit} noValidate>
        {text !== undefined && <div className={styles.text}>{text}</div>}
        {children}
        {problem !== undefined && problem !== null && <Notice tone="danger">{problem}</Notice>}
      </form>
    </Dialog>
  );
}

/** Fields side by side where there is room. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>;
}
