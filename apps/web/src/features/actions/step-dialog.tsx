import type { ActionItem, ActionStepName, WholeAction } from "@istmo/contracts";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/use-write.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { needOf, stateAfter } from "./action-steps.ts";
import { useActionWords } from "./action-words.ts";
import { rankAt, rankAtEnd, type Spot } from "./board-order.ts";
import { FormNotice } from "./form-notice.tsx";
import { isOvertaken } from "./is-overtaken.ts";
import styles from "./step-dialog.module.css";
import { useActionWrites, type StepBody } from "./use-action-writes.ts";
import { useStaleNotice } from "./use-stale-notice.ts";

interface StepDialogProps {
  readonly item: ActionItem;
  readonly step: ActionStepName;
  readonly spot?: Spot;
  readonly onClose: () => void;
}

/** Asks for the reason or the evidence of a step. What was typed stays when the step is refused. */
export function StepDialog({ item, step, spot, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const toast = useToast();
  const writes = useActionWrites();
  const formId = useId();
  const [text, setText] = useState("");
  const [isEmpty, setIsEmpty] = useState(false);
  const stale = useStaleNotice(item);
  const wantsEvidence = needOf(step) === "evidence";
  // Where something was given before, the server decides whether it still counts.
  const hasEvidence =
    wantsEvidence && (item as Partial<WholeAction>).evidenceGiven?.some(() => true) === true;
  const write = useWrite(({ body, from }: { body: StepBody; from: ActionItem }, key) =>
    writes.step(from, {
      body,
      key,
      shown: { rank: spot ? rankAt(spot.column, spot.place) : rankAtEnd },
    }),
  );

  const texts: Partial<Record<ActionStepName, readonly [title: string, label: string]>> = {
    block: [t("actions.stepDialog.block"), t("actions.stepDialog.reasonBlock")],
    refuse: [t("actions.stepDialog.refuse"), t("actions.stepDialog.reasonRefuse")],
    reopen: [t("actions.stepDialog.reopen"), t("actions.stepDialog.reasonReopen")],
    cancel: [t("actions.stepDialog.cancel"), t("actions.stepDialog.reasonCancel")],
    mark_done: [t("actions.stepDialog.mark_done"), t("actions.stepDialog.evidence")],
  };
  const [title, label] = texts[step] ?? [words.step[step], ""];

  function submit(event: FormEvent): void {
    event.preventDefault();
    const typed = text.trim();
    if (typed === "" && !hasEvidence) {
      setIsEmpty(true);
      return;
    }
    const body: StepBody = {
      event: step,
      ...(typed === "" ? {} : wantsEvidence ? { evidence: typed } : { reason: typed }),
      ...(spot && !stale.isStale ? { place: spot.place } : {}),
    };
    write.mutate(
      { body, from: stale.current },
      {
        onSuccess: () => {
          const to = stateAfter(stale.current.state, step) ?? stale.current.state;
          toast.show({
            tone: "ok",
            text: t("actions.moved", { title: words.titleOf(item), state: words.state[to] }),
          });
          onClose();
        },
        onError: (error) => {
          if (isOvertaken(error)) stale.refresh();
        },
      },
    );
  }

  const isRefused = write.error !== null && !isOvertaken(write.error);
  const missing = wantsEvidence
    ? t("actions.form.evidenceRequired")
    : t("actions.form.reasonRequired");
  return (
    <Dialog
      isOpen
      size="small"
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("actions.stepDialog.back")}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant={step === "cancel" ? "danger" : "primary"}
            isPending={write.isPending}
          >
            {words.step[step]}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.item}>{words.titleOf(item)}</p>
        {stale.isStale && <FormNotice tone="warn">{stale.text}</FormNotice>}
        {isRefused && <FormNotice tone="danger">{problemText(t, write.error)}</FormNotice>}
        <TextArea
          autoFocus
          label={label}
          isRequired={!hasEvidence}
          maxLength={wantsEvidence ? 4000 : 1000}
          description={
            wantsEvidence
              ? t("actions.stepDialog.evidenceHelp")
              : t("actions.stepDialog.reasonHelp")
          }
          value={text}
          onChange={(value) => {
            setText(value);
            setIsEmpty(false);
          }}
          errorMessage={isEmpty ? missing : undefined}
        />
      </form>
    </Dialog>
  );
}
