import {
  CircleCheck,
  CloudOff,
  CloudUpload,
  Eye,
  LoaderCircle,
  TriangleAlert,
  Waypoints,
  type LucideIcon,
} from "lucide-react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import type { PaperSession } from "./paper-session.ts";
import { shownSaveOf, type SaveClaim } from "./save-claim.ts";
import styles from "./status.module.css";

const looks: Record<SaveClaim, { readonly icon: LucideIcon; readonly tone: string }> = {
  opening: { icon: LoaderCircle, tone: "quiet" },
  saved: { icon: CircleCheck, tone: "ok" },
  // At rest: a page that draws something in motion draws all of a long paper with it.
  saving: { icon: CloudUpload, tone: "quiet" },
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

/** Whether the text is saved, in words and a sign; see save-tracker.ts for why it can be trusted. */
export function SaveState({ session }: { readonly session: PaperSession }) {
  const { t } = useTranslation();
  const store = useMemo(() => shownSaveOf(session), [session]);
  const { claim, state } = useSyncExternalStore(store.subscribe, store.get);
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
