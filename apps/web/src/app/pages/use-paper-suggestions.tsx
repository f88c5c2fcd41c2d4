/** Suggestions as the page of a paper shows them: the mode, in the text, and beside it. */
import type { Edition, Me, Paper } from "@istmo/contracts";
import { FilePenLine } from "lucide-react";
import { useCallback, useState, type ComponentProps, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { ActionChip } from "../../features/actions/index.ts";
import {
  goToSuggestion,
  placeInText,
  restorePlace,
  SettledText,
  suggestionBeside,
  SuggestionsInText,
  SuggestionsPanel,
  SuggestToggle,
  useSuggestions,
  type PlaceInText,
  type SuggestionsView,
} from "../../features/editor/index.ts";
import { useRememberedMode, useSuggestionMode } from "./use-suggestion-mode.ts";
import type { RailTabSpec } from "../../ui/rail-tabs.tsx";

type TextEditor = ComponentProps<typeof SuggestionsPanel>["editor"];

interface PaperSuggestionsOptions {
  readonly me: Me;
  readonly paper: Paper;
  readonly edition: Edition;
  readonly editor: TextEditor;
  /** Shows the text and does something when it is there. */
  readonly onShowText: (then: () => void) => void;
  /** Begins a conversation about a suggestion; null where the person may not. */
  readonly onComment: ((suggestionId: string) => void) | null;
}

export function usePaperSuggestions({
  me,
  paper,
  edition,
  editor,
  onShowText,
  onComment,
}: PaperSuggestionsOptions): {
  readonly tab: RailTabSpec;
  /** Over the text. */
  readonly inText: ReactNode;
  /** For the end of the text's toolbar. */
  readonly tool: ReactNode;
  /** Instead of the text, while it is shown as if all were accepted or rejected; else null. */
  readonly settled: ReactNode;
} {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const deciderOf = useCallback(
    (sectionId: string | null) => {
      const section = paper.sections.find((one) => one.sectionId === sectionId);
      const centre = centreOf(section?.ownerId ?? paper.leadCentreId);
      return centre?.shortName[language] ?? t("papers.office");
    },
    [paper.sections, paper.leadCentreId, centreOf, language, t],
  );
  const suggestions = useSuggestions(editor, edition, me.id, deciderOf);
  const [remembered, setRemembered] = useRememberedMode(me.id, edition.paperId);
  const [view, setView] = useState<SuggestionsView>("markup");
  const [place, setPlace] = useState<PlaceInText | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const isForced = edition.role === "suggester";
  const isOn = isForced || remembered === "on";
  const canWrite = edition.role === "editor" || isForced;

  useSuggestionMode(editor, { edition, personId: me.id, isOn });

  const goTo = (key: string) => {
    setActive(key);
    setView("markup");
    onShowText(() => {
      if (editor !== null && !editor.isDestroyed) goToSuggestion(editor, key);
    });
  };
  const step = (by: 1 | -1) => {
    const next = editor === null ? null : suggestionBeside(editor, active, by);
    if (next !== null) goTo(next);
  };
  const toggle = () => {
    if (canWrite && !isForced) setRemembered(remembered === "on" ? "off" : "on");
  };
  const showMarkup = (at: PlaceInText | null) => {
    setView("markup");
    // The text is there again after this render.
    requestAnimationFrame(() => {
      if (editor !== null && !editor.isDestroyed) restorePlace(editor, at);
    });
  };
  const show = (next: SuggestionsView) => {
    if (next === "markup") return showMarkup(place);
    setPlace(editor !== null && view === "markup" ? placeInText(editor) : null);
    setView(next);
  };
  const count = suggestions?.length ?? 0;

  return {
    tab: {
      id: "suggestions",
      icon: <FilePenLine />,
      label: t("suggestions.tab"),
      count: count === 0 ? undefined : count,
      panel: (
        <SuggestionsPanel
          editor={editor}
          language={edition.language}
          suggestions={suggestions}
          active={active}
          view={view}
          onView={show}
          canWrite={canWrite && view === "markup"}
          onGoTo={({ key }) => goTo(key)}
          onStep={step}
        />
      ),
    },
    inText: editor !== null && view === "markup" && suggestions !== null && (
      <SuggestionsInText
        editor={editor}
        language={edition.language}
        suggestions={suggestions}
        onStep={step}
        onToggle={toggle}
        onComment={onComment}
      />
    ),
    tool: canWrite ? (
      <SuggestToggle
        isOn={isOn}
        isForced={isForced}
        onChange={(next) => setRemembered(next ? "on" : "off")}
      />
    ) : null,
    settled:
      editor === null || view === "markup" ? null : (
        <SettledText
          editor={editor}
          paperId={edition.paperId}
          view={view}
          language={edition.language}
          place={place}
          renderActionChip={(actionId) => <ActionChip actionId={actionId} />}
          onBack={showMarkup}
        />
      ),
  };
}
