/** One paper in one language: the text, and around it what is known and decided about it. */
import { colourOf, type Edition, type Me, type Paper } from "@istmo/contracts";
import { useLocation } from "@tanstack/react-router";
import {
  Check,
  CornerUpLeft,
  BookMarked,
  Brackets,
  ListChecks,
  Send,
  TableOfContents,
  UsersRound,
} from "lucide-react";
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ComponentProps,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { ActionChip, ActionList, useCreateActionFlow } from "../../features/actions/index.ts";
import {
  AuthorshipInText,
  AuthorshipPanel,
  BracketsPanel,
  jumpToBlock,
  OutlinePanel,
  PaperEditor,
  PresenceStrip,
  SaveState,
  SourcesPanel,
  useBrackets,
  useLastVisit,
  useNewText,
  usePaperSession,
  WordCount,
  type EndedPaper,
  type TextMarks,
} from "../../features/editor/index.ts";
import { BracketPreferences } from "../../features/brackets/bracket-preferences.tsx";
import { PaperActions, type PaperDialog } from "../../features/papers/paper-actions.tsx";
import { ClassificationBanner, PaperHead } from "../../features/papers/paper-head.tsx";
import { SubmitPaperDialog } from "../../features/papers/submit-paper-dialog.tsx";
import { Watermark } from "../../features/papers/watermark.tsx";
import { DecisionDialog, type DecisionKind } from "../../features/reviews/decision-dialog.tsx";
import { useMedia } from "../../lib/use-media.ts";
import { useRemembered } from "../../lib/use-remembered.ts";
import { Button } from "../../ui/button.tsx";
import { RailTabs, type RailTabSpec } from "../../ui/rail-tabs.tsx";
import { Loading } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { OriginLink } from "../origin-link.tsx";
import { PaperAccessWatch } from "./paper-access-watch.tsx";
import { usePaperComments } from "./use-paper-comments.tsx";
import { usePaperSuggestions } from "./use-paper-suggestions.tsx";
import { usePaperRounds } from "./use-paper-rounds.tsx";
import { usePaperVersions } from "./use-paper-versions.tsx";
import { useSectionOwners } from "./use-section-owners.tsx";
import { usePaperGlossary } from "./paper-glossary.tsx";
import { usePaperTranslation } from "./paper-translation.tsx";
import styles from "./paper-workspace.module.css";

export { AccessEnded } from "../../features/editor/index.ts";

const ShareDialog = lazy(async () => ({
  default: (await import("../../features/papers/share-dialog.tsx")).ShareDialog,
}));
const ClassificationDialog = lazy(async () => ({
  default: (await import("../../features/papers/classification-dialog.tsx")).ClassificationDialog,
}));
const ExportDialog = lazy(async () => ({
  default: (await import("../../features/papers/export-dialog.tsx")).ExportDialog,
}));

type TextEditor = ComponentProps<typeof OutlinePanel>["editor"];

/** Opens the text at the block that the address names, once the editor is there. */
function useJumpToAddress(editor: TextEditor): void {
  const { hash } = useLocation();
  const done = useRef("");
  useEffect(() => {
    if (editor === null || hash === "" || done.current === hash) return;
    done.current = hash;
    jumpToBlock(editor, hash);
  }, [editor, hash]);
}

function Decisions({
  paper,
  onSubmit,
  onDecide,
}: {
  paper: Paper;
  onSubmit: () => void;
  onDecide: (kind: DecisionKind) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      {paper.abilities.submit && (
        <Button variant="primary" icon={<Send />} onPress={onSubmit}>
          {t("papers.submit.action")}
        </Button>
      )}
      {paper.abilities.decide && (
        <>
          <Button icon={<CornerUpLeft />} onPress={() => onDecide("return")}>
            {t("reviews.return.action")}
          </Button>
          <Button variant="primary" icon={<Check />} onPress={() => onDecide("accept")}>
            {t("reviews.accept.action")}
          </Button>
        </>
      )}
    </>
  );
}

/** A suggester writes as well: the server keeps what they change to suggestions. */
const canWrite = ({ role }: Edition): boolean => role === "editor" || role === "suggester";

