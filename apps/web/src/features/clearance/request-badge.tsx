import type { ClearanceRequestAnswer } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Readonly<Record<ClearanceRequestAnswer["state"], Tone>> = {
  requested: "outline",
  cleared: "ok",
  cleared_with_comments: "ok",
  objected: "danger",
  no_objection: "neutral",
  overridden: "warn",
  lapsed: "outline",
};

/** How an organisation has answered, in a word. */
export function RequestBadge({
  request: { state, isConditional },
}: {
  request: Pick<ClearanceRequestAnswer, "state" | "isConditional">;
}) {
  const { t } = useTranslation();
  return (
    <Badge tone={isConditional ? "warn" : tones[state]}>
      {t(`clearance.state.${state}`)}
      {isConditional && `, ${t("clearance.condition")}`}
    </Badge>
  );
}
