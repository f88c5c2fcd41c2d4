import type { ActionItem, CreateAction, FieldConflict, Priority } from "@istmo/contracts";
import { lazy, Suspense, useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, isProblem } from "../../api/problem.ts";
import { usePeople } from "../../api/queries.ts";
import { useWrite } from "../../api/use-write.ts";
import { addWords } from "../../i18n/i18n.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea, TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import styles from "./action-dialog.module.css";
import {
  changeOf,
  creationOf,
  draftOf,
  faultsOf,
  movesLateDate,
  repetitions,
  titleLength,
  type ActionDraft,
  type ActionOrigin,
  type DraftField,
  type Repeats,
} from "./action-draft.ts";
import { useActionWords } from "./action-words.ts";
import { FormNotice } from "./form-notice.tsx";
import { isOvertaken } from "./is-overtaken.ts";
import { useActionSurroundings } from "./use-action-surroundings.ts";
import { mineOf, withoutFields } from "./conflict-choice.ts";
import { OrganisationField } from "./organisation-field.tsx";
import { OutputField } from "./output-field.tsx";
import { useActionWrites, type ChangeBody } from "./use-action-writes.ts";
import { useFaultWords } from "./use-fault-words.ts";
import { useOwnerOptions } from "./use-owner-options.ts";
import { useStaleNotice } from "./use-stale-notice.ts";

/** Comes with its words when two have changed the same. */
const ConflictDialog = lazy(async () => {
  const [dialog] = await Promise.all([import("./detail/conflict-dialog.tsx"), addWords("action")]);
  return { default: dialog.ConflictDialog };
});

export interface NewAction {
  /** The paragraph of a paper that the action comes from. */
  readonly origin?: ActionOrigin;
  /** A first title, such as the text selected in the paper. */
  readonly title?: string;
  readonly centreId?: string | null;
  /** Makes it in another way than by itself, such as out of a comment. It has no description then. */
  readonly send?: (body: CreateAction, key: string) => Promise<ActionItem>;
}

interface CreateActionDialogProps {
  readonly prefill?: NewAction;
  readonly onCreated: (item: ActionItem) => void;
  readonly onCancel: () => void;
}

/** Makes an action. */
export function CreateActionDialog({ prefill = {}, onCreated, onCancel }: CreateActionDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const writes = useActionWrites();
  const { createFor, firstOwnerFor } = useActionSurroundings();
  const [typed, setTyped] = useState<Partial<ActionDraft>>({});
  const wanted = prefill.centreId === null ? "" : prefill.centreId;
  const centre = (createFor.find(({ id }) => id === wanted) ?? createFor[0])?.id ?? "";
  const draft: ActionDraft = {
    title: prefill.title?.replace(/\s+/g, " ").trim().slice(0, titleLength) ?? "",
    description: "",
    centre,
    owner: firstOwnerFor(typed.centre ?? centre),
    organisation: "",
    startOn: "",
    dueOn: "",
    priority: "normal",
    output: "",
    repeats: "",
    reason: "",
    ...typed,
  };
  const write = useWrite((body: CreateAction, key) => (prefill.send ?? writes.create)(body, key), {
    onSuccess: onCreated,
  });
  return (
    <ActionForm
      title={t("actions.form.create")}
      submitLabel={t("actions.form.submitCreate")}
      draft={draft}
      onType={(changes) => setTyped((before) => ({ ...before, ...changes }))}
      onSubmit={() => write.mutate(creationOf(draft, language, prefill.origin))}
      onCancel={onCancel}
      isPending={write.isPending}
      error={write.error}
      centres={createFor}
      hasDescription={prefill.send === undefined}
      {...(prefill.origin && prefill.title ? { titleHelp: t("actions.form.fromPaper") } : {})}
    />
  );
}

interface EditActionDialogProps {
  readonly item: ActionItem;
  readonly onSaved: (item: ActionItem) => void;
  readonly onCancel: () => void;
}

