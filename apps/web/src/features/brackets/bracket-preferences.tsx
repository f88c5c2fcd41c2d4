import { useTranslation } from "react-i18next";

import { useBracketPreferences, usePreferAlternative } from "../../api/brackets.ts";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useOrganisationLookup } from "../../api/use-organisation-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

import styles from "./bracket-preferences.module.css";

interface BracketPreferencesProps {
  readonly paperId: string;
  readonly bracketId: string;
  readonly alternativeId: string;
}

/** Who prefers an alternative, as far as this person may see it, and saying so for one's own. */
export function BracketPreferences(props: BracketPreferencesProps) {
  const { paperId, bracketId, alternativeId } = props;
  const { t } = useTranslation();
  const nameOf = useSubjectAbbreviation();
  const { data } = useBracketPreferences(paperId);
  const prefer = usePreferAlternative(paperId);
  if (data === undefined) return null;
  const here = data.preferences.filter(
    (it) => it.bracketId === bracketId && it.alternativeId === alternativeId,
  );
  const others = here.filter(({ subject }) => !data.mayPreferFor.includes(subject));
  if (others.length === 0 && data.mayPreferFor.length === 0) return null;

  return (
    <div className={styles.line}>
      {others.length > 0 && (
        <span className={styles.others}>
          <span className={styles.label}>{t("brackets.preferredBy")}</span>
          {others.map(({ subject }) => (
            <Badge key={subject} tone="outline">
              {nameOf(subject)}
            </Badge>
          ))}
        </span>
      )}
      {data.mayPreferFor.map((subject) => {
        const isPreferred = here.some((it) => it.subject === subject);
        return (
          <Button
            key={subject}
            size="small"
            variant="quiet"
            aria-pressed={isPreferred}
            isPending={prefer.isPending}
            onPress={() =>
              prefer.mutate({
                bracketId,
                subject,
                alternativeId: isPreferred ? null : alternativeId,
              })
            }
          >
            <span aria-hidden="true">{isPreferred ? "●" : "○"}</span>
            {t("brackets.prefer", { who: nameOf(subject) })}
          </Button>
        );
      })}
      {prefer.error !== null && <Notice tone="danger">{problemText(t, prefer.error)}</Notice>}
    </div>
  );
}

/** A centre by its code, an organisation by its abbreviation. */
function useSubjectAbbreviation(): (subject: string) => string {
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const organisationOf = useOrganisationLookup();
  return (subject) => {
    const [kind = "", id = ""] = subject.split(":");
    return kind === "centre"
      ? (centreOf(id)?.code ?? id)
      : (organisationOf(id)?.abbreviation[language] ?? id);
  };
}
