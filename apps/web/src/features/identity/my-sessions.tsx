import type { MySession } from "@istmo/contracts";
import { Laptop, Smartphone, Tablet } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useMySessions } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../lib/dates.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/page-header.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { AskFirstDialog } from "./ask-first-dialog.tsx";
import { deviceOf } from "./device-words.ts";
import { useDeviceWords } from "./use-device-words.ts";
import type { RunConfirmed } from "./use-confirmation.tsx";
import { useFocusAfterRemoval } from "./use-focus-after-removal.ts";
import { useSecurityAct } from "./use-security-act.ts";
import styles from "./account.module.css";

const kinds = { computer: Laptop, phone: Smartphone, tablet: Tablet };

/** Where else this person is signed in, and how to end it there. */
export function MySessions({ run }: { run: RunConfirmed }) {
  const { t } = useTranslation();
  const toast = useToast();
  const sessions = useMySessions();
  const all = sessions.data ?? [];
  const [isAsked, setIsAsked] = useState(false);
  const { ref, expectRemoval } = useFocusAfterRemoval<HTMLDivElement>(all.length);
  const end = useSecurityAct(run, (id: string) => api.post(`/me/sessions/${id}/end`, {}), {
    onSuccess: () => {
      expectRemoval();
      toast.show({ tone: "ok", text: t("account.sessions.ended") });
    },
  });
  const endOthers = useSecurityAct(run, () => api.post("/me/sessions/end-others", {}), {
    onSuccess: () => {
      expectRemoval();
      toast.show({ tone: "ok", text: t("account.sessions.othersEnded") });
    },
  });
  const others = all.filter(({ isThisOne }) => !isThisOne);
  return (
    <Section
      title={t("account.sessions.title")}
      count={sessions.data?.length}
      aside={
        others.length > 0 && (
          <Button
            size="small"
            variant="danger"
            isPending={endOthers.isPending}
            onPress={() => setIsAsked(true)}
          >
            {t("account.sessions.endOthers")}
          </Button>
        )
      }
    >
      {sessions.data === undefined &&
        (sessions.error === null ? (
          <Loading />
        ) : (
          <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
        ))}
      {sessions.data !== undefined && (
        <div tabIndex={-1} ref={ref} className={styles.focusTarget}>
          <Rows label={t("account.sessions.title")}>
            {[...all]
              .sort((a, b) => Number(b.isThisOne) - Number(a.isThisOne))
              .map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  isPending={end.isPending && end.variables === session.id}
                  onEnd={() => end.mutate(session.id)}
                />
              ))}
          </Rows>
        </div>
      )}
      {isAsked && (
        <AskFirstDialog
          title={t("account.sessions.endOthersTitle")}
          text={t("account.sessions.endOthersText")}
          action={t("account.sessions.endOthers")}
          onGo={() => endOthers.mutate(undefined)}
          onClose={() => setIsAsked(false)}
        />
      )}
    </Section>
  );
}

function SessionRow({
  session,
  isPending,
  onEnd,
}: {
  session: MySession;
  isPending: boolean;
  onEnd: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const deviceWords = useDeviceWords();
  const { userAgent, isThisOne, ip, method, createdAt, seenAt } = session;
  const Icon = kinds[deviceOf(userAgent).kind];
  const device = deviceWords(userAgent);
  return (
    <Row
      lead={<Icon size={18} aria-hidden="true" />}
      title={device}
      meta={
        <>
          <span>{t([`account.method.${method}`, "account.method.password"])}</span>
          {ip !== null && ip !== "" && <span>{ip}</span>}
          <time dateTime={createdAt} title={formatMoment(createdAt, language)}>
            {t("account.sessions.since", { time: formatMoment(createdAt, language) })}
          </time>
          {!isThisOne && (
            <time dateTime={seenAt} title={formatMoment(seenAt, language)}>
              {t("account.sessions.seen", { time: formatAgo(seenAt, language) })}
            </time>
          )}
        </>
      }
      end={
        isThisOne ? (
          <Badge tone="accent">{t("account.sessions.thisOne")}</Badge>
        ) : (
          <Button
            size="small"
            isPending={isPending}
            aria-label={t("account.sessions.endOne", { device })}
            onPress={onEnd}
          >
            {t("account.sessions.end")}
          </Button>
        )
      }
    />
  );
}
