import type { PaperSummary } from "@istmo/contracts";
import type { TFunction } from "i18next";
import { Languages } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Badge } from "../../ui/badge.tsx";
import { Notice } from "../../ui/notice.tsx";

type Translations = Pick<PaperSummary, "translations">;

/** What is wrong with the translations: "2 secciones desactualizadas en inglés". */
function translationWarnings(t: TFunction, { translations }: Translations): string[] {
  return translations.flatMap(({ language: code, stale, missing }) => {
    const language = t(`papers.inLanguage.${code}`);
    return [
      ...(stale > 0 ? [t("papers.translationStale", { count: stale, language })] : []),
      ...(missing > 0 ? [t("papers.translationMissing", { count: missing, language })] : []),
    ];
  });
}

/** Says in a list or head that translations are behind; nothing where they are not. */
export function TranslationBadges({ paper }: { paper: Translations }) {
  const { t } = useTranslation();
  return translationWarnings(t, paper).map((warning) => (
    <Badge key={warning} tone="warn" icon={<Languages aria-hidden="true" />}>
      {warning}
    </Badge>
  ));
}

/** The same before a text is handed over. */
export function TranslationNotice({ paper }: { paper: Translations }) {
  const { t } = useTranslation();
  const warnings = translationWarnings(t, paper);
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn">{t("papers.translationWarning", { what: warnings.join("; ") })}</Notice>
  );
}
