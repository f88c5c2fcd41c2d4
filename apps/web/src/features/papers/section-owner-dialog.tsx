import type { AssignSection, Paper } from "@istmo/contracts";
import { othersMayWays, regionalOfficeId, type OthersMay } from "@istmo/domain";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { useWrite } from "../../api/use-write.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Choices } from "../../ui/choices.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useToast } from "../../ui/toaster.tsx";
import type { ShownSection } from "./shown-sections.ts";
import { useSectionOwner } from "./use-section-owner.ts";

/** Gives a section to a centre of the paper or to the office, and says what the others may do there. */
export function SectionOwnerDialog({
  paper,
  section,
  heading,
  onClose,
}: {
  readonly paper: Paper;
  readonly section: ShownSection;
  readonly heading: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const toast = useToast();
  const ownerOf = useSectionOwner();
  const [ownerId, setOwnerId] = useState(section.ownerId ?? paper.leadCentreId);
  const [chosen, setChosen] = useState<OthersMay | null>(null);
  const isSameOwner = ownerId === section.ownerId;
  const othersMay = chosen ?? (isSameOwner ? section.othersMay : "suggest");
  const assign = useWrite(
    async (body: AssignSection, key) => {
      try {
        const path = `/papers/${paper.id}/sections/${encodeURIComponent(section.sectionId)}/owner`;
        return await api.post<Paper>(path, body, key);
      } catch (error) {
        if (isProblem(error, "stale_version"))
          void queryClient.invalidateQueries({ queryKey: queryKeys.paper(paper.id) });
        throw error;
      }
    },
    {
      onSuccess: (changed) => {
        queryClient.setQueryData(queryKeys.paper(paper.id), changed);
        toast.show({ tone: "ok", text: t("sections.assigned", { name: ownerOf(ownerId).name }) });
        onClose();
      },
    },
  );
  return (
    <FormDialog
      title={t("sections.assign")}
      text={heading}
      submitLabel={t("sections.save")}
      isPending={assign.isPending}
      problem={assign.error === null ? undefined : problemText(t, assign.error)}
      onClose={onClose}
      onSubmit={() => assign.mutate({ ownerId, othersMay, version: section.version })}
    >
      <Choices
        label={t("sections.owner")}
        value={ownerId}
        onChange={setOwnerId}
        choices={[...paper.centreIds, regionalOfficeId].map((id) => ({
          id,
          label: ownerOf(id).name,
        }))}
      />
      <Choices
        label={t("sections.others")}
        value={othersMay}
        onChange={(id) => setChosen(othersMayWays.find((way) => way === id) ?? null)}
        choices={[...othersMayWays].reverse().map((way) => ({
          id: way,
          label: t(`sections.may.${way}`),
          description: t(`sections.mayText.${way}`),
        }))}
      />
    </FormDialog>
  );
}
