import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import styles from "./watermark.module.css";

/** The day on this device; moves on while the page stays open. */
function useToday(): Date {
  const [today, setToday] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(
      () =>
        setToday((was) => (was.toDateString() === new Date().toDateString() ? was : new Date())),
      60_000,
    );
    return () => clearInterval(timer);
  }, []);
  return today;
}

/**
 * The reader's name and the day, over and over, across the text that it is laid over: whoever
 * photographs or prints the page says who they were. Not a background, which printers leave out.
 */
export function Watermark({ reader }: { reader: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const today = useToday();
  const pattern = useId();
  const day = `${formatDay(today.toISOString(), language)} ${today.getFullYear()}`;
  const words = `${reader} · ${day} · ${t("classification.strictly_confidential")}`;
  const width = Math.max(320, words.length * 8.4 + 80);
  return (
    <svg className={styles.watermark} aria-hidden="true" focusable="false" data-watermark={words}>
      <defs>
        <pattern
          id={pattern}
          width={width}
          height="128"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-24)"
        >
          <text x="0" y="40">
            {words}
          </text>
          <text x={width / 2} y="104">
            {words}
          </text>
          <text x={-width / 2} y="104">
            {words}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${pattern})`} />
    </svg>
  );
}
