import {
  CircleCheck,
  CloudOff,
  Eye,
  LoaderCircle,
  TriangleAlert,
  Waypoints,
  type LucideIcon,
} from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { PaperSession, PaperSessionState } from "./paper-session.ts";
import styles from "./status.module.css";
import { usePaperSessionState } from "./use-paper-session.ts";

/** What the person is told; each has a text `editor.save.…`. */
type Claim =
  | "opening"
  | "saved"
  | "saving"
  | "notYetSaved"
  | "reading"
  | "offlineSaved"
  | "offlineUnsaved"
  | "offlineOnDevice"
  | "offlineReading"
  | "refused"
  | "refusedUnsaved";

const looks: Record<Claim, { readonly icon: LucideIcon; readonly tone: string }> = {
  opening: { icon: LoaderCircle, tone: "quiet" },
  saved: { icon: CircleCheck, tone: "ok" },
  saving: { icon: LoaderCircle, tone: "quiet" },
  notYetSaved: { icon: LoaderCircle, tone: "warn" },
  reading: { icon: Eye, tone: "quiet" },
  offlineSaved: { icon: CloudOff, tone: "quiet" },
  offlineUnsaved: { icon: CloudOff, tone: "warn" },
  offlineOnDevice: { icon: CloudOff, tone: "warn" },
  offlineReading: { icon: CloudOff, tone: "quiet" },
  // session-notice.tsx says it where it cannot be overlooked.
  refused: { icon: TriangleAlert, tone: "quiet" },
  refusedUnsaved: { icon: TriangleAlert, tone: "quiet" },
};

/** How long a state must last to be spoken: every key would announce "saving" and "saved". */
const spokenAfter = 1500;
/** How long saving may take before the page says that it is not done: the database may be away. */
const slowAfter = 5000;

/** Whether the text is saved, in words and a sign; see save-tracker.ts for why it can be trusted. */
export function SaveState({ session }: { readonly session: PaperSession }) {
  const { t } = useTranslation();
  const state = usePaperSessionState(session);
  const isSlow = useLasting(state.connection.status === "synced" && state.save === "saving");
  const claim = isSlow ? "notYetSaved" : claimOf(state, session);
  const { icon: Icon, tone } = looks[claim];
  const { connection } = state;
  const reason =
    connection.status === "refused"
      ? t([`editor.refused.${connection.reason}`, "editor.refused.unknown"])
      : null;
  const count = state.unsavedChanges;
  const said = t(`editor.save.${claim}`, { count, defaultValue: "" });
  const text = [reason, said].filter(Boolean).join(" ");
  const isRestricted = state.isRestricted && connection.status === "synced";
  return (
    <span className={styles.save} data-tone={tone} data-save={state.save} data-claim={claim}>
      <Icon aria-hidden="true" data-turning={Icon === LoaderCircle} />
      <span aria-hidden="true">{text}</span>
      <Spoken text={text} />
      {isRestricted && <RestrictedLine />}
    </span>
  );
}

/** The network lets no WebSocket through; all works, a little slower. */
function RestrictedLine() {
  const { t } = useTranslation();
  return (
    <span className={styles.line} title={t("editor.save.restricted")} data-line="restricted">
      <Waypoints aria-hidden="true" />
      <span className="visually-hidden">{t("editor.save.restricted")}</span>
    </span>
  );
}

/** Whether something has been so for a while. */
function useLasting(isSo: boolean): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLasting(true), slowAfter);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isSo]);
  return isLasting;
}

function Spoken({ text }: { readonly text: string }) {
  const [spoken, setSpoken] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(text), spokenAfter);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span role="status" className="visually-hidden">
      {spoken}
    </span>
  );
}

function claimOf({ connection, save, isLoaded }: PaperSessionState, session: PaperSession): Claim {
  const isSaved = save === "saved";
  switch (connection.status) {
    case "refused":
      return isSaved ? "refused" : "refusedUnsaved";
    case "offline":
      if (!session.canWrite) return "offlineReading";
      if (isSaved) return "offlineSaved";
      return session.isKeptOnDevice ? "offlineOnDevice" : "offlineUnsaved";
    case "connecting":
      if (!isLoaded || isSaved) return "opening";
      return "saving";
    case "synced":
      if (!session.canWrite) return "reading";
      return isSaved ? "saved" : "saving";
  }
}
