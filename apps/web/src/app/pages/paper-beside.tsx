/** A translation beside its original: the second text, and what is known of the sections. */
import type { Edition, Me, Paper } from "@istmo/contracts";
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useState,
  type ComponentProps,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";
import { useTranslationStanding } from "../../api/translations.ts";
import { ActionChip } from "../../features/actions/index.ts";
import {
  PaperEditor,
  SectionBarsInText,
  usePaperSession,
  useSuggestions,
  type EndedPaper,
} from "../../features/editor/index.ts";
import { SectionBar } from "../../features/translations/section-bar.tsx";
import { Watermark } from "../../features/papers/watermark.tsx";
import { Loading } from "../../ui/states.tsx";
import { PaperAccessWatch } from "./paper-access-watch.tsx";
import { useRememberedMode, useSuggestionMode } from "./use-suggestion-mode.ts";

type Session = NonNullable<ReturnType<typeof usePaperSession>>;
type TextEditor = Parameters<NonNullable<ComponentProps<typeof PaperEditor>["onEditor"]>>[0];

/** The original, opened for co-editing on its own beside the translation. */
export function OriginalText({
  me,
  user,
  paper,
  edition,
  isGone,
  onEnded,
  onEditor,
}: {
  me: Me;
  user: Parameters<typeof usePaperSession>[0]["user"];
  paper: Paper;
  edition: Edition;
  isGone: boolean;
  onEnded: (ended: EndedPaper) => void;
  onEditor: (editor: TextEditor) => void;
}): ReactNode {
  const { t } = useTranslation();
  const mayWrite = edition.role === "editor" || edition.role === "suggester";
  const [editor, setEditor] = useState<TextEditor>(null);
  const [remembered] = useRememberedMode(me.id, paper.id);
  const isOn = edition.role === "suggester" || remembered === "on";
  useSuggestionMode(editor, { edition, personId: me.id, isOn });
  // Gives those who suggest in it their colours and names.
  useSuggestions(editor, edition, me.id);
  const session: Session | null = usePaperSession({
    editionId: edition.id,
    user,
    canWrite: mayWrite,
    keepOffline: paper.classification === "unclassified",
  });
  const guidanceFor = useCallback(
    (sectionId: string) =>
      paper.sections.find((one) => one.sectionId === sectionId)?.guidance?.[edition.language] ??
      null,
    [paper.sections, edition.language],
  );
  if (session === null) return <Loading lines={8} />;
  return (
    <>
      <PaperAccessWatch
        session={session}
        personId={me.id}
        edition={edition}
        isGone={isGone}
        onEnded={onEnded}
      />
      <PaperEditor
        paperId={paper.id}
        session={session}
        editable={mayWrite}
        language={edition.language}
        label={t("translation.beside.originalText")}
        guidanceFor={guidanceFor}
        renderActionChip={(actionId) => <ActionChip actionId={actionId} />}
        onEditor={(opened) => {
          setEditor(opened);
          onEditor(opened);
        }}
      />
      {paper.classification === "strictly_confidential" && <Watermark reader={me.name} />}
    </>
  );
}

/** Above each section of a translation where it stands. */
export function TranslationBars({
  editor,
  editionId,
  isBeside,
}: {
  editor: NonNullable<TextEditor>;
  editionId: string;
  isBeside: boolean;
}) {
  return (
    <SectionBarsInText
      editor={editor}
      render={(sectionId) => (
        <SectionBar editionId={editionId} sectionId={sectionId} isComplete={isBeside} />
      )}
    />
  );
}

/** The section after this one that waits for somebody, from the start again at the end. */
export function useNextToTranslate(
  editionId: string | null,
  open: (sectionId: string) => void,
): (after: string | null) => boolean {
  const { data } = useTranslationStanding(editionId);
  return (after) => {
    const sections = data?.sections ?? [];
    const at = sections.findIndex(({ sectionId }) => sectionId === after);
    const inOrder = [...sections.slice(at + 1), ...sections.slice(0, at + 1)];
    const next = inOrder.find(({ state }) => ["stale", "missing", "unmarked"].includes(state));
    if (next === undefined) return false;
    open(next.sectionId);
    return true;
  };
}

/** Alt+Shift+N anywhere on the page of a translation: the next section that waits. */
export function useNextKey(isOn: boolean, next: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (event.code !== "KeyN") return;
    event.preventDefault();
    next();
  });
  useEffect(() => {
    if (!isOn) return;
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, [isOn]);
}
