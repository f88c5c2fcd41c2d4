import type { TranslatedSection, Translation } from "@istmo/contracts";
import { CheckCheck, Equal, Eye, ListPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMarkSection, useMendTranslation, type SectionMark } from "../../api/translations.ts";
import { isProblem } from "../../api/problem.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { Button } from "../../ui/button.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { SectionChanges } from "./section-changes.tsx";
import styles from "./section-actions.module.css";

/** What is done about one section: see what has changed, say that it is translated, mend it. */
export function SectionActions({
  translation,
  section,
}: {
  translation: Translation;
  section: TranslatedSection;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [showsChanges, setShowsChanges] = useState(false);
  const { editionId, originalLanguage, abilities } = translation;
  const { sectionId, sourceSha256, state } = section;
  const marking = useMarkSection(editionId);
  const mending = useMendTranslation(editionId);
  const mark = (end: SectionMark["end"]) =>
    marking.mutate(
      { sectionId, sourceSha256, end },
      {
        onError: (error) => {
          if (isProblem(error, "stale_version"))
            toast.show({ tone: "danger", text: t("translation.mark.stale") });
          else toast.showProblem(error);
        },
      },
    );
  const missing = section.differences.filter(({ problem }) => problem === "missing").length;
  const mayMarkTranslated = abilities.mark && (state === "stale" || state === "unmarked");
  return (
    <div className={styles.actions}>
      <Facts section={section} />
      <div className={styles.buttons}>
        {state === "stale" && (
          <Button
            size="small"
            icon={<Eye />}
            aria-expanded={showsChanges}
            onPress={() => setShowsChanges(!showsChanges)}
          >
            {t(showsChanges ? "translation.changes.hide" : "translation.changes.show")}
          </Button>
        )}
        {mayMarkTranslated && (
          <Button
            size="small"
            icon={<CheckCheck />}
            isPending={marking.isPending}
            onPress={() => mark("translated")}
          >
            {t("translation.mark.translated")}
          </Button>
        )}
        {abilities.mark && state === "stale" && (
          <Button
            size="small"
            icon={<Equal />}
            isPending={marking.isPending}
            onPress={() => mark("unchanged-meaning")}
          >
            {t("translation.mark.unchangedMeaning")}
          </Button>
        )}
        {abilities.mark && missing > 0 && (
          <Button
            size="small"
            icon={<ListPlus />}
            isPending={mending.isPending}
            onPress={() => mending.mutate(sectionId, { onError: toast.showProblem })}
          >
            {t("translation.mend.section", { count: missing })}
          </Button>
        )}
      </div>
      {showsChanges && state === "stale" && (
        <div className={styles.changes}>
          <SectionChanges
            editionId={editionId}
            sectionId={sectionId}
            sourceSha256={sourceSha256}
            language={originalLanguage}
          />
        </div>
      )}
    </div>
  );
}

/** How far it has come, who said so, and where its structure differs. */
function Facts({ section }: { section: TranslatedSection }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { marked, state, translated, toTranslate, differenceCount } = section;
  const facts: string[] = [];
  if (state !== "empty" && translated < toTranslate)
    facts.push(t("translation.progress", { translated, count: toTranslate }));
  if (marked !== null && state !== "missing")
    facts.push(
      t(`translation.marked.${marked.how}`, {
        name: marked.by.name,
        when: formatMoment(marked.at, language),
      }),
    );
  if (differenceCount > 0) facts.push(t("translation.differences", { count: differenceCount }));
  return facts.length === 0 ? null : <p className={styles.facts}>{facts.join(" · ")}</p>;
}
