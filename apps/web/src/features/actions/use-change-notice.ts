import type { ActionItem } from "@istmo/contracts";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActionWords } from "./action-words.ts";
import { changesBetween } from "./changed-actions.ts";
import { ownVersions } from "./use-action-writes.ts";

const highlightMs = 2_500;
const nothing: ReadonlySet<string> = new Set();

/**
 * Notices what colleagues changed in a list that is on the screen: the ids to highlight for a
 * moment, and a sentence for a polite live region. `lookingAt` names the list: another one is no
 * change.
 */
export function useChangeNotice(items: readonly ActionItem[], lookingAt: string, isReady: boolean) {
  const { t } = useTranslation();
  const words = useActionWords();
  const seen = useRef<{ lookingAt: string; items: readonly ActionItem[] } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [changedIds, setChangedIds] = useState(nothing);
  const [announcement, setAnnouncement] = useState("");

  useEffect(() => {
    if (!isReady) return;
    const before = seen.current;
    seen.current = { lookingAt, items };
    if (before === null || before.lookingAt !== lookingAt) return;
    const changes = changesBetween(before.items, items, ownVersions);
    const [first] = changes;
    if (first === undefined) return;
    const title = words.titleOf(first.item);
    if (changes.length > 1) {
      setAnnouncement(t("actions.notice.many", { count: changes.length }));
    } else if (first.kind === "added") {
      setAnnouncement(t("actions.notice.added", { title }));
    } else if (first.kind === "moved") {
      setAnnouncement(t("actions.notice.moved", { title, state: words.state[first.item.state] }));
    } else {
      setAnnouncement(t("actions.notice.changed", { title }));
    }
    setChangedIds(new Set(changes.map(({ item }) => item.id)));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setChangedIds(nothing), highlightMs);
  }, [items, lookingAt, isReady, t, words]);

  useEffect(() => () => clearTimeout(timer.current), []);
  return { changedIds, announcement };
}
