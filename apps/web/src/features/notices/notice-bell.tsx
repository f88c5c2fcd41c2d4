import { Bell } from "lucide-react";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useNoticeCount, useNotices } from "../../api/notices.ts";
import { Paged } from "../../ui/paged.tsx";
import { Rows } from "../../ui/rows.tsx";
import { EmptyState } from "../../ui/states.tsx";
import styles from "./notice-bell.module.css";
import { NoticeRow } from "./notice-row.tsx";
import { useNoticeActs } from "./use-notice-acts.ts";

/** Beyond it the exact number tells nobody anything. */
const shownAtMost = 99;
const listed = 6;

/** The bell of the shell: how much is unread, and the newest of it. */
export function NoticeBell({ isCompact = false }: { isCompact?: boolean }) {
  const { t } = useTranslation();
  const { data } = useNoticeCount();
  const [isOpen, setIsOpen] = useState(false);
  const unread = data?.unread ?? 0;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button
        className={styles.bell!}
        aria-label={
          unread === 0
            ? t("notices.bell")
            : `${t("notices.bell")}: ${t("notices.unreadCount", { count: unread })}`
        }
      >
        <Bell aria-hidden="true" />
        {unread > 0 && (
          <span className={styles.count} aria-hidden="true">
            {unread > shownAtMost ? `${shownAtMost}+` : unread}
          </span>
        )}
      </Button>
      <Popover className={styles.popover!} placement={isCompact ? "bottom end" : "bottom start"}>
        <Dialog className={styles.panel!} aria-label={t("notices.bell")}>
          <Newest onLeave={() => setIsOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Newest({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const list = useNotices({ show: "unread" }, listed);
  const acts = useNoticeActs();
  return (
    <>
      <h2 className={styles.title}>{t("notices.latest")}</h2>
      <Paged
        list={{ ...list, items: list.items?.slice(0, listed), more: null }}
        empty={<EmptyState title={t("notices.none.unread")} />}
      >
        {(items) => (
          <Rows label={t("notices.latest")}>
            {items.map((notice) => (
              <NoticeRow
                key={notice.id}
                notice={notice}
                onOpen={() => {
                  acts.open(notice);
                  onLeave();
                }}
              />
            ))}
          </Rows>
        )}
      </Paged>
      <p className={styles.foot}>
        <Link to="/notices" search={{}} onClick={onLeave}>
          {t("notices.openInbox")}
        </Link>
        <Link to="/notices/settings" onClick={onLeave}>
          {t("notices.settings")}
        </Link>
      </p>
    </>
  );
}
