/** Everything of the translation on the page of a paper: the two texts, the bars, the panel, the way there. */
import type { Edition, Me, Paper } from "@istmo/contracts";
import { useNavigate } from "@tanstack/react-router";
import { Columns2, FileText, Languages } from "lucide-react";
import { lazy, Suspense, useState, type ComponentProps, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useRefreshWhileWritten } from "../../api/translations.ts";
import {
  sectionOfSelection,
  SideBySide,
  TranslationAid,
  type EndedPaper,
  type usePaperSession,
} from "../../features/editor/index.ts";
import { TranslationPanel } from "../../features/translations/translation-panel.tsx";
import { Button } from "../../ui/button.tsx";
import type { RailTabSpec } from "../../ui/rail-tabs.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { OriginalText, TranslationBars, useNextKey, useNextToTranslate } from "./paper-beside.tsx";

const StartTranslationDialog = lazy(async () => ({
  default: (await import("../../features/translations/start-translation-dialog.tsx"))
    .StartTranslationDialog,
}));

type TextEditor = ComponentProps<typeof SideBySide>["original"]["editor"];

export interface PaperTranslation {
  /** Puts the original beside the text where that is asked for. */
  readonly beside: (text: ReactNode) => ReactNode;
  /** What stands in the translation's text: a bar above each section. */
  readonly inText: ReactNode;
  readonly asides: readonly RailTabSpec[];
  /** Shows both texts, or one alone again. */
  readonly toggle: ReactNode;
  readonly dialog: ReactNode;
}

export function usePaperTranslation({
  me,
  user,
  paper,
  edition,
  editor,
  isBeside,
  isWide,
  isGone,
  onEnded,
  openSection,
  inOriginal,
}: {
  me: Me;
  user: Parameters<typeof usePaperSession>[0]["user"];
  paper: Paper;
  edition: Edition;
  editor: TextEditor;
  isBeside: boolean;
  isWide: boolean;
  isGone: boolean;
  onEnded: (ended: EndedPaper) => void;
  openSection: (sectionId: string) => void;
  /** What is drawn into the original's text besides. */
  inOriginal: (editor: TextEditor, language: Edition["language"]) => ReactNode;
}): PaperTranslation {
  const { t } = useTranslation();
  const toast = useToast();
  const navigate = useNavigate();
  const [originalEditor, setOriginalEditor] = useState<TextEditor>(null);
  const [isStarting, setStarting] = useState(false);
  const original = paper.editions.find((one) => one.language === paper.originalLanguage);
  const isTranslation = edition.language !== paper.originalLanguage;
  const translation = isTranslation
    ? edition
    : paper.editions.find((one) => one.language !== paper.originalLanguage);
  const mayStart = paper.abilities.translateInto.length > 0;

  const show = (language: Edition["language"], beside: boolean) =>
    void navigate({
      to: "/papers/$paperId",
      params: { paperId: paper.id },
      search: { edition: language, ...(beside ? { beside: true as const } : {}) },
    });
  useRefreshWhileWritten(
    isBeside ? edition.id : null,
    [originalEditor, editor].filter((text) => text !== null),
  );
  const openNext = useNextToTranslate(isTranslation ? edition.id : null, openSection);
  const next = () => {
    const after = editor === null ? null : sectionOfSelection(editor.state);
    if (!openNext(after)) toast.show({ tone: "info", text: t("translation.nextNone") });
  };
  useNextKey(isTranslation, next);

  const waiting = paper.translations.find((one) => one.editionId === translation?.id);
  const asides: RailTabSpec[] =
    translation === undefined && !mayStart
      ? []
      : [
          {
            id: "translation",
            icon: <Languages />,
            label: t("translation.tab"),
            count: waiting === undefined ? 0 : waiting.stale + waiting.missing,
            panel: (
              <TranslationPanel
                paper={paper}
                editionId={translation?.id ?? null}
                onOpenSection={openSection}
                onNext={next}
                {...(isBeside || translation === undefined
                  ? {}
                  : { onBeside: () => show(translation.language, true) })}
                {...(mayStart ? { onStart: () => setStarting(true) } : {})}
              />
            ),
          },
        ];

  return {
    asides,
    beside: (text) =>
      !isBeside || original === undefined ? (
        text
      ) : (
        <SideBySide
          isWide={isWide}
          original={{
            language: original.language,
            label: t("translation.beside.original"),
            editor: originalEditor,
            text: (
              <>
                <OriginalText
                  {...{ me, user, paper, isGone, onEnded }}
                  edition={original}
                  onEditor={setOriginalEditor}
                />
                {inOriginal(originalEditor, original.language)}
              </>
            ),
          }}
          translation={{
            language: edition.language,
            label: t("translation.beside.translation"),
            editor,
            text,
          }}
          aid={
            editor !== null &&
            originalEditor !== null && (
              <TranslationAid
                original={originalEditor}
                translation={editor}
                languages={{ original: original.language, translation: edition.language }}
              />
            )
          }
        />
      ),
    inText: isTranslation && editor !== null && (
      <TranslationBars editor={editor} editionId={edition.id} isBeside={isBeside} />
    ),
    toggle: translation !== undefined && (
      <Button
        size="small"
        icon={isBeside ? <FileText /> : <Columns2 />}
        onPress={() => show(translation.language, !isBeside)}
      >
        {t(isBeside ? "translation.beside.close" : "translation.beside.open")}
      </Button>
    ),
    dialog: isStarting && (
      <Suspense>
        <StartTranslationDialog
          paper={paper}
          onClose={() => setStarting(false)}
          onStarted={(language) => show(language, true)}
        />
      </Suspense>
    ),
  };
}
