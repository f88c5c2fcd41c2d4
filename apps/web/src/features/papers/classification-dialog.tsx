import type { Classification, Paper } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { isProblem } from "../../api/problem.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { useWrite } from "../../api/use-write.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Choices } from "../../ui/choices.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { classifications } from "./classifications.ts";

interface Classify {
  readonly version: number;
  readonly to: Classification;
  readonly reason?: string;
}

const rankOf = (level: Classification) => classifications.indexOf(level);

/** Moves a paper to another level; what each means stands beside it. */
export function ClassificationDialog({ paper, onClose }: { paper: Paper; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [to, setTo] = useState<Classification>(paper.classification);
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const classify = useWrite(
    async (body: Classify, key) => {
      try {
        return await api.post<Paper>(`/papers/${paper.id}/classification`, body, key);
      } catch (error) {
        if (isProblem(error, "stale_version"))
          void queryClient.invalidateQueries({ queryKey: queryKeys.paper(paper.id) });
        throw error;
      }
    },
    {
      onSuccess: (changed) => {
        queryClient.setQueryData(queryKeys.paper(paper.id), changed);
        void queryClient.invalidateQueries({ queryKey: ["papers"] });
        toast.show({
          tone: "ok",
          text: t("papers.classify.done", {
            level: t(`classification.${changed.classification}`),
          }),
        });
        onClose();
      },
    },
  );
  const isOther = to !== paper.classification;
  const isLower = rankOf(to) < rankOf(paper.classification);
  const isReasonMissing = isLower && reason.trim() === "";
  return (
    <FormDialog
      title={t("papers.classify.title")}
      submitLabel={t("papers.classify.confirm")}
      isPending={classify.isPending}
      problem={classify.error === null ? undefined : problemText(t, classify.error)}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        const text = reason.trim();
        if (isOther && !isReasonMissing)
          classify.mutate({ version: paper.version, to, ...(text === "" ? {} : { reason: text }) });
      }}
    >
      <Choices
        label={t("papers.classify.level")}
        value={to}
        onChange={(id) => setTo(classifications.find((level) => level === id) ?? to)}
        errorMessage={wasTried && !isOther ? t("papers.classify.choose") : undefined}
        choices={classifications.map((level) => ({
          id: level,
          label: (
            <>
              {t(`classification.${level}`)}
              {level === paper.classification && <Badge>{t("papers.classify.now")}</Badge>}
            </>
          ),
          description: t(`papers.classify.text.${level}`),
          isDisabled: level !== paper.classification && !paper.abilities.classifyTo.includes(level),
        }))}
      />
      {isOther && (
        <>
          <Notice tone="warn">
            {t(isLower ? "papers.classify.widens" : "papers.classify.narrows")}
          </Notice>
          <TextArea
            label={t("papers.classify.reason")}
            description={t("papers.classify.reasonText")}
            isRequired={isLower}
            maxLength={2_000}
            rows={3}
            value={reason}
            onChange={setReason}
            errorMessage={wasTried && isReasonMissing ? t("error.reason_required") : undefined}
          />
        </>
      )}
    </FormDialog>
  );
}
