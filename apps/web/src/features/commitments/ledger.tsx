import type { Commitment, CommitmentStepRequest } from "@istmo/contracts";
import { commitmentAges } from "@istmo/domain";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import { textIn, wordsIn } from "../../lib/texts.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import styles from "./ledger.module.css";

export type StepName = CommitmentStepRequest["event"];

const tones: Record<Commitment["state"], Tone> = {
  proposed: "outline",
  agreed: "neutral",
  in_progress: "accent",
  evidence_submitted: "warn",
  kept: "ok",
  released: "neutral",
};

export function CommitmentState({ state }: { state: Commitment["state"] }) {
  const { t } = useTranslation();
  return <Badge tone={tones[state]}>{t(`commitments.states.${state}`)}</Badge>;
}

/** The date, and by how many days it has passed. */
export function DueWords({ item }: { item: Pick<Commitment, "dueOn" | "daysLate" | "dateSlips"> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <span className={styles.due}>
      <span>{item.dueOn === null ? t("commitments.noDate") : formatDay(item.dueOn, language)}</span>
      {item.daysLate > 0 && (
        <span className={styles.late}>{t("commitments.daysLate", { count: item.daysLate })}</span>
      )}
      {item.dateSlips > 0 && (
        <span className={styles.quiet}>{t("commitments.slips", { count: item.dateSlips })}</span>
      )}
    </span>
  );
}

/** How late what is open is: a bar whose parts are also numbers, each a filter. */
export function AgeingBar({
  items,
  selected,
  onSelect,
}: {
  /** All that the other filters leave. */
  items: readonly Commitment[];
  selected: string | undefined;
  onSelect: (age: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const counts = commitmentAges.map((age) => ({
    age,
    count: items.filter((item) => item.age === age).length,
  }));
  return (
    <div className={styles.ageing} role="group" aria-label={t("commitments.ages")}>
      <div className={styles.bar} aria-hidden="true">
        {counts.map(({ age, count }) => (
          <span key={age} data-age={age} style={{ flexGrow: count }} data-empty={count === 0} />
        ))}
      </div>
      <div className={styles.ages}>
        {counts.map(({ age, count }) => (
          <button
            key={age}
            type="button"
            className={styles.age}
            data-age={age}
            aria-pressed={selected === age}
            onClick={() => onSelect(selected === age ? undefined : age)}
          >
            <span className={styles.swatch} data-age={age} aria-hidden="true" />
            {t(`commitments.age.${age}`)} <strong>{count}</strong>
          </button>
        ))}
      </div>
    </div>
  );
}

/** The ledger as a dense table; cards where there is little room. */
export function Ledger({
  items,
  renderLink,
  onStep,
}: {
  items: readonly Commitment[];
  /** The way to a commitment; its words name the row. */
  renderLink: (item: Commitment, text: ReactNode) => ReactNode;
  onStep: (item: Commitment, step: StepName) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const columns: Column<Commitment>[] = [
    {
      id: "promise",
      label: t("commitments.promise"),
      isHeading: true,
      cell: (item) => {
        const { text, lang } = textIn(item.title, language);
        return (
          <span className={styles.promise}>
            {renderLink(item, <span lang={lang}>{text}</span>)}
            <span className={styles.quiet}>
              {wordsIn(item.body.label, language)}
              {item.sample && ` · ${t("commitments.sample")}`}
            </span>
          </span>
        );
      },
    },
    {
      id: "evidence",
      label: t("commitments.evidenceWanted"),
      isLabelled: true,
      cell: ({ evidenceWanted }) =>
        evidenceWanted === null ? (
          <span className={styles.quiet}>{t("commitments.noEvidenceWanted")}</span>
        ) : (
          wordsIn(evidenceWanted, language)
        ),
    },
    {
      id: "due",
      label: t("commitments.due"),
      width: "narrow",
      isLabelled: true,
      cell: (item) => <DueWords item={item} />,
    },
    {
      id: "actions",
      label: t("commitments.actions"),
      width: "narrow",
      isLabelled: true,
      cell: ({ actions }) =>
        actions.all === 0
          ? t("commitments.noActions")
          : t("commitments.actionsDone", { ...actions }),
    },
    {
      id: "state",
      label: t("commitments.state"),
      width: "narrow",
      cell: ({ state }) => <CommitmentState state={state} />,
    },
    {
      id: "steps",
      label: t("commitments.steps"),
      width: "medium",
      isActions: true,
      cell: (item) => (
        <span className={styles.steps}>
          {item.abilities.steps
            .filter((step) => step !== "change_date" && step !== "release")
            .map((step) => (
              <Button key={step} size="small" onPress={() => onStep(item, step)}>
                {t(`commitments.step.${step}`)}
              </Button>
            ))}
        </span>
      ),
    },
  ];
  return (
    <div className={styles.ledger}>
      <DataTable label={t("commitments.ledger")} columns={columns} items={items} />
    </div>
  );
}
