import type { CalendarFeed, NewCalendarFeed } from "@istmo/contracts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, request } from "../../api/client.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { copyText } from "../../lib/copy-text.ts";
import { formatMoment } from "../../lib/dates.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Section } from "../../ui/page-header.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { AccountRow } from "./account-row.tsx";
import styles from "./calendar-feed.module.css";

const key = ["calendar-feed"] as const;

/** The secret address by which a calendar program shows one's action items; said once. */
export function CalendarFeedSection() {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const cache = useQueryClient();
  const [address, setAddress] = useState<string | null>(null);
  const feed = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<CalendarFeed>("/calendar-feed", undefined, signal),
  });
  const renew = useMutation({
    mutationFn: () => api.post<NewCalendarFeed>("/calendar-feed", {}),
    onSuccess: ({ path, createdAt }) => {
      setAddress(`${location.origin}${path}`);
      cache.setQueryData<CalendarFeed>(key, { createdAt });
    },
    onError: toast.showProblem,
  });
  const revoke = useMutation({
    mutationFn: () => request<CalendarFeed>("DELETE", "/api/v1/calendar-feed"),
    onSuccess: (none) => {
      setAddress(null);
      cache.setQueryData<CalendarFeed>(key, none);
      toast.show({ tone: "ok", text: t("account.calendar.revoked") });
    },
    onError: toast.showProblem,
  });
  const createdAt = feed.data?.createdAt ?? null;
  const copy = async (text: string) => {
    const isCopied = await copyText(text);
    toast.show({
      tone: isCopied ? "ok" : "info",
      text: t(isCopied ? "account.calendar.copied" : "account.calendar.copyByHand"),
    });
  };
  return (
    <Section title={t("account.calendar.title")}>
      <AccountRow
        title={t("account.calendar.address")}
        actions={
          <>
            <Button size="small" isPending={renew.isPending} onPress={() => renew.mutate()}>
              {t(createdAt === null ? "account.calendar.create" : "account.calendar.renew")}
            </Button>
            {createdAt !== null && (
              <Button
                size="small"
                variant="danger"
                isPending={revoke.isPending}
                onPress={() => revoke.mutate()}
              >
                {t("account.calendar.revoke")}
              </Button>
            )}
          </>
        }
        below={
          address !== null && (
            <Notice tone="info">
              <div className={styles.address}>
                <TextField
                  label={t("account.calendar.once")}
                  isReadOnly
                  value={address}
                  onChange={() => undefined}
                />
                <IconButton
                  variant="secondary"
                  icon={<Copy />}
                  aria-label={t("account.calendar.copy")}
                  onPress={() => void copy(address)}
                />
              </div>
            </Notice>
          )
        }
      >
        <p>{t("account.calendar.text")}</p>
        {createdAt !== null && (
          <p>{t("account.calendar.since", { when: formatMoment(createdAt, language) })}</p>
        )}
      </AccountRow>
    </Section>
  );
}
