import type { Paper, TranslatedSection, Translation } from "@istmo/contracts";
import { ArrowDown, Columns2, Languages, ListPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMendTranslation, useTranslationStanding } from "../../api/translations.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { SectionActions } from "./section-actions.tsx";
import { StateLabel } from "./state-label.tsx";
import styles from "./translation-panel.module.css";

const filters = ["all", "open", "stale", "missing", "unmarked", "differences"] as const;
type Filter = (typeof filters)[number];

const isOpen = ({ state }: TranslatedSection) =>
  state === "stale" || state === "missing" || state === "unmarked";

const passes: Readonly<Record<Filter, (section: TranslatedSection) => boolean>> = {
  all: () => true,
  open: isOpen,
  stale: ({ state }) => state === "stale",
  missing: ({ state }) => state === "missing",
  unmarked: ({ state }) => state === "unmarked",
  differences: ({ differenceCount }) => differenceCount > 0,
};

export interface TranslationPanelProps {
  readonly paper: Paper;
  /** The translation that is told of; null where the paper has none yet. */
  readonly editionId: string | null;
  readonly onOpenSection: (sectionId: string) => void;
  /** Opens the next section that waits for somebody. */
  readonly onNext: () => void;
  /** Shows both texts beside each other; left out where they are shown already. */
  readonly onBeside?: () => void;
  /** Opens the dialog that starts a translation, for those who may. */
  readonly onStart?: () => void;
}

/** The sections of a translation, where each stands, and what is to be done. */
export function TranslationPanel(props: TranslationPanelProps) {
  const { t } = useTranslation();
  const { editionId, onStart } = props;
  const { data, error, refetch } = useTranslationStanding(editionId);
  if (editionId === null)
    return (
      <EmptyState
        title={t("translation.none.title")}
        {...(onStart
          ? {
              action: (
                <Button icon={<Languages />} onPress={onStart}>
                  {t("translation.start.action")}
                </Button>
              ),
            }
          : {})}
      >
        {t("translation.none.text")}
      </EmptyState>
    );
  if (data === undefined)
    return error === null ? (
      <Loading lines={6} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  return <Sections {...props} translation={data} />;
}

function Sections({
  translation,
  onOpenSection,
  onNext,
  onBeside,
}: TranslationPanelProps & { readonly translation: Translation }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [filter, setFilter] = useState<Filter>("all");
  const mending = useMendTranslation(translation.editionId);
  const { sections, extraSections, language, originalLanguage, abilities } = translation;
  const shown = sections.filter(passes[filter]);
  const missing = sections.flatMap(({ differences }) =>
    differences.filter(({ problem }) => problem === "missing"),
  ).length;
  return (
    <div className={styles.panel}>
      <p className={styles.what}>
        {t("translation.what", {
          from: t(`translation.languageName.from.${originalLanguage}`),
          into: t(`translation.languageName.into.${language}`),
        })}
      </p>
      <div className={styles.tools}>
        {onBeside && (
          <Button size="small" icon={<Columns2 />} onPress={onBeside}>
            {t("translation.beside.open")}
          </Button>
        )}
        <Button
          size="small"
          icon={<ArrowDown />}
          isDisabled={!sections.some(isOpen)}
          onPress={onNext}
        >
          {t("translation.next")}
        </Button>
        {abilities.mark && missing > 0 && (
          <Button
            size="small"
            icon={<ListPlus />}
            isPending={mending.isPending}
            onPress={() => mending.mutate(null, { onError: toast.showProblem })}
          >
            {t("translation.mend.all", { count: missing })}
          </Button>
        )}
      </div>
      <Select
        label={t("translation.filter.label")}
        value={filter}
        onChange={(next) => setFilter(filters.find((it) => it === next) ?? "all")}
        options={filters.map((it) => ({
          id: it,
          label: t("translation.filter.option", {
            name: t(`translation.filter.${it}`),
            number: sections.filter(passes[it]).length,
          }),
        }))}
      />
      {shown.length === 0 ? (
        <p className={styles.nothing}>{t("translation.filter.nothing")}</p>
      ) : (
        <ol className={styles.list} aria-label={t("translation.sections")}>
          {shown.map((section) => (
            <li key={section.sectionId} className={styles.section}>
              <div className={styles.head}>
                <button
                  type="button"
                  className={styles.open}
                  lang={section.translatedHeading ? language : originalLanguage}
                  onClick={() => onOpenSection(section.sectionId)}
                >
                  {section.translatedHeading || section.heading || t("papers.untitledSection")}
                </button>
                <StateLabel state={section.state} />
              </div>
              <SectionActions translation={translation} section={section} />
              <Differences section={section} languages={{ language, originalLanguage }} />
            </li>
          ))}
        </ol>
      )}
      {extraSections.length > 0 && (
        <section className={styles.extra}>
          <h3 className={styles.title}>{t("translation.extraSections")}</h3>
          <ul>
            {extraSections.map(({ sectionId, heading }) => (
              <li key={sectionId}>
                <button
                  type="button"
                  className={styles.open}
                  lang={language}
                  onClick={() => onOpenSection(sectionId)}
                >
                  {heading || t("papers.untitledSection")}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Where the blocks of a section differ from the original's, one by one. */
function Differences({
  section,
  languages,
}: {
  section: TranslatedSection;
  languages: { language: string; originalLanguage: string };
}) {
  const { t } = useTranslation();
  const { differences, differenceCount } = section;
  if (differenceCount === 0) return null;
  const more = differenceCount - differences.length;
  return (
    <details className={styles.differences}>
      <summary>{t("translation.differencesSummary")}</summary>
      <ul>
        {differences.map(({ blockId, problem, words }) => (
          <li key={blockId}>
            {t(`translation.problem.${problem}`)}{" "}
            <q lang={problem === "extra" ? languages.language : languages.originalLanguage}>
              {words === "" ? "…" : words}
            </q>
          </li>
        ))}
        {more > 0 && <li>{t("translation.moreDifferences", { count: more })}</li>}
      </ul>
    </details>
  );
}
