import { useTranslation } from "react-i18next";
import { DateField } from "../../ui/date-field.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import styles from "./limit-fields.module.css";
import { offeredZones, zoneName } from "./round-limit.ts";

/** An hour on the clocks of a zone, as it is sent: the server makes the instant of it. */
export interface LimitHour {
  readonly day: string;
  readonly hour: string;
  readonly timeZone: string;
}

export const isWholeLimit = ({ day, hour }: LimitHour): boolean =>
  day !== "" && /^([01]\d|2[0-3]):[0-5]\d$/.test(hour);

/** By when: the day, the hour, and whose clocks. */
export function LimitFields({
  value,
  onChange,
  min,
  errorMessage,
}: {
  value: LimitHour;
  onChange: (value: LimitHour) => void;
  min: string;
  errorMessage?: string | undefined;
}) {
  const { t } = useTranslation();
  const { timeZone } = value;
  const zones = offeredZones.some((one) => one === timeZone)
    ? offeredZones
    : [timeZone, ...offeredZones];
  return (
    <div className={styles.fields}>
      <DateField
        label={t("rounds.open.day")}
        isRequired
        min={min}
        value={value.day}
        onChange={(day) => onChange({ ...value, day })}
        errorMessage={errorMessage}
      />
      <TextField
        label={t("rounds.open.hour")}
        type="time"
        isRequired
        value={value.hour}
        onChange={(hour) => onChange({ ...value, hour })}
      />
      <Select
        label={t("rounds.open.zone")}
        value={timeZone}
        onChange={(next) => onChange({ ...value, timeZone: next })}
        options={zones.map((id) => ({ id, label: zoneName(t, id) }))}
      />
    </div>
  );
}
