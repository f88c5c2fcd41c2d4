import type { ActionItem, ActionStepName, WholeAction } from "@istmo/contracts";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useOrganisationLookup } from "../../../api/use-organisation-lookup.ts";
import { useOutputLookup } from "../../../api/use-output-lookup.ts";
import { useLanguage } from "../../../i18n/use-language.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import styles from "../action-detail.module.css";
import { stateAfter } from "../action-steps.ts";
import { useActionWords } from "../action-words.ts";
import { CentreChip } from "../centre-chip.tsx";
import { longDay, relativeDay, urgencyOf } from "../due-date.ts";
import { OwnerLabel } from "../owner-label.tsx";
import { StateBadge } from "../state-badge.tsx";
import { StateIcon } from "../state-icon.tsx";
import type { ActionMoves } from "../use-action-moves.tsx";
import type { ActionSurroundings } from "../use-action-surroundings.ts";

const isSetback = (step: ActionStepName) => step === "block" || step === "cancel";

/** What brings the item on comes first. */
function inOrder(steps: readonly ActionStepName[]): readonly ActionStepName[] {
  return [...steps].sort((a, b) => Number(isSetback(a)) - Number(isSetback(b)));
}

export interface FactsProps {
  readonly item: WholeAction;
  readonly surroundings: ActionSurroundings;
  readonly moves: ActionMoves;
  readonly originLink: ((origin: ActionItem["origin"]) => ReactNode) | undefined;
}

/** What the action is, where it stands and which steps the person may take. */
export function Facts({ item, surroundings, moves, originLink }: FactsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useActionWords();
  const organisationOf = useOrganisationLookup();
  const outputOf = useOutputLookup();
  const { dueOn } = item;
  const today = surroundings.todayFor(item.centreId);
  const updated = new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(new Date(item.updatedAt));
  return (
    <>
      <div className={styles.top}>
        <div className={styles.marks}>
          <StateBadge state={item.state} />
          {item.sample && <Badge tone="outline">{t("actions.detail.sample")}</Badge>}
        </div>
        <h3 className={styles.title} lang={words.langOf(item)}>
          {words.titleOf(item)}
        </h3>
        {item.description !== null && <p className={styles.description}>{item.description}</p>}
      </div>
      {item.state === "blocked" && item.blockedReason !== null && (
        <div className={styles.blocked}>
          <strong>{t("actions.field.blockedReason")}</strong>
          <p>{item.blockedReason}</p>
          {item.unblocker && (
            <p>
              {t("action.field.unblocker")}: {item.unblocker.name}
            </p>
          )}
        </div>
      )}
      <section className={styles.steps} aria-label={t("actions.detail.steps")}>
        {item.abilities.steps.length === 0 ? (
          <p className={styles.muted}>{t("actions.detail.noSteps")}</p>
        ) : (
          inOrder(item.abilities.steps).map((step, index) => {
            const to = stateAfter(item.state, step);
            const isNext = index === 0 && !isSetback(step);
            return (
              <Button
                key={step}
                variant={step === "cancel" ? "quiet" : isNext ? "primary" : "secondary"}
                onPress={() => moves.take(item, step)}
                {...(to && !isNext ? { icon: <StateIcon state={to} /> } : {})}
              >
                {words.step[step]}
              </Button>
            );
          })
        )}
      </section>
      <dl className={styles.facts}>
        <Fact name={words.field.owner}>
          <OwnerLabel item={item} surroundings={surroundings} />
        </Fact>
        <Fact name={t("actions.field.centre")}>
          <span className={styles.inline}>
            <CentreChip centreId={item.centreId} surroundings={surroundings} />
            <span aria-hidden="true">{surroundings.nameOf(item.centreId)}</span>
          </span>
        </Fact>
        {item.organisationId !== null && (
          <Fact name={t("action.field.organisation")}>
            {organisationOf(item.organisationId)?.name[language] ?? item.organisationId}
          </Fact>
        )}
        {item.output !== null && (
          <Fact name={t("action.field.output")}>
            {outputOf(item.output)?.text[language] ?? item.output.outputId}
            <span className={styles.muted}>{outputOf(item.output)?.code}</span>
          </Fact>
        )}
        {item.startOn !== null && (
          <Fact name={t("action.field.startOn")}>
            <time dateTime={item.startOn}>{longDay(item.startOn, language)}</time>
          </Fact>
        )}
        <Fact name={words.field.dueOn}>
          {dueOn === null ? (
            <span className={styles.muted}>{t("actions.noDate")}</span>
          ) : (
            <>
              <time dateTime={dueOn}>{longDay(dueOn, language)}</time>
              <span className={styles.relative} data-urgency={urgencyOf(item, today)}>
                {urgencyOf(item, today) === "late" && `${t("actions.late")} · `}
                {relativeDay(dueOn, today, language)}
              </span>
            </>
          )}
          {item.dateSlips > 0 && (
            <span className={styles.muted}>
              {t("actions.detail.slips", { count: item.dateSlips })}
            </span>
          )}
        </Fact>
        <Fact name={words.field.priority}>{words.priority[item.priority]}</Fact>
        {item.verifier && <Fact name={t("actions.field.verifier")}>{item.verifier.name}</Fact>}
        <Fact name={t("actions.field.origin")}>
          <Origin origin={item.origin} originLink={originLink} />
        </Fact>
        <Fact name={t("actions.field.updated")}>
          <time dateTime={item.updatedAt}>{updated}</time>
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Origin({
  origin,
  originLink,
}: {
  origin: ActionItem["origin"];
  originLink: FactsProps["originLink"];
}) {
  const { t } = useTranslation();
  if (origin.kind === "commitment") return <>{t("actions.origin.commitment")}</>;
  if (origin.kind !== "paper") return <>{t("actions.origin.manual")}</>;
  if (origin.paperId === null) {
    return <span className={styles.muted}>{t("actions.origin.hidden")}</span>;
  }
  return <>{originLink?.(origin) ?? t("actions.origin.paper")}</>;
}