/** Changes an action; what a colleague changes meanwhile is told, and what was typed stays. */
export function EditActionDialog({ item, onSaved, onCancel }: EditActionDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const writes = useActionWrites();
  const { nameOf } = useActionSurroundings();
  // The item as it was when the form opened: live refreshes must not change it under the hand.
  const [opened] = useState(item);
  const [typed, setTyped] = useState<Partial<ActionDraft>>({});
  const stale = useStaleNotice(opened);
  const [conflict, setConflict] = useState<(FieldConflict & { body: ChangeBody }) | null>(null);
  const people = usePeople().data;
  const ownerName = (id: string) => people?.find((one) => one.id === id)?.name ?? id;
  // After a refusal the fields that were not touched show what the colleague made of them.
  const draft: ActionDraft = { ...draftOf(stale.current, language), ...typed };
  const write = useWrite(
    ({ from, body }: { from: ActionItem; body: ReturnType<typeof changeOf> }, key) =>
      writes.change(from, { body, key }),
  );

  function submit(): void {
    const body = changeOf(draft, stale.current, language);
    if (Object.keys(body).length === 0) {
      onSaved(stale.current);
      return;
    }
    send(stale.current, body);
  }

  function send(from: ActionItem, body: ChangeBody): void {
    write.mutate(
      { from, body },
      {
        onSuccess: (saved) => {
          toast.show({ tone: "ok", text: t("actions.saved") });
          onSaved(saved);
        },
        onError: (error) => {
          if (isProblem(error, "field_conflict"))
            setConflict({ body, ...(error.details as unknown as FieldConflict) });
          else if (isOvertaken(error)) stale.refresh();
        },
      },
    );
  }

  /** Sends what the person chose on top of what the colleague wrote. */
  function choose(theirs: ReadonlySet<string>): void {
    if (conflict === null) return;
    setConflict(null);
    const body = withoutFields(conflict.body, theirs);
    const kept = Object.keys(body).filter((name) => name !== "reason");
    if (kept.length === 0) {
      onSaved(stale.current);
      return;
    }
    send({ ...stale.current, version: conflict.version }, body);
  }

  return (
    <>
      <ActionForm
        title={t("actions.form.edit")}
        submitLabel={t("actions.form.submitEdit")}
        draft={draft}
        item={stale.current}
        onType={(changes) => setTyped((before) => ({ ...before, ...changes }))}
        onSubmit={submit}
        onCancel={onCancel}
        isPending={write.isPending}
        error={write.error}
        {...(stale.isStale ? { notice: stale.text } : {})}
        centres={[{ id: opened.centreId ?? "", label: nameOf(opened.centreId) }]}
      />
      {conflict && (
        <Suspense>
          <ConflictDialog
            conflict={conflict}
            mine={mineOf(conflict.body, draft, ownerName)}
            onChoose={choose}
            onClose={() => setConflict(null)}
          />
        </Suspense>
      )}
    </>
  );
}

interface ActionFormProps {
  readonly title: string;
  readonly submitLabel: string;
  readonly titleHelp?: string;
  readonly hasDescription?: boolean;
  readonly draft: ActionDraft;
  /** The item as the form was opened; absent when a new one is made. */
  readonly item?: ActionItem;
  readonly centres: readonly { readonly id: string; readonly label: string }[];
  readonly notice?: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onType: (changes: Partial<ActionDraft>) => void;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}

/** The field of the form that a refusal is about, by the path or the code of the server. */
const fieldOfCode: Partial<Record<string, DraftField>> = {
  due_before_today: "dueOn",
  due_before_start: "startOn",
  unknown_organisation: "organisation",
  person_without_access: "organisation",
  owner_without_access: "owner",
  unknown_person: "owner",
  unknown_centre: "centre",
  unknown_output: "output",
  recurrence_needs_date: "dueOn",
  reason_required: "reason",
};
const pathOfField: Record<DraftField, string> = {
  title: "title",
  description: "description",
  centre: "centreId",
  owner: "ownerId",
  organisation: "organisationId",
  startOn: "startOn",
  dueOn: "dueOn",
  priority: "priority",
  output: "output",
  repeats: "recurrence",
  reason: "reason",
};

