/** A step of a paper with what it asks for: one dialog, whose fields follow from the step. */
import type { PaperClearance, TakePaperStep } from "@istmo/contracts";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useTakePaperStep } from "../../api/clearance.ts";
import { usePapers } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { textIn } from "../../lib/texts.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { ComboBox } from "../../ui/combo-box.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea, TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { ConcernsFields, type Concerns } from "./concerns.tsx";
import { OrganisationList } from "./organisation-list.tsx";

export type StepName = TakePaperStep["step"];

/** An hour on the clocks of a zone. */
export interface LimitHour {
  readonly day: string;
  readonly hour: string;
  readonly timeZone: string;
}

export interface StepDialogProps {
  readonly step: StepName;
  readonly clearance: PaperClearance;
  /** The limit that is offered, and the fields in which it is changed. */
  readonly firstLimit: LimitHour;
  readonly renderLimit: (
    value: LimitHour,
    onChange: (value: LimitHour) => void,
    errorMessage: string | undefined,
  ) => ReactNode;
  readonly onClose: () => void;
}

/** Steps whose words must be said; those of the others are for going on without a whole level. */
const needsReason: ReadonlySet<StepName> = new Set(["send_back", "withdraw"]);
const takesReason: ReadonlySet<StepName> = new Set([
  ...needsReason,
  "revise",
  "open_policy_clearance",
  "complete",
  "complete_without_policy",
]);

export function StepDialog({ step, clearance, firstLimit, renderLimit, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const take = useTakePaperStep(clearance.paperId);
  const opens = step === "open_expert_clearance" || step === "open_policy_clearance";
  const level = step === "open_policy_clearance" ? "policy" : "expert";
  // Who was asked the last time is asked again, unless somebody says otherwise.
  const [organisations, setOrganisations] = useState<string[]>(() =>
    clearance.requests
      .filter((one) => one.level === level)
      .map(({ organisationId }) => organisationId),
  );
  const [concerns, setConcerns] = useState<Concerns>({});
  const [limit, setLimit] = useState(firstLimit);
  const [silence, setSilence] = useState(level === "expert");
  const [withBrackets, setWithBrackets] = useState(false);
  const [reason, setReason] = useState("");
  const [symbol, setSymbol] = useState(clearance.nextSymbol ?? "");
  const [keepsMeaning, setKeepsMeaning] = useState(false);
  const [successorId, setSuccessorId] = useState<string | null>(null);
  const [wasTried, setWasTried] = useState(false);

  const words = reason.trim();
  const missing = {
    organisations: opens && organisations.length === 0,
    limit: opens && (limit.day === "" || limit.hour === ""),
    reason: needsReason.has(step) && words === "",
    correction: step === "issue_corrigendum" && words === "",
  };

  const body = (): TakePaperStep | null => {
    const { version } = clearance;
    const why = words === "" ? {} : { reason: words };
    const opening = {
      organisations: organisations.map((organisationId) => ({
        ...{ organisationId, concerns: [...(concerns[organisationId] ?? [])] },
      })),
      ...{ limit, silence },
    };
    switch (step) {
      case "open_expert_clearance":
        return { step, version, ...opening, listsBrackets: withBrackets };
      case "open_policy_clearance":
        return { step, version, ...opening, ...why, sendsBracketsUp: withBrackets };
      case "issue":
        return {
          ...{ step, version, symbol: symbol.trim(), distribution: organisations },
          sha256: clearance.record?.versionSha256 ?? "",
        };
      case "issue_corrigendum":
        return { step, version, correction: words, keepsMeaning };
      case "supersede":
        return successorId === null ? null : { step, version, successorId };
      default:
        return { step, version, ...why };
    }
  };
  const submit = () => {
    setWasTried(true);
    const wanted = body();
    if (wanted === null || Object.values(missing).some(Boolean)) return;
    take.mutate(wanted, {
      onSuccess: () => {
        toast.show({
          tone: "ok",
          text: t("clearance.step.done", { step: t(`clearance.step.${step}`) }),
        });
        onClose();
      },
    });
  };

  return (
    <FormDialog
      title={t(`clearance.step.${step}`)}
      text={t(`clearance.stepText.${step}`)}
      submitLabel={t("clearance.step.confirm")}
      tone={step === "withdraw" ? "danger" : "primary"}
      isPending={take.isPending}
      problem={take.error === null ? null : problemText(t, take.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {opens && (
        <>
          <OrganisationList
            label={t("clearance.step.organisations")}
            chosen={organisations}
            onChange={setOrganisations}
            errorMessage={
              wasTried && missing.organisations ? t("clearance.step.nobody") : undefined
            }
          />
          <ConcernsFields
            {...{ organisations, value: concerns }}
            paperId={clearance.paperId}
            onChange={setConcerns}
          />
          {renderLimit(
            limit,
            setLimit,
            wasTried && missing.limit ? t("clearance.step.dayNeeded") : undefined,
          )}
          <Checkbox isSelected={silence} onChange={setSilence}>
            {t("clearance.step.silence")}
          </Checkbox>
          <Checkbox isSelected={withBrackets} onChange={setWithBrackets}>
            {t(
              level === "expert"
                ? "clearance.step.listsBrackets"
                : "clearance.step.sendsBracketsUp",
            )}
          </Checkbox>
        </>
      )}
      {step === "issue" && (
        <>
          <TextField
            label={t("clearance.step.symbol")}
            description={t("clearance.step.symbolHint")}
            isRequired
            value={symbol}
            onChange={setSymbol}
          />
          <OrganisationList
            label={t("clearance.step.distribution")}
            chosen={organisations}
            onChange={setOrganisations}
          />
        </>
      )}
      {step === "supersede" && (
        <Successor paperId={clearance.paperId} value={successorId} onChange={setSuccessorId} />
      )}
      {(takesReason.has(step) || step === "issue_corrigendum") && (
        <TextArea
          label={t(reasonLabel(step))}
          isRequired={needsReason.has(step) || step === "issue_corrigendum"}
          value={reason}
          onChange={setReason}
          errorMessage={
            wasTried && (missing.reason || missing.correction)
              ? t("clearance.reason.needed")
              : undefined
          }
        />
      )}
      {step === "issue_corrigendum" && (
        <Checkbox isSelected={keepsMeaning} onChange={setKeepsMeaning}>
          {t("clearance.step.keepsMeaning")}
        </Checkbox>
      )}
    </FormDialog>
  );
}

function reasonLabel(step: StepName): string {
  if (step === "send_back") return "clearance.step.note";
  if (step === "issue_corrigendum") return "clearance.step.correction";
  return needsReason.has(step) || step === "revise"
    ? "clearance.reason"
    : "clearance.step.overrideReason";
}

/** An issued paper that replaces this one. */
function Successor({
  paperId,
  value,
  onChange,
}: {
  paperId: string;
  value: string | null;
  onChange: (paperId: string | null) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data } = usePapers({ stage: "issued" });
  return (
    <ComboBox
      key={data === undefined ? "coming" : "here"}
      label={t("clearance.step.successor")}
      options={(data ?? [])
        .filter(({ id }) => id !== paperId)
        .map(({ id, title, symbol }) => ({
          id,
          label: [symbol, textIn(title, language).text].filter(Boolean).join(" · "),
        }))}
      value={value}
      onChange={onChange}
      isDisabled={data === undefined}
    />
  );
}
