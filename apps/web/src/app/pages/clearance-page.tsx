/** The clearance of a paper: who was asked at which level, what they answered, and the next step. */
import type { ClearanceRequestAnswer, PaperClearance } from "@istmo/contracts";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { recordAddress, useClearance, useClearanceText } from "../../api/clearance.ts";
import { ActionChip } from "../../features/actions/index.ts";
import { Calendar } from "../../features/clearance/calendar.tsx";
import { ClearanceTable } from "../../features/clearance/clearance-table.tsx";
import { RequestCard } from "../../features/clearance/request-card.tsx";
import {
  StepDialog,
  type LimitHour,
  type StepName,
} from "../../features/clearance/step-dialog.tsx";
import { StepsPanel, StepsTaken } from "../../features/clearance/steps-panel.tsx";
import { ClassificationBadge, StageBadge } from "../../features/papers/paper-badges.tsx";
import { LimitFields } from "../../features/rounds/limit-fields.tsx";
import { limitWords, localHourOf } from "../../features/rounds/round-limit.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { textIn } from "../../lib/texts.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { ButtonLink } from "../../ui/button-link.tsx";
import { Button } from "../../ui/button.tsx";
import { PageHeader, Section } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { PageError } from "../not-found-page.tsx";
import styles from "./clearance-page.module.css";
import { FrozenPaper, TextLanguages } from "./frozen-paper.tsx";

const route = getRouteApi("/shell/papers/$paperId/clearance");
const officeZone = "America/Panama";
/** Days that organisations have unless the office says otherwise. */
const usualDays = 14;

export function ClearancePage(): ReactNode {
  const { paperId } = route.useParams();
  const { data, error, refetch } = useClearance(paperId);
  if (data === undefined)
    return error === null ? (
      <Loading lines={8} />
    ) : (
      <PageError error={error} onRetry={() => void refetch()} />
    );
  return <OneClearance key={paperId} clearance={data} />;
}

function OneClearance({ clearance }: { clearance: PaperClearance }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [step, setStep] = useState<StepName | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { text: title, lang } = textIn(clearance.title, language);
  usePageTitle(`${t("clearance.title")} · ${title}`);
  const { requests, levels, record, paperId } = clearance;
  const mine = requests.filter(({ abilities }) => abilities.answer || abilities.delegate);
  const open =
    requests.find(({ id }) => id === chosen) ??
    mine[0] ??
    (requests.length === 1 ? requests[0] : undefined);
  const hourIn = (days: number): LimitHour => ({
    day: localHourOf(new Date(Date.now() + days * 86_400_000).toISOString(), officeZone).day,
    ...{ hour: "18:00", timeZone: officeZone },
  });
  const renderLimit = (
    value: LimitHour,
    onChange: (value: LimitHour) => void,
    errorMessage: string | undefined,
  ) => (
    <LimitFields
      {...{ value, onChange, errorMessage }}
      min={localHourOf(new Date().toISOString(), value.timeZone).day}
    />
  );

  return (
    <div className={styles.page}>
      <PageHeader
        eyebrow={
          clearance.abilities.readPaper ? (
            <Link to="/papers/$paperId" params={{ paperId }} search={{}}>
              {t("clearance.back")}
            </Link>
          ) : (
            <Link to="/review">{t("clearance.backToDesk")}</Link>
          )
        }
        title={
          <>
            {t("clearance.title")} · <span lang={lang}>{title}</span>
          </>
        }
        meta={
          <>
            <StageBadge stage={clearance.stage} />
            <ClassificationBadge classification={clearance.classification} />
            {clearance.symbol !== null && (
              <span>{t("clearance.symbol", { symbol: clearance.symbol })}</span>
            )}
            {["issued", "superseded"].includes(clearance.stage) && (
              <Link to="/papers/$paperId/issued" params={{ paperId }} search={{}}>
                {t("clearance.issuedLink")}
              </Link>
            )}
          </>
        }
      />
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Section title={t("clearance.matrix")} count={requests.length}>
            {requests.length === 0 ? (
              <EmptyState title={t("clearance.level.none")}>
                {t("clearance.level.noneText")}
              </EmptyState>
            ) : (
              <>
                {levels.map((level) => (
                  <LevelLine key={level.level} level={level} />
                ))}
                <ClearanceTable clearance={clearance} onOpen={setChosen} />
              </>
            )}
          </Section>
          {open !== undefined && (
            <RequestCard
              key={open.id}
              request={open}
              limitWords={(limit) => limitWords(t, limit, language)}
            >
              <RequestText request={open} />
            </RequestCard>
          )}
        </div>
        <aside className={styles.stack}>
          {clearance.steps.length > 0 && (
            <Section title={t("clearance.steps")}>
              <StepsPanel clearance={clearance} onTake={setStep} />
            </Section>
          )}
          {(clearance.meeting !== null || clearance.abilities.setMeeting) && (
            <Section title={t("clearance.meeting")}>
              <Calendar clearance={clearance} firstHour={hourIn(84)} renderHour={renderLimit} />
            </Section>
          )}
          {record !== null && (
            <Section title={t("clearance.record")}>
              <p className={styles.facts}>
                {t("clearance.record.text", {
                  name: record.sealedBy.name,
                  when: formatMoment(record.sealedAt, language),
                })}
              </p>
              <div className={styles.tools}>
                <ButtonLink isDownload href={recordAddress(paperId, "json", language)}>
                  {t("clearance.record.json")}
                </ButtonLink>
                <ButtonLink isDownload href={recordAddress(paperId, "pdf", language)}>
                  {t("clearance.record.pdf")}
                </ButtonLink>
              </div>
            </Section>
          )}
          {clearance.history.length > 0 && (
            <Section title={t("clearance.log")}>
              <StepsTaken clearance={clearance} />
            </Section>
          )}
        </aside>
      </div>
      {step !== null && (
        <StepDialog
          {...{ step, clearance, renderLimit }}
          firstLimit={hourIn(usualDays)}
          onClose={() => setStep(null)}
        />
      )}
    </div>
  );
}

