import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import styles from "./dashboard.module.css";
import { Count, Numbers } from "./numbers.tsx";
import { totalOf, type Bar, type PartKey } from "./parts.ts";

export function usePartNames(): Record<PartKey, string> {
  const { t } = useTranslation();
  return {
    onTime: t("dashboard.onTime"),
    noDate: t("dashboard.noDate"),
    overdue: t("dashboard.overdue"),
    dueSoon: t("dashboard.dueSoon"),
    later: t("dashboard.later"),
    to7: t("dashboard.age.to7"),
    to30: t("dashboard.age.to30"),
    to90: t("dashboard.age.to90"),
    over90: t("dashboard.age.over90"),
  };
}

interface BarsProps {
  /** What is seen, for whoever does not see it. */
  readonly label: string;
  /** What the rows are. */
  readonly head: string;
  readonly bars: readonly Bar[];
  readonly keys: readonly PartKey[];
}

/** Bars beside each other's names, all on one scale, with the numbers in words and in a table. */
export function Bars({ label, head, bars, keys }: BarsProps) {
  const { t } = useTranslation();
  const names = usePartNames();
  const most = Math.max(1, ...bars.map(totalOf));
  return (
    <div className={styles.picture}>
      <ul className={styles.legend} aria-hidden="true">
        {keys.map((key) => (
          <li key={key}>
            <svg width="14" height="10">
              <Piece partKey={key} x={0} width={14} height={10} />
            </svg>
            {names[key]}
          </li>
        ))}
      </ul>
      <ul className={styles.bars} aria-label={label}>
        {bars.map((bar) => (
          <li key={bar.id} className={styles.row}>
            <span className={styles.rowName}>{bar.label}</span>
            <BarPicture bar={bar} most={most} />
            <Link
              to="/actions"
              search={bar.to}
              className={styles.rowCount}
              aria-label={t("dashboard.rowAll", { name: bar.label, count: totalOf(bar) })}
            >
              {totalOf(bar)}
            </Link>
          </li>
        ))}
      </ul>
      <Numbers
        label={label}
        heads={[head, ...keys.map((key) => names[key])]}
        rows={bars.map((bar) => ({
          id: bar.id,
          name: bar.label,
          cells: keys.map((key) => {
            const part = bar.parts.find((one) => one.key === key);
            return <Count key={key} count={part?.count ?? 0} to={part?.to ?? bar.to} />;
          }),
        }))}
      />
    </div>
  );
}

function BarPicture({ bar, most }: { bar: Bar; most: number }) {
  let at = 0;
  return (
    <svg className={styles.bar} height="16" aria-hidden="true" focusable="false">
      {bar.parts.map(({ key, count }) => {
        if (count === 0) return null;
        const from = at;
        at += (count / most) * 100;
        return <Piece key={key} partKey={key} x={`${from}%`} width={`${at - from}%`} height={16} />;
      })}
    </svg>
  );
}

/** A part of a bar; what is late is hatched as well as coloured, what has no date is an outline. */
function Piece({
  partKey,
  x,
  width,
  height,
}: {
  partKey: PartKey;
  x: number | string;
  width: number | string;
  height: number;
}) {
  const id = useId();
  const isHatched = partKey === "overdue";
  return (
    <>
      {isHatched && (
        <pattern
          id={id}
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" className={styles.hatched} />
          <rect width="1.6" height="5" className={styles.hatch} />
        </pattern>
      )}
      <rect
        x={x}
        y={0.5}
        width={width}
        height={height - 1}
        className={styles.piece}
        data-part={partKey}
        {...(isHatched ? { style: { fill: `url(#${id})` } } : {})}
      />
    </>
  );
}
