import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { createContext, useCallback, useContext, useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../lib/problem-text.ts";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import styles from "./toaster.module.css";

export interface ToastContent {
  text: string;
  tone?: "ok" | "info" | "danger";
  action?: { label: string; onPress: () => void };
}
export interface ToastApi {
  show: (content: ToastContent) => void;
  /** Shows the text of a problem's code. */
  showProblem: (error: unknown) => void;
}

const ToastContext = createContext<ToastApi | null>(null);

/** Short notices at the edge of the page; read aloud, never the only place of an error in a form. */
export function useToast(): ToastApi {
  const api = useContext(ToastContext);
  if (api === null) throw new Error("useToast needs a Toaster above it");
  return api;
}

const shownFor = 6_000;
const marks = { ok: CircleCheck, info: Info, danger: CircleAlert };

export function Toaster({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [toasts, setToasts] = useState<readonly (ToastContent & { id: number })[]>([]);
  const nextId = useRef(1);
  const close = useCallback((id: number) => {
    setToasts((all) => all.filter((toast) => toast.id !== id));
  }, []);
  const api = useMemo<ToastApi>(() => {
    const show = (content: ToastContent) => {
      const id = nextId.current++;
      setToasts((all) => [...all.slice(-2), { ...content, id }]);
      // What can be acted upon, or went wrong, stays until it is closed.
      if (content.action === undefined && content.tone !== "danger") {
        setTimeout(() => close(id), shownFor);
      }
    };
    return { show, showProblem: (error) => show({ tone: "danger", text: problemText(t, error) }) };
  }, [close, t]);
  return (
    <ToastContext value={api}>
      {children}
      <div className={styles.region} role="status" aria-live="polite">
        {toasts.map((toast) => {
          const Mark = marks[toast.tone ?? "info"];
          return (
            <div key={toast.id} className={styles.toast} data-tone={toast.tone ?? "info"}>
              <Mark className={styles.mark} aria-hidden="true" />
              <span className={styles.text}>{toast.text}</span>
              {toast.action !== undefined && (
                <Button
                  size="small"
                  onPress={() => {
                    toast.action?.onPress();
                    close(toast.id);
                  }}
                >
                  {toast.action.label}
                </Button>
              )}
              <IconButton
                size="small"
                icon={<X />}
                aria-label={t("ui.close")}
                onPress={() => close(toast.id)}
              />
            </div>
          );
        })}
      </div>
    </ToastContext>
  );
}
