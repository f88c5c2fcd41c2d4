import type { NotificationSettings } from "@istmo/contracts";
import { noticeChannels, noticeReasons, type NoticeReason } from "@istmo/domain";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeNotificationSettings } from "../../api/notices.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { NativeSelect, type NativeSelectGroup } from "../../ui/native-select.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Section } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { useToast } from "../../ui/toaster.tsx";
import styles from "./notice-settings.module.css";

const twoDigits = (value: number) => String(value).padStart(2, "0");
const hours = Array.from({ length: 24 }, (_one, hour) => ({
  ...{ id: String(hour), label: `${twoDigits(hour)}:00` },
}));
const usualNight = { from: "20:00", until: "06:00" };

/** Every half hour, and the one that was chosen elsewhere. */
function halfHours(chosen: string) {
  const all = hours.flatMap(({ id }) => [":00", ":30"].map((end) => twoDigits(Number(id)) + end));
  return (all.includes(chosen) ? all : [...all, chosen].sort()).map((id) => ({ id, label: id }));
}

/** What reaches the person, by which way, and when. */
export function NoticeSettings({
  settings,
  zoneGroups,
}: {
  settings: NotificationSettings;
  zoneGroups: (current: string) => readonly NativeSelectGroup[];
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const save = useChangeNotificationSettings();
  const [changes, setChanges] = useState<Partial<NotificationSettings>>({});
  const shown: NotificationSettings = { ...settings, ...changes };
  const { channels, digestHour, quiet, timeZone } = shown;
  const change = (part: Partial<NotificationSettings>) =>
    setChanges((old) => ({ ...old, ...part }));
  const isChanged = JSON.stringify(shown) !== JSON.stringify(settings);
  return (
    <form
      className={styles.parts}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isChanged || save.isPending) return;
        save.mutate(shown, {
          onSuccess: () => {
            setChanges({});
            toast.show({ tone: "ok", text: t("notices.saved") });
          },
        });
      }}
    >
      <Section title={t("notices.what")}>
        <ul className={styles.reasons}>
          {noticeReasons.map((reason) => (
            <Reason
              key={reason}
              reason={reason}
              channel={channels[reason]}
              onChange={(channel) => change({ channels: { ...channels, [reason]: channel } })}
            />
          ))}
        </ul>
      </Section>
      <Section title={t("notices.when")}>
        <div className={styles.times}>
          <Select
            label={t("notices.digestHour")}
            description={t("notices.digestHourText")}
            value={String(digestHour)}
            onChange={(id) => change({ digestHour: Number(id) })}
            options={hours}
          />
          <NativeSelect
            label={t("notices.timeZone")}
            value={timeZone}
            onChange={(zone) => change({ timeZone: zone })}
            groups={zoneGroups(settings.timeZone)}
          />
          <div className={styles.wide}>
            <Checkbox
              isSelected={quiet !== null}
              onChange={(isOn) => change({ quiet: isOn ? usualNight : null })}
            >
              {t("notices.quiet")}
            </Checkbox>
          </div>
          {quiet !== null && (
            <>
              <Select
                label={t("notices.quietFrom")}
                value={quiet.from}
                onChange={(from) => change({ quiet: { ...quiet, from } })}
                options={halfHours(quiet.from)}
              />
              <Select
                label={t("notices.quietUntil")}
                value={quiet.until}
                onChange={(until) => change({ quiet: { ...quiet, until } })}
                options={halfHours(quiet.until)}
              />
            </>
          )}
        </div>
      </Section>
      <div>
        <Button variant="primary" type="submit" isDisabled={!isChanged} isPending={save.isPending}>
          {t("ui.save")}
        </Button>
      </div>
      {save.error !== null && (
        <div role="alert">
          <Notice tone="danger">{problemText(t, save.error)}</Notice>
        </div>
      )}
    </form>
  );
}

function Reason({
  reason,
  channel,
  onChange,
}: {
  reason: NoticeReason;
  channel: NotificationSettings["channels"][NoticeReason];
  onChange: (channel: NotificationSettings["channels"][NoticeReason]) => void;
}) {
  const { t } = useTranslation();
  return (
    <li className={styles.reason}>
      <div className={styles.texts}>
        <span className={styles.name}>{t(`notices.reason.${reason}`)}</span>
        <span className={styles.about}>{t(`notices.about.${reason}`)}</span>
      </div>
      <div className={styles.channel}>
        <Select
          size="small"
          hideLabel
          label={t(`notices.reason.${reason}`)}
          value={channel}
          onChange={(id) => onChange(noticeChannels.find((one) => one === id) ?? channel)}
          options={noticeChannels.map((id) => ({ id, label: t(`notices.channel.${id}`) }))}
        />
      </div>
    </li>
  );
}
