import { bulkAtMost, shiftAtMost, type BulkAnswer, type BulkChange } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeInBulk, useLookAtBulk, useUndoAct } from "../../api/actions-bulk.ts";
import { problemText } from "../../lib/problem-text.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { BulkFields, firstDraft, type BulkDraft, type BulkKind } from "./bulk-fields.tsx";
import { BulkReport } from "./bulk-report.tsx";
import type { ActionSurroundings } from "./use-action-surroundings.ts";

interface BulkDialogProps {
  readonly kind: BulkKind;
  readonly ids: readonly string[];
  readonly titleOf: (id: string) => string;
  readonly surroundings: ActionSurroundings;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The change as the server reads it; null while something is missing. */
function changeOf(kind: BulkKind, draft: BulkDraft): BulkChange | null {
  switch (kind) {
    case "set_owner":
      return { do: kind, ownerId: draft.personId || null };
    case "set_priority":
      return { do: kind, priority: draft.priority };
    case "set_due":
      return { do: kind, dueOn: draft.dueOn || null };
    case "shift_due": {
      const days = Number(draft.days);
      const isRight = Number.isInteger(days) && days !== 0 && Math.abs(days) <= shiftAtMost;
      return isRight ? { do: kind, days } : null;
    }
    case "add_helpers":
      return draft.personId === "" ? null : { do: kind, helperIds: [draft.personId] };
    default:
      return { do: kind };
  }
}

const moves = (kind: BulkKind) => kind === "set_due" || kind === "shift_due";

/**
 * One change of many items: first what would become of each, where one would be refused, then the
 * change, which can be taken back as one.
 */
export function BulkDialog(props: BulkDialogProps) {
  const { kind, titleOf, surroundings, onClose, onDone } = props;
  const ids = props.ids.slice(0, bulkAtMost);
  const { t } = useTranslation();
  const toast = useToast();
  const look = useLookAtBulk();
  const send = useChangeInBulk();
  const undo = useUndoAct();
  const [draft, setDraft] = useState(firstDraft);
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const [looked, setLooked] = useState<BulkAnswer | null>(null);
  const change = changeOf(kind, draft);
  const needsReason = kind === "cancel" && reason.trim() === "";
  const body = {
    ids,
    ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
  };
  const edit = (next: BulkDraft) => {
    setLooked(null);
    setDraft(next);
  };

  function tell({ actId, items }: BulkAnswer) {
    const count = items.filter(({ verdict }) => verdict === "taken").length;
    const text = t(kind === "watch" ? "actionTools.bulk.watched" : "actionTools.bulk.done", {
      count,
    });
    // The dialog has gone by then: what comes of it is told all the same.
    const takeBack = (id: string) =>
      undo.mutateAsync(id).then((back) => {
        const kept = back.items.filter(({ verdict }) => verdict === "refused").length;
        toast.show(
          kept === 0
            ? { tone: "ok", text: t("actionTools.bulk.undone") }
            : { tone: "info", text: t("actionTools.bulk.undoneBut", { count: kept }) },
        );
      }, toast.showProblem);
    toast.show({
      tone: "ok",
      text,
      ...(actId === null
        ? {}
        : { action: { label: t("actionTools.bulk.undo"), onPress: () => void takeBack(actId) } }),
    });
    onClose();
    onDone();
  }

  function submit() {
    setWasTried(true);
    if (change === null || needsReason) return;
    const wanted = { ...body, change };
    const write = () => send.mutate(wanted, { onSuccess: tell });
    if (looked !== null) write();
    else
      look.mutate(wanted, {
        onSuccess: (answer) => {
          if (answer.items.every(({ verdict }) => verdict !== "refused")) write();
          else setLooked(answer);
        },
      });
  }

  const taken = looked?.items.filter(({ verdict }) => verdict === "taken").length;
  const problem = send.error ?? look.error;
  return (
    <FormDialog
      size="small"
      tone={kind === "cancel" ? "danger" : "primary"}
      title={t(`actionTools.bulk.kind.${kind}`)}
      text={t(`actionTools.bulk.text.${kind}`, { count: ids.length })}
      submitLabel={
        taken === undefined
          ? t("actionTools.bulk.apply")
          : taken === 0
            ? t("ui.close")
            : t("actionTools.bulk.applyTo", { count: taken })
      }
      isPending={look.isPending || send.isPending}
      problem={problem === null ? undefined : problemText(t, problem)}
      onClose={onClose}
      onSubmit={() => {
        if (taken !== 0) submit();
        else onClose();
      }}
    >
      {props.ids.length > bulkAtMost && (
        <Notice tone="info">{t("actionTools.bulk.first", { count: bulkAtMost })}</Notice>
      )}
      <BulkFields
        kind={kind}
        draft={draft}
        isWrong={wasTried && change === null}
        surroundings={surroundings}
        onChange={edit}
      />
      {(kind === "cancel" || moves(kind)) && (
        <TextArea
          label={t("actionTools.bulk.reason")}
          isRequired={kind === "cancel"}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(text) => {
            setLooked(null);
            setReason(text);
          }}
          {...(moves(kind) ? { description: t("actionTools.bulk.reasonLate") } : {})}
          errorMessage={wasTried && needsReason ? t("error.reason_required") : undefined}
        />
      )}
      {looked !== null && <BulkReport answer={looked} titleOf={titleOf} />}
    </FormDialog>
  );
}
