import type { AccessRequest } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { DeclineDialog, GrantAccountDialog, GrantPaperDialog } from "./request-dialogs.tsx";
import styles from "./requests-list.module.css";

interface Open {
  readonly request: AccessRequest;
  readonly step: "grant" | "decline";
}

/** Requests with who asks, for what and why; each is decided in a dialog. */
export function RequestsList({
  requests,
  onInvited,
}: {
  requests: readonly AccessRequest[];
  onInvited: () => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Rows label={t("people.requests.title")}>
        {requests.map((request) => (
          <RequestRow
            key={request.id}
            request={request}
            onOpen={(step) => setOpen({ request, step })}
          />
        ))}
      </Rows>
      {open?.step === "decline" && <DeclineDialog request={open.request} onClose={close} />}
      {open?.step === "grant" && open.request.kind === "paper" && (
        <GrantPaperDialog request={open.request} onClose={close} />
      )}
      {open?.step === "grant" && open.request.kind === "account" && (
        <GrantAccountDialog
          request={open.request}
          onClose={close}
          onInvited={() => {
            close();
            onInvited();
          }}
        />
      )}
    </>
  );
}

function RequestRow({
  request,
  onOpen,
}: {
  request: AccessRequest;
  onOpen: (step: Open["step"]) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { kind, name, email, organisation, paper, reason, createdAt, decision } = request;
  return (
    <Row
      title={name}
      meta={
        <div className={styles.parts}>
          <div className={styles.facts}>
            <Badge tone="outline">{t(`people.requests.kind.${kind}`)}</Badge>
            {paper !== null && (
              <Link to="/papers/$paperId" params={{ paperId: paper.id }} search={{}}>
                {paper.title}
              </Link>
            )}
            {[email, organisation]
              .filter((part) => part !== null)
              .map((part) => (
                <span key={part}>{part}</span>
              ))}
            <time dateTime={createdAt} title={formatMoment(createdAt, language)}>
              {formatAgo(createdAt, language)}
            </time>
          </div>
          <p className={styles.reason}>{reason}</p>
          {decision !== null && <Decision request={request} />}
        </div>
      }
      end={
        decision === null ? (
          <>
            <Button size="small" onPress={() => onOpen("decline")}>
              {t("people.requests.decline")}
            </Button>
            <Button size="small" variant="primary" onPress={() => onOpen("grant")}>
              {t(`people.requests.grant.${kind}`)}
            </Button>
          </>
        ) : (
          <Badge tone={decision === "granted" ? "ok" : "neutral"}>
            {t(`people.requests.${decision}`)}
          </Badge>
        )
      }
    />
  );
}

function Decision({ request: { decidedBy, note } }: { request: AccessRequest }) {
  const { t } = useTranslation();
  return (
    <p>
      {decidedBy !== null && t("people.requests.decidedBy", { name: decidedBy.name })}
      {note !== null && note !== "" && (
        <>
          {": "}
          <q>{note}</q>
        </>
      )}
    </p>
  );
}
