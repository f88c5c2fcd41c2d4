/** The office's changes of a round: more time, one more or one less, its end. */
import type { Round } from "@istmo/contracts";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { organisationsQuery } from "../../api/administration.ts";
import { usePeople } from "../../api/queries.ts";
import { useRoundStep, type RoundStep } from "../../api/rounds.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { wordsIn } from "../../lib/texts.ts";
import { ComboBox } from "../../ui/combo-box.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { isWholeLimit, LimitFields } from "./limit-fields.tsx";
import { roundTextLength } from "./limits.ts";
import { localHourOf } from "./round-limit.ts";

type Part = Round["participants"][number];
interface DialogProps {
  readonly round: Round;
  readonly onClose: () => void;
}

/** Sends a step with the version that is shown, and says that it is done. */
function useStep({ round, onClose }: DialogProps, step: RoundStep, done: string) {
  const { t } = useTranslation();
  const toast = useToast();
  const write = useRoundStep(round.id);
  return {
    isPending: write.isPending,
    problem: write.error === null ? null : problemText(t, write.error),
    send: (body: object) =>
      write.mutate(
        { step, body: { version: round.version, ...body } },
        {
          onSuccess: () => {
            toast.show({ tone: "ok", text: done });
            onClose();
          },
        },
      ),
  };
}

function Reason({
  value,
  onChange,
  isMissing,
}: {
  value: string;
  onChange: (value: string) => void;
  isMissing: boolean;
}) {
  const { t } = useTranslation();
  return (
    <TextArea
      label={t("rounds.reason")}
      isRequired
      rows={3}
      maxLength={roundTextLength}
      value={value}
      onChange={onChange}
      errorMessage={isMissing ? t("rounds.reasonNeeded") : undefined}
    />
  );
}

/** More time for all, or for one participant alone. */
export function ExtendDialog({ round, part, onClose }: DialogProps & { part: Part | null }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const step = useStep({ round, onClose }, "extend", t("rounds.extend.done"));
  const until = part?.until ?? round.limit.at;
  const { timeZone } = round.limit;
  const [limit, setLimit] = useState(() => ({ ...localHourOf(until, timeZone), timeZone }));
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  return (
    <FormDialog
      title={
        part === null
          ? t("rounds.extend.title")
          : t("rounds.extend.titleOne", { name: wordsIn(part.label, language) })
      }
      text={t("rounds.extend.text")}
      submitLabel={t("rounds.extend.confirm")}
      isPending={step.isPending}
      problem={step.problem}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (reason.trim() === "" || !isWholeLimit(limit)) return;
        step.send({ limit, reason, subject: part?.subject ?? null });
      }}
    >
      <LimitFields
        value={limit}
        onChange={setLimit}
        min={localHourOf(until, timeZone).day}
        errorMessage={wasTried && !isWholeLimit(limit) ? t("rounds.open.dayNeeded") : undefined}
      />
      <Reason value={reason} onChange={setReason} isMissing={wasTried && reason.trim() === ""} />
    </FormDialog>
  );
}

/** One more organisation, or a person in their own name. */
export function InviteDialog({ round, onClose }: DialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: organisations } = useQuery(organisationsQuery);
  const { data: people } = usePeople();
  const step = useStep({ round, onClose }, "invite", t("rounds.invite.done"));
  const [subject, setSubject] = useState<string | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const taken = round.participants
    .filter(({ state }) => state !== "removed")
    .map((one) => one.subject);
  const isComing = organisations === undefined || people === undefined;
  const options = [
    ...(organisations ?? []).map(({ id, abbreviation, name }) => ({
      id: `organisation:${id}`,
      label: abbreviation[language],
      description: name[language],
    })),
    ...(people ?? []).map(({ id, name }) => ({ id: `person:${id}`, label: name })),
  ].filter(({ id }) => !taken.includes(id));
  return (
    <FormDialog
      title={t("rounds.invite.title")}
      size="small"
      submitLabel={t("rounds.invite.confirm")}
      isPending={step.isPending}
      problem={step.problem}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (subject !== null) step.send({ subject });
      }}
    >
      <ComboBox
        key={isComing ? "coming" : "here"}
        autoFocus
        isDisabled={isComing}
        label={t("rounds.invite.who")}
        options={options}
        value={subject}
        onChange={setSubject}
        errorMessage={wasTried && subject === null ? t("rounds.invite.whoNeeded") : undefined}
      />
    </FormDialog>
  );
}

/** A step for a reason that is put on record. */
function ReasonedDialog({
  step,
  title,
  text,
  submitLabel,
  body = {},
  onClose,
}: {
  step: ReturnType<typeof useStep>;
  title: string;
  text: ReactNode;
  submitLabel: string;
  body?: object;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  return (
    <FormDialog
      {...{ title, text, submitLabel, onClose }}
      tone="danger"
      isPending={step.isPending}
      problem={step.problem}
      onSubmit={() => {
        setWasTried(true);
        if (reason.trim() !== "") step.send({ ...body, reason });
      }}
    >
      <Reason value={reason} onChange={setReason} isMissing={wasTried && reason.trim() === ""} />
    </FormDialog>
  );
}

export function RemoveDialog({ round, part, onClose }: DialogProps & { part: Part }) {
  const { t } = useTranslation();
  const name = wordsIn(part.label, useLanguage());
  const step = useStep({ round, onClose }, "remove", t("rounds.remove.done", { name }));
  return (
    <ReasonedDialog
      {...{ step, onClose }}
      title={t("rounds.remove.title", { name })}
      text={t("rounds.remove.text")}
      submitLabel={t("rounds.remove.confirm")}
      body={{ subject: part.subject }}
    />
  );
}

export function CancelDialog({ round, onClose }: DialogProps) {
  const { t } = useTranslation();
  const step = useStep({ round, onClose }, "cancel", t("rounds.cancel.done"));
  return (
    <ReasonedDialog
      {...{ step, onClose }}
      title={t("rounds.cancel.title")}
      text={t("rounds.cancel.text")}
      submitLabel={t("rounds.cancel.confirm")}
    />
  );
}

/** Closes the round with its summary; before its time with a reason besides. */
export function CloseDialog({ round, onClose }: DialogProps) {
  const { t } = useTranslation();
  const step = useStep({ round, onClose }, "close", t("rounds.close.done"));
  const [summary, setSummary] = useState("");
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const waiting = round.participants.filter(
    ({ state, until }) => state === "invited" && Date.parse(until) > Date.now(),
  ).length;
  return (
    <FormDialog
      title={t("rounds.close.title")}
      text={t("rounds.close.text")}
      submitLabel={t("rounds.close.confirm")}
      isPending={step.isPending}
      problem={step.problem}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (summary.trim() === "" || (waiting > 0 && reason.trim() === "")) return;
        step.send({ summary, ...(reason.trim() === "" ? {} : { reason }) });
      }}
    >
      <TextArea
        label={t("rounds.close.summary")}
        isRequired
        rows={4}
        maxLength={roundTextLength}
        value={summary}
        onChange={setSummary}
        errorMessage={
          wasTried && summary.trim() === "" ? t("rounds.close.summaryNeeded") : undefined
        }
      />
      {waiting > 0 && (
        <>
          <p>{t("rounds.close.waiting", { count: waiting })}</p>
          <Reason
            value={reason}
            onChange={setReason}
            isMissing={wasTried && reason.trim() === ""}
          />
        </>
      )}
    </FormDialog>
  );
}
