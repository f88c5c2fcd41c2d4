import { viewNameLength, type CreateView, type SavedView } from "@istmo/contracts";
import { isOffice, isStaff } from "@istmo/domain";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeView, useCreateView, useDeleteView } from "../../api/action-views.ts";
import { useMe } from "../../api/queries.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Choices } from "../../ui/choices.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { ActionSurroundings } from "./use-action-surroundings.ts";

/** Names a view: a new one, or one that is there. */
export function NameViewDialog({
  view,
  kept,
  onClose,
  onSaved,
}: {
  view?: SavedView;
  kept?: Pick<CreateView, "filter" | "kind">;
  onClose: () => void;
  onSaved?: (view: SavedView) => void;
}) {
  const { t } = useTranslation();
  const create = useCreateView();
  const change = useChangeView();
  const [name, setName] = useState(view?.name ?? "");
  const [wasTried, setWasTried] = useState(false);
  const isMissing = name.trim() === "";
  const send = view === undefined ? create : change;
  const done = (saved: SavedView) => {
    onSaved?.(saved);
    onClose();
  };
  return (
    <FormDialog
      size="small"
      title={t(view === undefined ? "actionTools.views.save" : "actionTools.views.rename")}
      {...(view === undefined ? { text: t("actionTools.views.saveText") } : {})}
      submitLabel={t("actionTools.views.submit")}
      isPending={send.isPending}
      problem={send.error === null ? undefined : problemText(t, send.error)}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (isMissing) return;
        if (view !== undefined)
          change.mutate({ id: view.id, version: view.version, name }, { onSuccess: done });
        else if (kept !== undefined) create.mutate({ ...kept, name }, { onSuccess: done });
      }}
    >
      <TextField
        autoFocus
        isRequired
        label={t("actionTools.views.name")}
        maxLength={viewNameLength}
        value={name}
        onChange={setName}
        errorMessage={wasTried && isMissing ? t("actionTools.views.nameMissing") : undefined}
      />
    </FormDialog>
  );
}

/** Says with whom a view is shared; what it shows is decided for each of them. */
export function ShareViewDialog({
  view,
  surroundings,
  onClose,
}: {
  view: SavedView;
  surroundings: ActionSurroundings;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe().data;
  const change = useChangeView();
  const [reach, setReach] = useState(view.sharing.with);
  const own = new Set(me?.posts.flatMap((post) => post.centreId ?? []));
  const isOfStaff = me !== undefined && isStaff(me);
  const centres = surroundings.centres.filter(
    ({ id }) => own.has(id) || (me !== undefined && isOffice(me)),
  );
  const [centreId, setCentreId] = useState(
    view.sharing.with === "centre" ? view.sharing.centreId : (centres[0]?.id ?? ""),
  );
  const choices = (["nobody", "centre", "staff"] as const)
    .filter((id) => id === "nobody" || (isOfStaff && (id !== "centre" || centres.length > 0)))
    .map((id) => ({
      id,
      label: t(`actionTools.views.with.${id}`),
      description: t(`actionTools.views.withText.${id}`),
    }));
  return (
    <FormDialog
      size="small"
      title={t("actionTools.views.shareTitle", { name: view.name })}
      text={t("actionTools.views.shareText")}
      submitLabel={t("actionTools.views.submit")}
      isPending={change.isPending}
      problem={change.error === null ? undefined : problemText(t, change.error)}
      onClose={onClose}
      onSubmit={() => {
        const sharing = reach === "centre" ? { with: reach, centreId } : { with: reach };
        change.mutate({ id: view.id, version: view.version, sharing }, { onSuccess: onClose });
      }}
    >
      <Choices
        hideLabel
        label={t("actionTools.views.share")}
        choices={choices}
        value={reach}
        onChange={(id) => setReach(id as typeof reach)}
      />
      {reach === "centre" && (
        <Select
          label={t("actions.field.centre")}
          options={centres.map(({ id, name }) => ({ id, label: name }))}
          value={centreId}
          onChange={setCentreId}
        />
      )}
    </FormDialog>
  );
}

export function DeleteViewDialog({
  view,
  onClose,
  onDeleted,
}: {
  view: SavedView;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const { t } = useTranslation();
  const remove = useDeleteView();
  return (
    <FormDialog
      size="small"
      tone="danger"
      title={t("actionTools.views.deleteTitle", { name: view.name })}
      text={t("actionTools.views.deleteText")}
      submitLabel={t("actionTools.views.delete")}
      isPending={remove.isPending}
      problem={remove.error === null ? undefined : problemText(t, remove.error)}
      onClose={onClose}
      onSubmit={() =>
        remove.mutate(view.id, {
          onSuccess: () => {
            onDeleted();
            onClose();
          },
        })
      }
    />
  );
}
