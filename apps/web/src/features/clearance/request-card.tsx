import type { ClearanceRequestAnswer, GivenAnswer as RecordedAnswer } from "@istmo/contracts";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useRequestAct, type RequestAct } from "../../api/clearance.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { AnswerForm } from "./answer-form.tsx";
import styles from "./clearance.module.css";
import { RequestBadge } from "./request-badge.tsx";

/** One request: what it asks, what was answered, and what can be done with it here. */
export function RequestCard({
  request,
  limitWords,
  children,
}: {
  request: ClearanceRequestAnswer;
  limitWords: (limit: ClearanceRequestAnswer["limit"]) => string;
  /** The text that it asks about. */
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const act = useRequestAct(request);
  const receive = useRequestAct(request);
  const [dialog, setDialog] = useState<"withdraw" | "delegate" | "override" | null>(null);
  const { abilities, answers, changedSections, version, sha256 } = request;
  const name = request.organisation[language];

  // Whoever may answer has opened it: that is its receipt, said once.
  const isNew = abilities.answer && request.receivedAt === null;
  const wasSaid = useRef(false);
  const say = receive.mutate;
  useEffect(() => {
    if (!isNew || wasSaid.current) return;
    wasSaid.current = true;
    say({ act: "receipt", body: {} });
  }, [isNew, say]);

  const doAct = (what: RequestAct, body: object, then: () => void = () => undefined) =>
    act.mutate(
      { act: what, body: { version, ...body } },
      {
        onSuccess: () => {
          setDialog(null);
          then();
        },
      },
    );
  const problem = act.error === null ? null : problemText(t, act.error);

  return (
    <article
      className={styles.request}
      aria-label={`${name}, ${t(`clearance.level.${request.level}`)}`}
    >
      <header className={styles.head}>
        <h3>
          {name} · {t(`clearance.level.${request.level}`)}
        </h3>
        <RequestBadge request={request} />
      </header>
      <p className={styles.facts}>
        <time dateTime={request.limit.at}>
          {t("clearance.limitIs", { moment: limitWords(request.limit) })}
        </time>
        <span>{t(request.silence ? "clearance.silence.counts" : "clearance.silence.not")}</span>
        <span>
          {request.receivedAt === null
            ? t("clearance.notReceived")
            : t("clearance.received", { when: formatMoment(request.receivedAt, language) })}
        </span>
        {request.delegate !== null && (
          <span>{t("clearance.delegatedTo", { name: request.delegate.name })}</span>
        )}
        <code title={sha256}>{sha256.slice(0, 12)}</code>
      </p>
      {request.isCarried && <p className={styles.muted}>{t("clearance.carried")}</p>}
      {request.renewedFor !== null && (
        <p className={styles.muted}>{t(`clearance.again.${request.renewedFor}`)}</p>
      )}
      {changedSections.length > 0 && <ChangedSections sections={changedSections} />}
      {answers.length > 0 && (
        <ol className={styles.answers} aria-label={t("clearance.history.answers")}>
          {answers.map((one) => (
            <AnswerLine key={one.id} answer={one} sha256={sha256} />
          ))}
        </ol>
      )}
      {abilities.answer && (
        <section aria-label={t("clearance.answer.title", { name })}>
          <AnswerForm
            sha256={sha256}
            isPending={act.isPending}
            problem={dialog === null ? problem : null}
            submitLabel={t("clearance.answer.send")}
            onSend={(answer) =>
              doAct("answer", answer, () =>
                toast.show({ tone: "ok", text: t("clearance.answer.done") }),
              )
            }
          />
        </section>
      )}
      <div className={styles.acts}>
        {abilities.withdraw && (
          <Button size="small" onPress={() => setDialog("withdraw")}>
            {t("clearance.withdraw")}
          </Button>
        )}
        {abilities.delegate && (
          <Button size="small" onPress={() => setDialog("delegate")}>
            {t("clearance.delegate")}
          </Button>
        )}
        {abilities.endDelegation && (
          <Button size="small" onPress={() => doAct("end-delegation", {})}>
            {t("clearance.endDelegation")}
          </Button>
        )}
        {abilities.override && (
          <Button size="small" onPress={() => setDialog("override")}>
            {t("clearance.override")}
          </Button>
        )}
      </div>
      {children}
      {dialog === "withdraw" && (
        <FormDialog
          size="small"
          title={t("clearance.withdraw")}
          text={t("clearance.withdraw.text")}
          submitLabel={t("clearance.withdraw")}
          isPending={act.isPending}
          problem={problem}
          onSubmit={() => doAct("withdraw", { sha256 })}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "delegate" && (
        <DelegateDialog
          people={abilities.delegates}
          isPending={act.isPending}
          problem={problem}
          onDelegate={(delegateId) => doAct("delegate", { delegateId })}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "override" && (
        <ReasonDialog
          title={t("clearance.override")}
          text={t("clearance.override.text")}
          isPending={act.isPending}
          problem={problem}
          onSubmit={(reason) => doAct("override", { reason })}
          onClose={() => setDialog(null)}
        />
      )}
    </article>
  );
}

/** Which sections changed since the organisation was last asked. */
export function ChangedSections({
  sections,
}: {
  sections: ClearanceRequestAnswer["changedSections"];
}) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("clearance.changed")}>
      <b>{t("clearance.changed")}</b>
      <ul className={styles.changes}>
        {sections.map(({ sectionId, heading }) => (
          <li key={sectionId ?? ""}>
            {sectionId === null ? t("clearance.changed.front") : heading}
          </li>
        ))}
      </ul>
    </section>
  );
}

