import type { BibliographySource } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useAddSource, useEditSource } from "../../../api/sources.ts";
import { problemText } from "../../../lib/problem-text.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";

import { cslOf, draftOf, emptyDraft } from "./source-draft.ts";
import { problemsIn, SourceForm } from "./source-form.tsx";

interface SourceDialogProps {
  readonly paperId: string;
  /** The source that is changed; null for a new one. */
  readonly source: BibliographySource | null;
  readonly onClose: () => void;
  readonly onSaved?: (source: BibliographySource) => void;
}

/** Writes a source down, or changes it. */
export function SourceDialog({ paperId, source, onClose, onSaved }: SourceDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(source === null ? emptyDraft : draftOf(source.csl));
  const [isAsked, setAsked] = useState(false);
  const add = useAddSource(paperId);
  const edit = useEditSource(paperId);
  const { error, isPending } = source === null ? add : edit;
  const problems = problemsIn(draft, t);

  function save(): void {
    setAsked(true);
    if (Object.keys(problems).length > 0) return;
    const csl = cslOf(draft, source?.csl ?? null);
    const onSuccess = (saved: BibliographySource) => {
      onClose();
      onSaved?.(saved);
    };
    if (source === null) add.mutate({ csl }, { onSuccess });
    else edit.mutate({ id: source.id, version: source.version, csl }, { onSuccess });
  }

  return (
    <FormDialog
      title={t(source === null ? "sources.new" : "sources.edit")}
      submitLabel={t("sources.save")}
      isPending={isPending}
      problem={error === null ? undefined : problemText(t, error)}
      onSubmit={save}
      onClose={onClose}
    >
      <SourceForm draft={draft} onChange={setDraft} problems={isAsked ? problems : {}} />
    </FormDialog>
  );
}
