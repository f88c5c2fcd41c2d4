import type { ActionsSummary, CentreFigures } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { Section } from "../../ui/page-header.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Bars } from "./bars.tsx";
import { BurnUp } from "./burn-up.tsx";
import styles from "./dashboard.module.css";
import { KeyFigures, type KeyFigure } from "./key-figures.tsx";
import { NextDays } from "./next-days.tsx";
import type { Bar } from "./parts.ts";
import { centreName, placesOf } from "./places.ts";
import { Slipping } from "./slipping.tsx";

interface DashboardProps {
  readonly summary: ActionsSummary;
  /** As the address names it; without one it is the region. */
  readonly centre: string | undefined;
  readonly nameOf: (centreId: string | null) => string;
}

const ages = ["to7", "to30", "to90", "over90"] as const;
const add = (figures: readonly CentreFigures[], of: (one: CentreFigures) => number) =>
  figures.reduce((sum, one) => sum + of(one), 0);

/** A centre's day, or the region by centre. */
export function Dashboard({ summary, centre, nameOf }: DashboardProps) {
  const { t } = useTranslation();
  const { centres, load, nextDays, slipping, weeks } = summary;
  const today = centres[0]?.today ?? nextDays[0]?.day ?? "";
  const places = placesOf(centre, today);
  if (centres.length === 0)
    return <EmptyState title={t("dashboard.empty")}>{t("dashboard.emptyText")}</EmptyState>;
  const figures: KeyFigure[] = (
    ["overdue", "dueToday", "dueSoon", "blocked", "toVerify"] as const
  ).map((key) => ({ key, count: add(centres, (one) => one[key]), to: places[key] }));

  const byCentre = centres.map((one): Bar => {
    const own = placesOf(centreName(one.centreId), one.today);
    const parts = (["onTime", "noDate", "overdue"] as const).map((key) => ({
      ...{ key, count: one[key], to: own[key] },
    }));
    return { id: centreName(one.centreId), label: nameOf(one.centreId), to: own.waiting, parts };
  });
  const late = centres.flatMap((one): Bar[] => {
    const own = placesOf(centreName(one.centreId), one.today);
    const parts = ages.map((key) => ({ key, count: one.ageing[key], to: own.age(key) }));
    const bar = {
      id: centreName(one.centreId),
      label: nameOf(one.centreId),
      to: own.overdue,
      parts,
    };
    return one.overdue === 0 ? [] : [bar];
  });
  const loads = load.map((one): Bar => {
    const whose = places.of(one.person);
    const later = one.waiting - one.overdue - one.dueSoon - one.noDate;
    return {
      id: whose.owner,
      label: one.person?.name ?? t("dashboard.nobody"),
      to: { ...places.waiting, ...whose },
      parts: [
        { key: "overdue", count: one.overdue, to: { ...places.overdue, ...whose } },
        { key: "dueSoon", count: one.dueSoon, to: { ...places.dueSoon, ...whose } },
        { key: "later", count: later, to: { ...places.later, ...whose } },
        { key: "noDate", count: one.noDate, to: { ...places.noDate, ...whose } },
      ],
    };
  });

  return (
    <div className={styles.dashboard}>
      <KeyFigures figures={figures} />
      <div className={styles.grid2}>
        {centre === undefined && (
          <Section title={t("dashboard.byCentre")}>
            <Bars
              label={t("dashboard.byCentrePicture")}
              head={t("dashboard.centre")}
              bars={byCentre}
              keys={["onTime", "noDate", "overdue"]}
            />
          </Section>
        )}
        <Section title={t("dashboard.burnUp")}>
          <BurnUp weeks={weeks} />
        </Section>
        <Section title={t("dashboard.ageing")}>
          {late.length === 0 ? (
            <p className={styles.quiet}>{t("dashboard.noneLate")}</p>
          ) : (
            <Bars
              label={t("dashboard.ageingPicture")}
              head={t("dashboard.centre")}
              bars={late}
              keys={ages}
            />
          )}
        </Section>
        <Section title={t("dashboard.ahead")}>
          <NextDays days={nextDays} placeOn={places.on} />
        </Section>
        <Section title={t("dashboard.load")}>
          {loads.length === 0 ? (
            <p className={styles.quiet}>{t("dashboard.noLoad")}</p>
          ) : (
            <Bars
              label={t("dashboard.loadPicture")}
              head={t("dashboard.person")}
              bars={loads}
              keys={["overdue", "dueSoon", "later", "noDate"]}
            />
          )}
        </Section>
        <Section title={t("dashboard.slipping")}>
          <Slipping items={slipping} />
        </Section>
      </div>
    </div>
  );
}