function LevelLine({ level }: { level: PaperClearance["levels"][number] }) {
  const { t } = useTranslation();
  const { standing, brackets } = level;
  return (
    <p className={styles.levels}>
      <b>
        {t(`clearance.level.${level.level}`)} (
        {t(level.isOpen ? "clearance.level.open" : "clearance.level.closed")})
      </b>
      <span title={level.sha256}>
        {t("clearance.level.hash", { hash: level.sha256.slice(0, 12) })}
      </span>
      {standing !== null && (
        <span>
          {t("clearance.standing", {
            count: standing.asked,
            done: standing.asked - standing.waitingFor.length,
          })}
          {standing.isComplete && ` · ${t("clearance.standing.complete")}`}
          {standing.objections > 0 &&
            ` · ${t("clearance.standing.objections", { count: standing.objections })}`}
        </span>
      )}
      {brackets.length > 0 && <span>{t("clearance.brackets", { count: brackets.length })}</span>}
    </p>
  );
}

/** The text that a request asks about; opened when it is wanted. */
function RequestText({ request }: { request: ClearanceRequestAnswer }) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(request.abilities.answer);
  return (
    <>
      <div>
        <Button size="small" onPress={() => setShown(!isShown)}>
          {t(isShown ? "clearance.text.hide" : "clearance.text.show")}
        </Button>
      </div>
      {isShown && <ShownText request={request} />}
    </>
  );
}

function ShownText({ request }: { request: ClearanceRequestAnswer }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [wanted, setWanted] = useState<"es" | "en">(
    request.languages.includes(language) ? language : (request.languages[0] ?? "es"),
  );
  const [of, setOf] = useState<"asked" | "before">("asked");
  const text = useClearanceText(request.id, { language: wanted, of });
  return (
    <section aria-label={t("clearance.text")} className={styles.stack}>
      <div className={styles.tools}>
        <TextLanguages languages={request.languages} value={wanted} onChange={setWanted} />
        {request.renewedFor !== null && (
          <Button size="small" onPress={() => setOf(of === "asked" ? "before" : "asked")}>
            {t(of === "asked" ? "clearance.text.before" : "clearance.text.asked")}
          </Button>
        )}
      </div>
      {text.error !== null && <ErrorState error={text.error} />}
      {text.data === undefined ? (
        text.error === null && <Loading lines={8} />
      ) : (
        <FrozenPaper
          paperId={request.paperId}
          text={text.data}
          renderActionChip={(actionId) => <ActionChip actionId={actionId} />}
        />
      )}
    </section>
  );
}
