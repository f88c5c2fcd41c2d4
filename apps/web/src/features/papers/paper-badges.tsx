import type { Classification, PaperStage } from "@istmo/contracts";
import { LockKeyhole } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { CodeChip } from "../../ui/code-chip.tsx";
import styles from "./paper-badges.module.css";

const stageTones: Partial<Record<PaperStage, Tone>> = {
  submitted: "warn",
  in_expert_review: "accent",
  in_expert_clearance: "accent",
  in_policy_clearance: "accent",
  cleared: "ok",
  issued: "ok",
};

export function StageBadge({ stage }: { stage: PaperStage }) {
  const { t } = useTranslation();
  return <Badge tone={stageTones[stage] ?? "neutral"}>{t(`stage.${stage}`)}</Badge>;
}

export function ClassificationBadge({ classification }: { classification: Classification }) {
  const { t } = useTranslation();
  if (classification === "unclassified") {
    return <Badge>{t("classification.unclassified")}</Badge>;
  }
  return (
    <Badge
      tone={classification === "strictly_confidential" ? "danger" : "warn"}
      icon={<LockKeyhole aria-hidden="true" />}
    >
      {t(`classification.${classification}`)}
    </Badge>
  );
}

export function SampleBadge() {
  const { t } = useTranslation();
  return (
    <span className={styles.sample} title={t("papers.sampleText")}>
      <Badge tone="outline">{t("papers.sample")}</Badge>
    </span>
  );
}

/** The participating centres by code, the lead first and filled. */
export function CentreChips({ leadId, ids }: { leadId: string; ids: readonly string[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const ordered = [leadId, ...ids.filter((id) => id !== leadId)];
  return (
    <span className={styles.chips}>
      {ordered.map((id) => {
        const centre = centreOf(id);
        if (centre === undefined) return null;
        const name = centre.shortName[language];
        return (
          <CodeChip
            key={id}
            code={centre.code}
            isLead={id === leadId}
            name={id === leadId ? t("papers.leadName", { name }) : name}
          />
        );
      })}
    </span>
  );
}
