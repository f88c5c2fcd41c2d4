import type { ActionItem, ActionStepName } from "@istmo/contracts";
import { Pencil } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import styles from "./action-detail.module.css";
import { EditActionDialog } from "./action-dialog.tsx";
import { stateAfter } from "./action-steps.ts";
import { useActionWords } from "./action-words.ts";
import { CentreChip } from "./centre-chip.tsx";
import { longDay, relativeDay, urgencyOf } from "./due-date.ts";
import { OwnerLabel } from "./owner-label.tsx";
import { StateBadge } from "./state-badge.tsx";
import { StateIcon } from "./state-icon.tsx";
import { useActionMoves, type ActionMoves } from "./use-action-moves.tsx";
import { useActionSurroundings, type ActionSurroundings } from "./use-action-surroundings.ts";
import { useShownAction } from "./use-shown-actions.ts";

export interface ActionDetailProps {
  readonly actionId: string;
  readonly onClose: () => void;
  /** Shows where the action comes from, such as a link to the paragraph of its paper. */
  readonly originLink?: (origin: ActionItem["origin"]) => ReactNode;
}

/** Everything about one action, in a panel at the side. */
export function ActionDetail({ actionId, onClose, originLink }: ActionDetailProps) {
  const { t } = useTranslation();
  const surroundings = useActionSurroundings();
  const { moves, dialog } = useActionMoves(surroundings.meId);
  const { item, isHidden, isLoading, error } = useShownAction(actionId);
  const [isEditing, setIsEditing] = useState(false);
  return (
    <Dialog
      isOpen
      size="side"
      title={t("actions.detail.label")}
      onClose={onClose}
      {...(item?.abilities.edit
        ? {
            footer: (
              <Button icon={<Pencil />} onPress={() => setIsEditing(true)}>
                {t("actions.detail.edit")}
              </Button>
            ),
          }
        : {})}
    >
      {isLoading && <Loading lines={6} />}
      {isHidden ? (
        <EmptyState title={t("actions.chip.unavailable")} />
      ) : (
        error !== null && item === undefined && <ErrorState error={error} />
      )}
      {item && (
        <Facts item={item} surroundings={surroundings} moves={moves} originLink={originLink} />
      )}
      {item && isEditing && (
        <EditActionDialog
          item={item}
          onSaved={() => setIsEditing(false)}
          onCancel={() => setIsEditing(false)}
        />
      )}
      {dialog}
    </Dialog>
  );
}

const isSetback = (step: ActionStepName) => step === "block" || step === "cancel";

/** What brings the item on comes first. */
function inOrder(steps: readonly ActionStepName[]): readonly ActionStepName[] {
  return [...steps].sort((a, b) => Number(isSetback(a)) - Number(isSetback(b)));
}

interface FactsProps {
  readonly item: ActionItem;
  readonly surroundings: ActionSurroundings;
  readonly moves: ActionMoves;
  readonly originLink: ActionDetailProps["originLink"];
}

function Facts({ item, surroundings, moves, originLink }: FactsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useActionWords();
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
        {item.evidence !== null && (
          <Fact name={t("actions.field.evidence")}>
            <Evidence text={item.evidence} />
          </Fact>
        )}
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

/** Evidence is often an address: one that the browser may open becomes a link. */
function Evidence({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/);
  return (
    <span className={styles.evidence}>
      {parts.map((part, index) =>
        /^https?:\/\//.test(part) ? (
          <a key={index} href={part} rel="noopener noreferrer nofollow" target="_blank">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </span>
  );
}

function Origin({
  origin,
  originLink,
}: {
  origin: ActionItem["origin"];
  originLink: ActionDetailProps["originLink"];
}) {
  const { t } = useTranslation();
  if (origin.kind === "commitment") return <>{t("actions.origin.commitment")}</>;
  if (origin.kind !== "paper") return <>{t("actions.origin.manual")}</>;
  if (origin.paperId === null) {
    return <span className={styles.muted}>{t("actions.origin.hidden")}</span>;
  }
  return <>{originLink?.(origin) ?? t("actions.origin.paper")}</>;
}
