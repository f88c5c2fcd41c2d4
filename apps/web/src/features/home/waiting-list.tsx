import type { WaitingItem } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import {
  Building2,
  CircleSlash,
  Clock,
  FileInput,
  FileWarning,
  Handshake,
  MessagesSquare,
  SquareCheckBig,
  type LucideIcon,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useWaiting } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatDay } from "../../lib/dates.ts";
import { textIn } from "../../lib/texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./waiting-list.module.css";

const marks: Record<WaitingItem["kind"], LucideIcon> = {
  submission_to_decide: FileInput,
  paper_returned: FileWarning,
  action_due: Clock,
  action_blocked: CircleSlash,
  action_to_verify: SquareCheckBig,
  action_of_my_centre: Building2,
  round_to_answer: MessagesSquare,
  round_to_close: MessagesSquare,
  commitment_to_agree: Handshake,
  commitment_evidence_due: Handshake,
  commitment_to_verify: Handshake,
};

/** Those whose `since` is the day or the hour by which. */
const dated = new Set([
  ...["action_due", "action_of_my_centre", "round_to_answer", "round_to_close"],
  "commitment_evidence_due",
]);

function ItemLink({ item }: { item: WaitingItem }) {
  const language = useLanguage();
  const { text, lang } = textIn(item.title, language);
  const shown = { "data-row-link": "", lang, children: text };
  if (item.roundId !== null)
    return <Link to="/rounds/$roundId" params={{ roundId: item.roundId }} search={{}} {...shown} />;
  if (item.actionId !== null)
    return <Link to="/actions" search={{ action: item.actionId }} {...shown} />;
  if (item.commitmentId !== null)
    return <Link to="/commitments" search={{ commitment: item.commitmentId }} {...shown} />;
  return (
    <Link to="/papers/$paperId" params={{ paperId: item.paperId ?? "" }} search={{}} {...shown} />
  );
}

function WaitingRow({ item }: { item: WaitingItem }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const Mark = marks[item.kind];
  const when = dated.has(item.kind)
    ? t("home.due", { day: formatDay(item.since, language) })
    : formatAgo(item.since, language);
  return (
    <Row
      lead={
        <Mark
          className={styles.mark}
          data-late={item.isLate}
          strokeWidth={1.8}
          aria-hidden="true"
        />
      }
      title={<ItemLink item={item} />}
      meta={
        <>
          <span>{t(`waiting.${item.kind}`)}</span>
          <span aria-hidden="true">·</span>
          <span className={styles.when}>{when}</span>
          {item.owner !== null && (
            <>
              <span aria-hidden="true">·</span>
              <span>{item.owner.name}</span>
            </>
          )}
          {item.note !== null && item.note !== "" && <q className={styles.note}>{item.note}</q>}
        </>
      }
      end={item.isLate ? <Badge tone="danger">{t("home.late")}</Badge> : undefined}
    />
  );
}

/** What waits for the person, the most urgent first. */
export function WaitingList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useWaiting();
  if (data === undefined) {
    return error === null ? (
      <Loading lines={5} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.length === 0) {
    return <EmptyState title={t("home.nothingWaits")}>{t("home.nothingWaitsText")}</EmptyState>;
  }
  return (
    <Rows label={t("home.waiting")}>
      {data.map((item) => (
        <WaitingRow
          key={`${item.kind}-${item.actionId ?? item.roundId ?? item.commitmentId ?? item.paperId}`}
          item={item}
        />
      ))}
    </Rows>
  );
}
