import type { Centre } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { regionMap } from "virtual:region-map";
import { useLanguage } from "../../i18n/use-language.ts";
import styles from "./region-map.module.css";

interface LabelPlace {
  readonly x: number;
  readonly y: number;
  /** Which part of the label's start edge stands at (x, y), where its leader line ends. */
  readonly anchor: "top" | "middle" | "bottom";
}

/**
 * Where the label of each centre stands, in the units of the drawing: over water, or over land of
 * others. Labels keep their size when the drawing shrinks; at 600 px they still do not touch.
 */
const labelPlaces: Readonly<Record<string, LabelPlace>> = {
  GT: { x: 20, y: 222, anchor: "bottom" },
  SV: { x: 20, y: 440, anchor: "top" },
  NI: { x: 412, y: 352, anchor: "middle" },
  PA: { x: 540, y: 512, anchor: "middle" },
  DO: { x: 668, y: 172, anchor: "bottom" },
};

function onMap(location: Centre["location"]): { x: number; y: number } {
  const { scale, x0, y0 } = regionMap.projection;
  const radians = Math.PI / 180;
  return {
    x: x0 + scale * location.longitude * radians,
    y: y0 - scale * Math.log(Math.tan(Math.PI / 4 + (location.latitude * radians) / 2)),
  };
}

const percent = (value: number, whole: number) => `${((value / whole) * 100).toFixed(2)}%`;

function Counts({ centre }: { centre: Centre }) {
  const { t } = useTranslation();
  const { papers, openActions, overdueActions } = centre.counts;
  return (
    <span className={styles.counts}>
      <span>{t("home.papersCount", { count: papers })}</span>{" "}
      {openActions > 0 && <span>{t("home.actionsCount", { count: openActions })}</span>}
      {overdueActions > 0 && (
        <span className={styles.late}>{t("home.overdueCount", { count: overdueActions })}</span>
      )}
    </span>
  );
}

/**
 * The region and its centres. The drawing is decoration; what is read and focused is one list of
 * links, which stands over the drawing where there is room and below it where there is not.
 */
export function RegionMap({ centres }: { centres: readonly Centre[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { width, height } = regionMap;
  const placed = centres.flatMap((centre) => {
    const label = labelPlaces[centre.code];
    return label === undefined ? [] : [{ centre, label, point: onMap(centre.location) }];
  });
  return (
    <div className={styles.frame}>
      <div className={styles.map}>
        <svg viewBox={`0 0 ${width} ${height}`} className={styles.drawing} aria-hidden="true">
          <path d={regionMap.land} className={styles.land} />
          {regionMap.hosts.map((host) => (
            <path key={host.code} d={host.path} className={styles.host} data-group={host.code} />
          ))}
          <path d={regionMap.borders} className={styles.borders} />
          {placed.map(({ centre, label, point }) => (
            <g key={centre.id} data-group={centre.code} className={styles.mark}>
              <path
                className={styles.leader}
                d={`M${point.x.toFixed(1)},${point.y.toFixed(1)}L${label.x},${label.y}`}
              />
              <circle className={styles.halo} cx={point.x} cy={point.y} r={13} />
              <circle className={styles.dot} cx={point.x} cy={point.y} r={6.5} />
            </g>
          ))}
        </svg>
        <ul className={styles.labels} aria-label={t("home.centresOnMap")}>
          {placed.map(({ centre, label }) => (
            <li
              key={centre.id}
              className={styles.label}
              data-group={centre.code}
              data-anchor={label.anchor}
              style={{
                insetInlineStart: percent(label.x, width),
                insetBlockStart: percent(label.y, height),
              }}
            >
              <Link
                to="/centres/$slug"
                params={{ slug: centre.slug }}
                className={styles.link}
                title={centre.name[language]}
              >
                <span className={styles.head}>
                  <span className={styles.code}>{centre.code}</span>
                  <span className={styles.name}>{t(`home.mapName.${centre.code}`)}</span>
                </span>
                <Counts centre={centre} />
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
