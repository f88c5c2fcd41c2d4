import type { Notice } from "@istmo/contracts";
import { Check, Mail, MailOpen, Undo2 } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isKeyTaken, useRowSteps } from "../../lib/use-row-steps.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Rows } from "../../ui/rows.tsx";
import { NoticeRow } from "./notice-row.tsx";
import styles from "./notices.module.css";
import { useNoticeActs } from "./use-notice-acts.ts";

/** The inbox as a list. J and K go through it, Enter opens a notice, E marks it as done. */
export function NoticesList({ notices }: { notices: readonly Notice[] }) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const acts = useNoticeActs();
  useRowSteps(list);
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-notice]") ?? [])];
  const markDone = (notice: Notice) => {
    // The row goes: the keyboard stays where it was, on the next one.
    const all = links();
    const at = all.findIndex((link) => link.dataset["notice"] === notice.id);
    (all[at + 1] ?? all[at - 1])?.focus();
    acts.done(notice);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "e" || isKeyTaken(event)) return;
    const at = links().find((link) => link === document.activeElement)?.dataset["notice"];
    const notice = notices.find(({ id }) => id === at);
    if (notice === undefined || notice.isDone) return;
    event.preventDefault();
    markDone(notice);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
  return (
    <div ref={list} className={styles.list}>
      <Rows label={t("notices.title")}>
        {notices.map((notice) => (
          <NoticeRow
            key={notice.id}
            notice={notice}
            onOpen={() => acts.open(notice)}
            end={
              notice.isDone ? (
                <IconButton
                  size="small"
                  icon={<Undo2 />}
                  aria-label={t("notices.reopen")}
                  onPress={() => acts.reopen(notice)}
                />
              ) : (
                <>
                  <IconButton
                    size="small"
                    icon={notice.isRead ? <Mail /> : <MailOpen />}
                    aria-label={t(notice.isRead ? "notices.markUnread" : "notices.markRead")}
                    onPress={() => acts.toggleRead(notice)}
                  />
                  <IconButton
                    size="small"
                    icon={<Check />}
                    keys="E"
                    aria-label={t("notices.done")}
                    onPress={() => markDone(notice)}
                  />
                </>
              )
            }
          />
        ))}
      </Rows>
      <p className={styles.keys}>
        <kbd>J</kbd> <kbd>K</kbd> {t("notices.keys")}
      </p>
    </div>
  );
}