function ActionForm({
  title,
  submitLabel,
  titleHelp,
  hasDescription = true,
  draft,
  item,
  centres,
  notice,
  isPending,
  error,
  onType,
  onSubmit,
  onCancel,
}: ActionFormProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const faultWords = useFaultWords();
  const surroundings = useActionSurroundings();
  const formId = useId();
  const [wasTried, setWasTried] = useState(false);
  const [mendedSince, setMendedSince] = useState<ReadonlySet<DraftField>>(new Set());
  const owners = useOwnerOptions(draft.centre, surroundings, item?.abilities.assignAcross);
  const today = surroundings.todayFor(draft.centre === "" ? null : draft.centre);
  const faults = faultsOf(draft, today, item);
  const isNew = item === undefined;

  function type(changes: Partial<ActionDraft>): void {
    setMendedSince((before) => new Set([...before, ...(Object.keys(changes) as DraftField[])]));
    onType(changes);
  }

  function problemOfField(field: DraftField): string | undefined {
    if (!(error instanceof ApiProblem) || mendedSince.has(field)) return undefined;
    if (fieldOfCode[error.code] === field) return problemText(t, error);
    return error.field(pathOfField[field]) === undefined ? undefined : faultWords.refused;
  }
  function faultOfField(field: DraftField): string | undefined {
    const fault = faults[field];
    return (wasTried && fault ? faultWords[fault] : undefined) ?? problemOfField(field);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    setWasTried(true);
    setMendedSince(new Set());
    if (Object.keys(faults).length === 0 && !isPending) onSubmit();
  }

  const hasFieldProblem = (Object.keys(pathOfField) as DraftField[]).some(
    (field) => problemOfField(field) !== undefined,
  );
  const isStale = isOvertaken(error);
  return (
    <Dialog
      isOpen
      title={title}
      onClose={onCancel}
      footer={
        <>
          <Button variant="quiet" onPress={onCancel}>
            {t("actions.form.cancel")}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isPending={isPending}
            isDisabled={isNew && centres.length === 0}
          >
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit} noValidate>
        {notice !== undefined && <FormNotice tone="warn">{notice}</FormNotice>}
        {error !== null && !isStale && !hasFieldProblem && (
          <FormNotice tone="danger">{problemText(t, error)}</FormNotice>
        )}
        {isNew && centres.length === 0 && (
          <FormNotice tone="warn">{t("actions.form.noCentre")}</FormNotice>
        )}
        <TextField
          autoFocus
          isRequired
          label={words.field.title}
          description={titleHelp ?? t("actions.form.titleHelp")}
          value={draft.title}
          onChange={(value) => type({ title: value })}
          errorMessage={faultOfField("title")}
        />
        {hasDescription && (
          <TextArea
            label={words.field.description}
            rows={3}
            value={draft.description}
            onChange={(value) => type({ description: value })}
            errorMessage={faultOfField("description")}
          />
        )}
        <div className={styles.pair}>
          <Select
            label={t("actions.field.centre")}
            options={centres}
            value={draft.centre}
            isDisabled={!isNew || centres.length < 2}
            onChange={(centre) => type({ centre, owner: "" })}
            errorMessage={faultOfField("centre")}
          />
          <Select
            label={words.field.owner}
            options={owners.options}
            value={draft.owner}
            onChange={(owner) => type({ owner })}
            errorMessage={owners.isAway ? t("actions.form.peopleAway") : faultOfField("owner")}
          />
        </div>
        {item?.abilities.assignAcross === true && (
          <OrganisationField
            value={draft.organisation}
            onChange={(organisation) => type({ organisation })}
            errorMessage={faultOfField("organisation")}
          />
        )}
        <div className={styles.pair}>
          <DateField
            label={t("actions.field.startOn")}
            value={draft.startOn}
            onChange={(startOn) => type({ startOn })}
            errorMessage={faultOfField("startOn")}
          />
          <DateField
            label={words.field.dueOn}
            value={draft.dueOn}
            {...(isNew ? { min: today } : {})}
            onChange={(dueOn) => type({ dueOn })}
            errorMessage={faultOfField("dueOn")}
          />
        </div>
        <div className={hasDescription && isNew ? styles.pair : undefined}>
          <Select
            label={words.field.priority}
            options={[
              { id: "high", label: words.priority.high },
              { id: "normal", label: words.priority.normal },
              { id: "low", label: words.priority.low },
            ]}
            value={draft.priority}
            onChange={(value) => type({ priority: value as Priority })}
            errorMessage={faultOfField("priority")}
          />
          {hasDescription && isNew && (
            <Select
              label={t("actions.field.repeats")}
              options={(["", ...Object.keys(repetitions)] as Repeats[]).map((id) => ({
                id,
                label: t(`actions.repeats.${id === "" ? "never" : id}`),
              }))}
              value={draft.repeats}
              onChange={(repeats) => type({ repeats: repeats as Repeats })}
            />
          )}
        </div>
        {hasDescription && (
          <OutputField
            value={draft.output}
            onChange={(output) => type({ output })}
            errorMessage={faultOfField("output")}
          />
        )}
        {movesLateDate(item, draft) && (
          <TextField
            isRequired
            label={t("actions.form.dateReason")}
            description={t("actions.form.dateReasonHelp")}
            maxLength={1000}
            value={draft.reason}
            onChange={(reason) => type({ reason })}
            errorMessage={faultOfField("reason")}
          />
        )}
      </form>
    </Dialog>
  );
}
