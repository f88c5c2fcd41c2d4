import type { Round } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { textIn } from "../../lib/texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { RoundStateBadge } from "./round-badge.tsx";
import { limitWords } from "./round-limit.ts";

/** Rounds, each a way to its page. */
export function RoundsList({
  rounds,
  isOfOnePaper = false,
  renderBadges,
}: {
  rounds: readonly Round[];
  /** Then its title need not be said. */
  isOfOnePaper?: boolean;
  renderBadges?: (round: Round) => ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Rows label={t("rounds.title")}>
      {rounds.map((round) => (
        <RoundRow key={round.id} {...{ round, isOfOnePaper }} badges={renderBadges?.(round)} />
      ))}
    </Rows>
  );
}

function RoundRow({
  round,
  isOfOnePaper,
  badges,
}: {
  round: Round;
  isOfOnePaper: boolean;
  badges: ReactNode;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { text, lang } = textIn(round.title, language);
  const name = t("rounds.name", { number: round.number });
  const { progress, state, limit } = round;
  const isLate = state === "open" && Date.parse(limit.at) <= Date.now();
  return (
    <Row
      title={
        <Link
          to="/rounds/$roundId"
          params={{ roundId: round.id }}
          search={{}}
          data-row-link=""
          lang={isOfOnePaper ? undefined : lang}
        >
          {isOfOnePaper ? name : text}
        </Link>
      }
      meta={
        <>
          {!isOfOnePaper && <span>{name}</span>}
          {badges}
          <time dateTime={limit.at} title={formatMoment(limit.at, language)}>
            {t(isLate || state !== "open" ? "rounds.limitWas" : "rounds.limit", {
              moment: limitWords(t, limit, language),
            })}
          </time>
          {progress !== null && (
            <span>
              {t("rounds.participants.progress", {
                submitted: progress.submitted,
                invited: progress.invited,
              })}
            </span>
          )}
        </>
      }
      end={
        <>
          {round.abilities.submit.length > 0 && (
            <Badge tone={isLate ? "danger" : "warn"}>{t("rounds.list.waits")}</Badge>
          )}
          <RoundStateBadge state={state} />
        </>
      }
    />
  );
}
