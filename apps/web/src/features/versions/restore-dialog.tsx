import type { EditionVersion } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useRestoreVersion } from "../../api/versions.ts";
import { problemText } from "../../lib/problem-text.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";

/** What is to be written into the text. */
export interface Restored {
  readonly canonical: string;
  /** Null for all of it. */
  readonly sectionId: string | null;
  /** The version that is put back, and the one as which the text before was kept. */
  readonly number: number;
  readonly keptNumber: number;
}

/** Says what putting a text back will do, and does it. */
export function RestoreDialog({
  editionId,
  version,
  name,
  section,
  onRestore,
  onClose,
}: {
  editionId: string;
  version: EditionVersion;
  name: string;
  /** Null for all of the text. */
  section: { readonly id: string; readonly heading: string } | null;
  onRestore: (restored: Restored) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const restore = useRestoreVersion(editionId);
  const { number } = version;
  const sectionId = section?.id ?? null;
  return (
    <FormDialog
      title={
        section === null
          ? t("versions.restore.title", { number })
          : t("versions.restore.sectionTitle", { number, heading: section.heading })
      }
      text={
        <>
          <p>
            {section === null
              ? t("versions.restore.text", { number, name })
              : t("versions.restore.sectionText", { number, name, heading: section.heading })}
          </p>
          <p>{t("versions.restore.kept")}</p>
        </>
      }
      submitLabel={t("versions.restore.submit")}
      isPending={restore.isPending}
      problem={restore.error === null ? null : problemText(t, restore.error)}
      onClose={onClose}
      onSubmit={() =>
        restore.mutate(
          { id: version.id, sectionId },
          {
            onSuccess: ({ text, keptNumber }) => {
              onClose();
              onRestore({ canonical: text.canonical, sectionId, number, keptNumber });
            },
          },
        )
      }
    />
  );
}
