import type { Notice } from "@istmo/contracts";
import {
  AtSign,
  CircleSlash,
  Clock,
  Eye,
  Handshake,
  Hourglass,
  MailQuestion,
  SquareCheckBig,
  TriangleAlert,
  Undo2,
  UserRoundPlus,
  type LucideIcon,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { Badge } from "../../ui/badge.tsx";
import { Row } from "../../ui/rows.tsx";
import { NoticeLink } from "./notice-link.tsx";
import { useNoticeWords } from "./notice-words.ts";
import styles from "./notices.module.css";

const marks: Record<Notice["reason"], LucideIcon> = {
  escalated: TriangleAlert,
  mentioned: AtSign,
  assigned: UserRoundPlus,
  returned: Undo2,
  to_verify: SquareCheckBig,
  blocked: CircleSlash,
  asked: MailQuestion,
  commitment: Handshake,
  overdue: Hourglass,
  due_soon: Clock,
  watched: Eye,
};

/** One notice: what it is about, why it is here, and what can be done with it. */
export function NoticeRow({
  notice,
  onOpen,
  end,
}: {
  notice: Notice;
  onOpen: () => void;
  end?: ReactNode;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const wordsOf = useNoticeWords();
  const Mark = marks[notice.reason];
  const { subject, actor, at, isRead, isDone } = notice;
  const isNew = !isRead && !isDone;
  return (
    <Row
      lead={
        <Mark
          className={styles.mark}
          data-tone={["escalated", "overdue"].includes(notice.reason) ? "danger" : undefined}
          strokeWidth={1.8}
          aria-hidden="true"
        />
      }
      title={
        <span className={styles.title} data-unread={isNew}>
          <NoticeLink notice={notice} onOpen={onOpen} />
          {isNew && (
            <span className={styles.dot}>
              <span className="visually-hidden">{t("notices.isUnread")}</span>
            </span>
          )}
        </span>
      }
      meta={
        <>
          <span className={styles.why}>{wordsOf(notice)}</span>
          <span aria-hidden="true">·</span>
          <span>{t(`notices.kind.${subject.kind}`)}</span>
          {actor !== null && (
            <>
              <span aria-hidden="true">·</span>
              <span>{t("notices.by", { name: actor.name })}</span>
            </>
          )}
          <span aria-hidden="true">·</span>
          <time dateTime={at} title={formatMoment(at, language)}>
            {formatAgo(at, language)}
          </time>
          {subject.classification !== "unclassified" && (
            <Badge tone="warn">{t(`classification.${subject.classification}`)}</Badge>
          )}
        </>
      }
      {...(end === undefined ? {} : { end })}
    />
  );
}
