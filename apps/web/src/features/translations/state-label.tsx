import type { TranslatedSection } from "@istmo/contracts";
import { CircleCheck, CircleDashed, CircleHelp, Minus, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "../../ui/badge.tsx";

type State = TranslatedSection["state"];

const icons = {
  up_to_date: CircleCheck,
  stale: TriangleAlert,
  unmarked: CircleHelp,
  missing: CircleDashed,
  empty: Minus,
} as const;
const tones: Readonly<Record<State, Tone>> = {
  up_to_date: "ok",
  stale: "warn",
  unmarked: "accent",
  missing: "danger",
  empty: "outline",
};

/** Where a section stands, in words and with a sign of its own: never by colour alone. */
export function StateLabel({ state }: { state: State }) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <Badge tone={tones[state]} icon={<Icon aria-hidden="true" />}>
      {t(`translation.state.${state}`)}
    </Badge>
  );
}
