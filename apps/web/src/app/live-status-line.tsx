import { LoaderCircle, Radio, WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { waitingWrites } from "../api/waiting-writes.ts";
import { useLiveStatus } from "../live/live.ts";
import styles from "./live-status-line.module.css";

const marks = { connecting: LoaderCircle, connected: Radio, away: WifiOff };

/** Whether the page follows the office live, in an icon and a word. */
export function LiveStatusLine() {
  const { t } = useTranslation();
  const status = useLiveStatus();
  const waiting = useSyncExternalStore(waitingWrites.subscribe, waitingWrites.current);
  const Mark = marks[status];
  const words = {
    connecting: t("shell.live.connecting"),
    connected: t("shell.live.connected"),
    away: t("shell.live.away"),
  };
  const said =
    waiting === 0 ? words[status] : `${words[status]} · ${t("shell.waiting", { count: waiting })}`;
  return (
    <p className={styles.status} data-status={status} role="status" title={said}>
      <Mark className={styles.mark} aria-hidden="true" />
      <span className={styles.words}>{said}</span>
    </p>
  );
}