export function PaperWorkspace({
  me,
  paper,
  edition,
  isBeside,
  isGone,
  onEnded,
}: {
  me: Me;
  paper: Paper;
  edition: Edition;
  /** The edition is a translation, shown beside its original. */
  isBeside: boolean;
  /** The paper has become hidden from this person since it was opened. */
  isGone: boolean;
  onEnded: (ended: EndedPaper) => void;
}): ReactNode {
  const { t } = useTranslation();
  const centreOf = useCentreLookup();
  const isWide = useMedia("(width >= 1100px)");
  const hasRoomForOutline = useMedia("(width >= 1400px)");
  const hasOutlineColumn = hasRoomForOutline && !isBeside;
  const [editor, setEditor] = useState<TextEditor>(null);
  const [tab, setTab] = useState("text");
  const [panel, setPanel] = useRemembered("istmo.paper.panel", (it) => it ?? "actions");
  const [marks, setMarks] = useState<TextMarks>("none");
  const tabsBox = useRef<HTMLDivElement>(null);
  /** How far the text was scrolled when another tab was opened over it. */
  const textPlace = useRef(0);
  const [dialog, setDialog] = useState<"submit" | DecisionKind | PaperDialog | null>(null);
  const { createAction, dialog: createDialog } = useCreateActionFlow();
  useJumpToAddress(editor);
  const brackets = useBrackets(editor);

  const code = centreOf(me.posts.find((post) => post.centreId !== null)?.centreId ?? null)?.code;
  const user = { id: me.id, name: me.name, centre: code ?? null, color: colourOf(code ?? null) };
  const session = usePaperSession({
    editionId: edition.id,
    user,
    canWrite: canWrite(edition),
    keepOffline: paper.classification === "unclassified",
  });

  const visit = useLastVisit(session);
  const fresh = useNewText({ session, visit, personId: me.id });
  const showText = useCallback((then: () => void) => {
    setTab("text");
    // On a phone the text is shown again only after this render.
    requestAnimationFrame(then);
  }, []);
  const openSection = useCallback(
    (sectionId: string) =>
      showText(() => {
        if (editor !== null) jumpToBlock(editor, sectionId);
      }),
    [editor, showText],
  );
  const selectTab = (next: string) => {
    if (tab === "text") textPlace.current = window.scrollY;
    setTab(next);
    requestAnimationFrame(() => {
      const start = window.scrollY + (tabsBox.current?.getBoundingClientRect().top ?? 0);
      const top = next === "text" ? textPlace.current : Math.min(window.scrollY, start);
      window.scrollTo({ top });
    });
  };
  const comments = usePaperComments({
    ...{ me, paper, edition, editor, isWide, createAction },
    shownTab: isWide ? panel : tab,
    onShowTab: isWide ? setPanel : selectTab,
    onShowText: isWide ? (then) => then() : showText,
  });
  const owners = useSectionOwners({ paper, edition, editor, onOpen: openSection });
  const glossary = usePaperGlossary({ editor, language: edition.language, showText });
  const suggestions = usePaperSuggestions({
    ...{ me, paper, edition, editor },
    onShowText: isWide ? (then) => then() : showText,
    onComment: comments.startHere,
  });
  const versions = usePaperVersions({
    ...{ paper, edition, editor, session, isWide },
    visitedAt: visit?.at ?? null,
    showText: isWide ? (then) => then() : showText,
  });
  const rounds = usePaperRounds(paper);
  const translation = usePaperTranslation({
    ...{ me, user, paper, edition, editor, isBeside, isWide, isGone, onEnded, openSection },
    inOriginal: glossary.inText,
  });
  const guidance = useMemo(
    () =>
      new Map(
        paper.sections.map((section) => [
          section.sectionId,
          section.guidance?.[edition.language] ?? null,
        ]),
      ),
    [paper.sections, edition.language],
  );
  const guidanceFor = useCallback(
    (sectionId: string) => guidance.get(sectionId) ?? null,
    [guidance],
  );
  const createFromText = async (title: string, blockId: string) => {
    const item = await createAction({
      title,
      centreId: paper.leadCentreId,
      origin: { paperId: paper.id, blockId, isNamed: true },
    });
    return item === null ? null : { actionId: item.id };
  };

  const text =
    session === null ? (
      <Loading lines={8} />
    ) : (
      <>
        <PaperAccessWatch
          session={session}
          personId={me.id}
          edition={edition}
          isGone={isGone}
          onEnded={onEnded}
        />
        {versions.comparison}
        {versions.comparison === null && suggestions.settled}
        <div hidden={versions.comparison !== null || suggestions.settled !== null}>
          <PaperEditor
            paperId={paper.id}
            session={session}
            editable={canWrite(edition) && suggestions.settled === null}
            isUnlimited={edition.role === "editor" && edition.sections.length === 0}
            language={edition.language}
            guidanceFor={guidanceFor}
            renderActionChip={(actionId) => <ActionChip actionId={actionId} />}
            renderBracketPreferences={(bracketId, alternativeId) => (
              <BracketPreferences
                paperId={paper.id}
                bracketId={bracketId}
                alternativeId={alternativeId}
              />
            )}
            toolbarEnd={
              <>
                {suggestions.tool}
                {comments.tool}
              </>
            }
            onEditor={setEditor}
            {...(paper.abilities.createAction ? { onCreateAction: createFromText } : {})}
          />
        </div>
        {editor !== null && marks !== "none" && (
          <AuthorshipInText editor={editor} editionId={edition.id} marks={marks} fresh={fresh} />
        )}
        {comments.inText}
        {suggestions.inText}
        {owners.inText}
        {translation.inText}
        {glossary.inText(editor, edition.language)}
        {paper.classification === "strictly_confidential" && <Watermark reader={me.name} />}
      </>
    );
  const shownText = translation.beside(text);
  const outline = (
    <OutlinePanel
      editor={editor}
      language={edition.language}
      renderBeside={owners.beside}
      {...(isWide ? {} : { onOpen: openSection })}
    />
  );
  const outlineTab: RailTabSpec = {
    id: "outline",
    icon: <TableOfContents />,
    label: t("papers.outline"),
    panel: outline,
  };
  const asides: RailTabSpec[] = [
    comments.tab,
    suggestions.tab,
    {
      id: "actions",
      icon: <ListChecks />,
      label: t("papers.actions"),
      panel: (
        <ActionList
          filter={{ paper: paper.id }}
          originLink={(origin) => <OriginLink origin={origin} />}
        />
      ),
    },
    owners.aside,
    {
      id: "brackets",
      icon: <Brackets />,
      label: t("brackets.tab"),
      count: brackets?.length,
      panel: (
        <BracketsPanel
          editor={editor}
          language={edition.language}
          brackets={brackets}
          onShowText={showText}
        />
      ),
    },
    {
      id: "sources",
      icon: <BookMarked />,
      label: t("sources.tab"),
      panel: (
        <SourcesPanel
          editor={editor}
          paperId={paper.id}
          mayAdd={edition.role === "editor" || edition.role === "suggester"}
          language={edition.language}
          onShowText={showText}
        />
      ),
    },
    ...translation.asides,
    glossary.aside,
    {
      id: "authorship",
      icon: <UsersRound />,
      label: t("editor.authorship.tab"),
      panel: (
        <AuthorshipPanel
          editor={editor}
          editionId={edition.id}
          language={edition.language}
          marks={marks}
          onMarks={setMarks}
          visit={visit}
          fresh={fresh}
          onOpen={openSection}
        />
      ),
    },
    rounds.tab,
    versions.tab,
  ];

  const panels = hasOutlineColumn ? asides : [outlineTab, ...asides];
  const isPanelOpen = panels.some(({ id }) => id === panel);

  return (
    <div className={styles.page} data-bleed="" data-beside={isBeside && isWide}>
      <ClassificationBanner paper={paper} onChange={() => setDialog("classification")} />
      <PaperHead
        paper={paper}
        edition={edition}
        beside={translation.toggle}
        presence={session !== null && <PresenceStrip session={session} />}
        saveState={
          session !== null && (
            <>
              <span className={styles.words}>
                <WordCount
                  editor={editor}
                  language={edition.language}
                  {...(paper.wordLimit === null ? {} : { limit: paper.wordLimit })}
                />
              </span>
              <SaveState session={session} />
            </>
          )
        }
        actions={
          <>
            <PaperActions paper={paper} onOpen={setDialog} />
            <Decisions
              paper={paper}
              onSubmit={() => setDialog("submit")}
              onDecide={(kind) => setDialog(kind)}
            />
          </>
        }
      />
      {isWide ? (
        <div
          className={styles.columns}
          data-outline={hasOutlineColumn}
          data-panel={isPanelOpen}
          data-beside={isBeside}
        >
          {hasOutlineColumn && (
            <aside className={styles.outline} aria-label={t("papers.outline")}>
              {outline}
            </aside>
          )}
          <div className={styles.text}>{shownText}</div>
          <aside className={styles.panel} aria-label={t("papers.panel")}>
            <RailTabs
              label={t("papers.panel")}
              closeLabel={t("papers.closePanel")}
              tabs={panels}
              selected={isPanelOpen ? panel : null}
              onSelect={(id) => setPanel(id ?? "none")}
            />
          </aside>
        </div>
      ) : (
        <div className={styles.tabs} ref={tabsBox}>
          <Tabs
            label={t("papers.panel")}
            selected={tab}
            onSelect={selectTab}
            tabs={[
              {
                id: "text",
                label: t("papers.text"),
                panel: <div className={styles.text}>{shownText}</div>,
                keepMounted: true,
                isFlush: true,
              },
              outlineTab,
              ...asides,
            ]}
          />
        </div>
      )}
      {dialog === "submit" && (
        <SubmitPaperDialog
          paper={paper}
          onClose={() => setDialog(null)}
          onOpenSection={openSection}
        />
      )}
      {(dialog === "return" || dialog === "accept") && (
        <DecisionDialog
          kind={dialog}
          paper={paper}
          title={edition.title}
          onClose={() => setDialog(null)}
        />
      )}
      <Suspense>
        {dialog === "share" && <ShareDialog paper={paper} onClose={() => setDialog(null)} />}
        {dialog === "classification" && (
          <ClassificationDialog paper={paper} onClose={() => setDialog(null)} />
        )}
        {dialog === "export" && (
          <ExportDialog paper={paper} edition={edition} onClose={() => setDialog(null)} />
        )}
      </Suspense>
      {comments.sheet}
      {createDialog}
      {rounds.dialog}
      {translation.dialog}
    </div>
  );
}
