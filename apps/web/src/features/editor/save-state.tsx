import {
  CircleCheck,
  CloudOff,
  Eye,
  LoaderCircle,
  TriangleAlert,
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

/** Whether the text is saved, in words and a sign; see save-tracker.ts for why it can be trusted. */
export function SaveState({ session }: { readonly session: PaperSession }) {
  const { t } = useTranslation();
  const state = usePaperSessionState(session);
  const claim = claimOf(state, session);
  const { icon: Icon, tone } = looks[claim];
  const { connection } = state;
  const reason =
    connection.status === "refused"
      ? t([`editor.refused.${connection.reason}`, "editor.refused.unknown"])
      : null;
  const text = [reason, t(`editor.save.${claim}`, { defaultValue: "" })].filter(Boolean).join(" ");
  return (
    <span className={styles.save} data-tone={tone} data-save={state.save} data-claim={claim}>
      <Icon aria-hidden="true" data-turning={Icon === LoaderCircle} />
      <span aria-hidden="true">{text}</span>
      <Spoken text={text} />
    </span>
  );
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
