import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { LinkToken } from "../../lib/link-token.ts";
import { problemOf, problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { OutsideMessage } from "./outside-form.tsx";

export type LinkKind = "invitation" | "reset" | "first";

/** Too short or too long to be one of ours: the server would not even look. */
export const brokenLink = { code: "link_unknown" };
export function isBrokenLink({ value }: LinkToken): boolean {
  return value.length < 20 || value.length > 200;
}

const deadLinks: ReadonlySet<string> = new Set(["link_expired", "link_used", "link_unknown"]);

/** Whether an error says that the link itself will never work. */
export function isDeadLink(error: unknown): boolean {
  return deadLinks.has(problemOf(error).code);
}

/** A link that does not work: why, and what to do next. Without an error there was no link at all. */
export function LinkProblem({
  kind,
  error,
  onRetry,
}: {
  kind: LinkKind;
  error?: unknown;
  /** For what may pass: no connection, a server that is away. */
  onRetry?: () => void;
}) {
  const { t } = useTranslation();
  const isMissing = error === undefined;
  const isDead = isMissing || isDeadLink(error);
  if (!isDead) {
    return (
      <OutsideMessage title={t("identity.link.faultTitle")} text={problemText(t, error)}>
        {onRetry !== undefined && <Button onPress={onRetry}>{t("ui.retry")}</Button>}
      </OutsideMessage>
    );
  }
  const { code } = problemOf(error);
  const title = isMissing ? t("identity.link.missingTitle") : t(`identity.link.title.${code}`);
  const next =
    code === "link_used"
      ? t(`identity.link.usedNext.${kind}`)
      : t(isMissing ? "identity.link.missingText" : `identity.link.next.${kind}`);
  return (
    <OutsideMessage title={title} text={next}>
      {kind === "reset" && <Link to="/forgot-password">{t("identity.link.askAgain")}</Link>}
      <Link to="/sign-in" search={{}}>
        {t("identity.toSignIn")}
      </Link>
    </OutsideMessage>
  );
}
