import type { Classification, ManagedPerson } from "@istmo/contracts";
import { LockKeyhole } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Badge } from "../../ui/badge.tsx";

export function ClearanceBadge({ level }: { level: Classification }) {
  const { t } = useTranslation();
  if (level === "unclassified") return <Badge>{t("people.notCleared")}</Badge>;
  return (
    <Badge
      tone={level === "strictly_confidential" ? "danger" : "warn"}
      icon={<LockKeyhole aria-hidden="true" />}
    >
      {t(`classification.${level}`)}
    </Badge>
  );
}

export type PersonState = "active" | "deactivated" | "without_post";

/** A person without a post of today may sign in and finds nothing. */
export function stateOf(person: Pick<ManagedPerson, "deactivatedAt" | "posts">): PersonState {
  if (person.deactivatedAt !== null) return "deactivated";
  return person.posts.some(({ state }) => state === "held") ? "active" : "without_post";
}

export function PersonStateBadge({ person }: { person: ManagedPerson }) {
  const { t } = useTranslation();
  const state = stateOf(person);
  const tones = { active: "ok", deactivated: "danger", without_post: "warn" } as const;
  return <Badge tone={tones[state]}>{t(`people.state.${state}`)}</Badge>;
}

export function SampleMark() {
  const { t } = useTranslation();
  return <Badge tone="outline">{t("papers.sample")}</Badge>;
}
