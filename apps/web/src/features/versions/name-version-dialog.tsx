import { versionNameLength, type EditionVersion } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useKeepVersion, useNameVersion } from "../../api/versions.ts";
import { problemText } from "../../lib/problem-text.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** Keeps the text as it stands under a name, or names a version. */
export function NameVersionDialog({
  editionId,
  version,
  onClose,
}: {
  editionId: string;
  /** Null for the text as it stands. */
  version: EditionVersion | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(version?.name ?? "");
  const [isEmptyTold, setEmptyTold] = useState(false);
  const keep = useKeepVersion(editionId);
  const rename = useNameVersion(editionId);
  const error = keep.error ?? rename.error;
  const submit = () => {
    if (name.trim() === "") {
      setEmptyTold(true);
      return;
    }
    if (version === null) keep.mutate(name, { onSuccess: onClose });
    else rename.mutate({ id: version.id, version: version.version, name }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={
        version === null
          ? t("versions.keep.title")
          : t("versions.name.title", { number: version.number })
      }
      text={version === null ? t("versions.keep.text") : undefined}
      submitLabel={t(version === null ? "versions.keep.submit" : "versions.name.submit")}
      isPending={keep.isPending || rename.isPending}
      problem={error === null ? null : problemText(t, error)}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField
        autoFocus
        label={t("versions.name.field")}
        description={t("versions.name.example")}
        maxLength={versionNameLength}
        value={name}
        onChange={setName}
        {...(isEmptyTold && name.trim() === "" ? { errorMessage: t("versions.name.needed") } : {})}
      />
    </FormDialog>
  );
}
