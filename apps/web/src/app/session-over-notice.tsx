import type { Me } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { use, useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { meQuery } from "../api/queries.ts";
import { LiveContext } from "../live/live.ts";
import styles from "./session-over-notice.module.css";

let isOver = false;
const listeners = new Set<() => void>();

/** Says on top of the page that the session is over; the page stays for the words that it holds. */
export function showSessionOver(shown: boolean): void {
  isOver = shown;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** After a sign-in in another tab the page of the same person goes on where it was. */
function useReturn(isShown: boolean): void {
  const queryClient = useQueryClient();
  const live = use(LiveContext);
  useEffect(() => {
    if (!isShown) return;
    async function lookAgain(): Promise<void> {
      const before = queryClient.getQueryData(meQuery.queryKey);
      const now = await api.get<Me>("/me").catch(() => null);
      if (now === null || now.id !== before?.id) return;
      showSessionOver(false);
      await live?.start();
      await queryClient.invalidateQueries();
    }
    const onFocus = () => void lookAgain();
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  }, [isShown, live, queryClient]);
}

export function SessionOverNotice() {
  const { t } = useTranslation();
  const isShown = useSyncExternalStore(subscribe, () => isOver);
  useReturn(isShown);
  if (!isShown) return null;
  return (
    <div className={styles.notice} role="alert">
      <CircleAlert className={styles.mark} aria-hidden="true" />
      <p className={styles.text}>
        <strong>{t("shell.sessionOver.title")}</strong> {t("shell.sessionOver.text")}
      </p>
      <a className={styles.link} href="/sign-in" target="_blank" rel="noopener">
        {t("shell.sessionOver.signIn")}
      </a>
    </div>
  );
}