function AnswerLine({ answer, sha256 }: { answer: RecordedAnswer; sha256: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const notes = [
    ...(answer.isConditional ? [t("clearance.condition")] : []),
    ...(answer.isLate ? [t("clearance.answer.late")] : []),
    ...(answer.by === "mail" ? [t("clearance.answer.byMail")] : []),
    ...(answer.asDelegate ? [t("clearance.answer.byDelegate")] : []),
    ...(answer.sha256 === sha256 ? [] : [t("clearance.answer.earlier")]),
    ...(answer.withdrawnAt === null ? [] : [t("clearance.answer.withdrawn")]),
  ];
  const words = [answer.comments, answer.reason].filter((one) => one !== null);
  return (
    <li>
      <span data-withdrawn={answer.withdrawnAt !== null}>
        {t(`clearance.answer.${answer.answer}`)}
      </span>{" "}
      <span className={styles.muted}>
        {[
          ...(answer.givenBy === null ? [] : [answer.givenBy.name]),
          formatMoment(answer.givenAt, language),
          ...notes,
        ].join(" · ")}
      </span>
      {words.map((text) => (
        <blockquote key={text} className={styles.words}>
          {text}
        </blockquote>
      ))}
      {answer.reservation !== null && (
        <blockquote className={styles.words}>
          <b>{t("clearance.issued.reservations")}:</b> {answer.reservation}
        </blockquote>
      )}
    </li>
  );
}

function DelegateDialog({
  people,
  isPending,
  problem,
  onDelegate,
  onClose,
}: {
  people: ClearanceRequestAnswer["abilities"]["delegates"];
  isPending: boolean;
  problem: ReactNode;
  onDelegate: (personId: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(people[0]?.id ?? "");
  return (
    <FormDialog
      size="small"
      title={t("clearance.delegate.title")}
      text={t(people.length === 0 ? "clearance.delegate.none" : "clearance.delegate.text")}
      submitLabel={t("clearance.delegate")}
      isPending={isPending}
      problem={problem}
      onSubmit={() => {
        if (chosen !== "") onDelegate(chosen);
      }}
      onClose={onClose}
    >
      {people.length > 0 && (
        <Select
          label={t("clearance.delegate.who")}
          value={chosen}
          onChange={setChosen}
          options={people.map(({ id, name }) => ({ id, label: name }))}
        />
      )}
    </FormDialog>
  );
}

function ReasonDialog({
  title,
  text,
  isPending,
  problem,
  onSubmit,
  onClose,
}: {
  title: string;
  text: string;
  isPending: boolean;
  problem: ReactNode;
  onSubmit: (reason: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const isMissing = reason.trim() === "";
  return (
    <FormDialog
      {...{ title, text, isPending, problem, onClose }}
      submitLabel={title}
      tone="danger"
      onSubmit={() => {
        setWasTried(true);
        if (!isMissing) onSubmit(reason.trim());
      }}
    >
      <TextArea
        label={t("clearance.reason")}
        isRequired
        value={reason}
        onChange={setReason}
        errorMessage={wasTried && isMissing ? t("clearance.reason.needed") : undefined}
      />
    </FormDialog>
  );
}
