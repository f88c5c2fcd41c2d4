import type { Round } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Record<Round["state"], Tone> = {
  planned: "neutral",
  open: "accent",
  closed: "warn",
  answered: "ok",
  cancelled: "neutral",
};

export function RoundStateBadge({ state }: { state: Round["state"] }) {
  const { t } = useTranslation();
  return <Badge tone={tones[state]}>{t(`rounds.state.${state}`)}</Badge>;
}
