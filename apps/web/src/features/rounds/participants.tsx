import type { Round } from "@istmo/contracts";
import { Clock, EllipsisVertical, RotateCcw, UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useRoundStep } from "../../api/rounds.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { useToast } from "../../ui/toaster.tsx";
import styles from "./participants.module.css";
import { ExtendDialog, RemoveDialog } from "./round-dialogs.tsx";
import { limitWords } from "./round-limit.ts";

type Part = Round["participants"][number];

const tones: Record<Part["state"], Tone> = { invited: "warn", submitted: "ok", removed: "neutral" };

/** Who was asked and who has answered; for the office with what can be done about each. */
export function Participants({ round }: { round: Round }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [changing, setChanging] = useState<{ what: "extend" | "remove"; part: Part } | null>(null);
  const { progress, participants } = round;
  const sorted = [...participants].sort(
    (a, b) =>
      Number(a.state === "removed") - Number(b.state === "removed") ||
      wordsIn(a.label, language).localeCompare(wordsIn(b.label, language), language),
  );
  return (
    <div className={styles.participants}>
      {progress !== null && (
        <div className={styles.progress}>
          <p role="status">
            {t("rounds.participants.progress", {
              submitted: progress.submitted,
              invited: progress.invited,
            })}
            {progress.late > 0 && (
              <span className={styles.late}>
                {t("rounds.participants.late", { count: progress.late })}
              </span>
            )}
          </p>
          <meter
            className={styles.meter}
            min={0}
            max={Math.max(progress.invited, 1)}
            value={progress.submitted}
            aria-label={t("rounds.participants")}
          />
        </div>
      )}
      <ul className={styles.list} aria-label={t("rounds.participants")}>
        {sorted.map((part) => (
          <Participant
            key={part.subject}
            {...{ round, part }}
            onChange={(what) => setChanging({ what, part })}
          />
        ))}
      </ul>
      {changing?.what === "extend" && (
        <ExtendDialog round={round} part={changing.part} onClose={() => setChanging(null)} />
      )}
      {changing?.what === "remove" && (
        <RemoveDialog round={round} part={changing.part} onClose={() => setChanging(null)} />
      )}
    </div>
  );
}

function Participant({
  round,
  part,
  onChange,
}: {
  round: Round;
  part: Part;
  onChange: (what: "extend" | "remove") => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const reopen = useRoundStep(round.id);
  const { subject, state, label, submittedAt, isLate, hasNoComments, until } = part;
  const name = wordsIn(label, language);
  const isExtended = until !== round.limit.at;
  return (
    <li className={styles.part} data-state={state}>
      <div className={styles.who}>
        <span className={styles.name}>{name}</span>
        <span className={styles.facts}>
          {submittedAt !== null && (
            <time dateTime={submittedAt}>{formatMoment(submittedAt, language)}</time>
          )}
          {hasNoComments && <span>{t("rounds.participants.noComments")}</span>}
          {isExtended && state === "invited" && (
            <span>
              {t("rounds.participants.until", {
                moment: limitWords(t, { at: until, timeZone: round.limit.timeZone }, language),
              })}
            </span>
          )}
        </span>
      </div>
      {isLate && <Badge tone="danger">{t("rounds.participants.isLate")}</Badge>}
      <Badge tone={tones[state]}>{t(`rounds.participants.state.${state}`)}</Badge>
      {round.abilities.manage && state !== "removed" && (
        <Menu
          label={t("rounds.participants.more", { name })}
          placement="bottom end"
          trigger={
            <IconButton
              size="small"
              icon={<EllipsisVertical />}
              aria-label={t("rounds.participants.more", { name })}
            />
          }
          entries={[
            ...(state === "invited"
              ? [
                  {
                    id: "extend",
                    label: t("rounds.participants.extend"),
                    icon: <Clock />,
                    onAction: () => onChange("extend"),
                  },
                ]
              : [
                  {
                    id: "reopen",
                    label: t("rounds.participants.reopen"),
                    icon: <RotateCcw />,
                    onAction: () =>
                      reopen.mutate(
                        { step: "reopen", body: { version: round.version, subject } },
                        {
                          onSuccess: () =>
                            toast.show({ tone: "ok", text: t("rounds.participants.reopened") }),
                          onError: (error) => toast.showProblem(error),
                        },
                      ),
                  },
                ]),
            {
              id: "remove",
              label: t("rounds.participants.remove"),
              icon: <UserMinus />,
              tone: "danger" as const,
              onAction: () => onChange("remove"),
            },
          ]}
        />
      )}
    </li>
  );
}
