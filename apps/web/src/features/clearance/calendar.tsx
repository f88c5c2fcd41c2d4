/** The calendar of a paper: planned backwards from the meeting that it is for. */
import type { PaperClearance } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSetMeeting } from "../../api/clearance.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Choices } from "../../ui/choices.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import styles from "./clearance.module.css";
import type { LimitHour, StepDialogProps } from "./step-dialog.tsx";

interface CalendarProps {
  readonly clearance: PaperClearance;
  readonly firstHour: LimitHour;
  readonly renderHour: StepDialogProps["renderLimit"];
}

export function Calendar({ clearance, firstHour, renderHour }: CalendarProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isSetting, setSetting] = useState(false);
  const { meeting, abilities } = clearance;
  return (
    <>
      {meeting === null ? (
        <p className={styles.muted}>{t("clearance.meeting.none")}</p>
      ) : (
        <ol className={styles.plan}>
          {meeting.plan.map(({ milestone, at, isMissed }) => (
            <li key={milestone} data-next={milestone === meeting.next}>
              <span>
                {t(`clearance.milestone.${milestone}`)}{" "}
                {isMissed && <Badge tone="danger">{t("clearance.meeting.missed")}</Badge>}
                {!isMissed && milestone === meeting.next && (
                  <Badge tone="accent">{t("clearance.meeting.next")}</Badge>
                )}
              </span>
              <time dateTime={at}>{formatMoment(at, language)}</time>
            </li>
          ))}
        </ol>
      )}
      {abilities.setMeeting && (
        <div>
          <Button size="small" onPress={() => setSetting(true)}>
            {t(meeting === null ? "clearance.meeting.set" : "clearance.meeting.change")}
          </Button>
        </div>
      )}
      {isSetting && (
        <MeetingDialog
          {...{ clearance, firstHour, renderHour }}
          onClose={() => setSetting(false)}
        />
      )}
    </>
  );
}

function MeetingDialog({
  clearance,
  firstHour,
  renderHour,
  onClose,
}: CalendarProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const { meeting, paperId } = clearance;
  const set = useSetMeeting(paperId);
  const [hour, setHour] = useState<LimitHour>(meeting ?? firstHour);
  const [path, setPath] = useState<"usual" | "express">(meeting?.path ?? "usual");
  const [wasTried, setWasTried] = useState(false);
  const isMissing = hour.day === "" || hour.hour === "";
  return (
    <FormDialog
      title={t("clearance.meeting.set")}
      submitLabel={t("clearance.meeting.save")}
      isPending={set.isPending}
      problem={set.error === null ? null : problemText(t, set.error)}
      onSubmit={() => {
        setWasTried(true);
        if (isMissing) return;
        const { day, hour: at, timeZone } = hour;
        set.mutate(
          { day, hour: at, timeZone, path, version: meeting?.version ?? 0 },
          { onSuccess: onClose },
        );
      }}
      onClose={onClose}
    >
      {renderHour(hour, setHour, wasTried && isMissing ? t("clearance.step.dayNeeded") : undefined)}
      <Choices
        label={t("clearance.meeting.path")}
        value={path}
        onChange={(id) => setPath(id === "express" ? "express" : "usual")}
        choices={(["usual", "express"] as const).map((id) => ({
          id,
          label: t(`clearance.meeting.path.${id}`),
        }))}
      />
    </FormDialog>
  );
}
