/** One review round: the frozen text, and beside it what is said about it and by whom. */
import type { Me, Round } from "@istmo/contracts";
import type { PaperDocumentJson } from "@istmo/paper-schema";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Ban, CalendarPlus, CircleCheck, UserPlus } from "lucide-react";
import {
  lazy,
  Suspense,
  useCallback,
  useMemo,
  useState,
  type ComponentProps,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries.ts";
import { useRound, useRoundComments, useRoundText } from "../../api/rounds.ts";
import { ActionChip } from "../../features/actions/index.ts";
import type { FrozenText as FrozenTextComponent } from "../../features/editor/index.ts";
import { ClassificationBadge } from "../../features/papers/paper-badges.tsx";
import { Watermark } from "../../features/papers/watermark.tsx";
import { inTextOrder, placesOf } from "../../features/rounds/comment-place.ts";
import { OwnPosition } from "../../features/rounds/own-position.tsx";
import { Participants } from "../../features/rounds/participants.tsx";
import { Positions } from "../../features/rounds/positions.tsx";
import { RoundStateBadge } from "../../features/rounds/round-badge.tsx";
import {
  CancelDialog,
  CloseDialog,
  ExtendDialog,
  InviteDialog,
} from "../../features/rounds/round-dialogs.tsx";
import { RoundFacts, RoundWords } from "../../features/rounds/round-facts.tsx";
import type { Saying } from "../../features/rounds/say-form.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { textIn } from "../../lib/texts.ts";
import { useMedia } from "../../lib/use-media.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { Tabs, type TabSpec } from "../../ui/tabs.tsx";
import { LeaveQuestion } from "../leave-question.tsx";
import { PageError } from "../not-found-page.tsx";
import styles from "./round-page.module.css";

const loadEditor = () => import("../../features/editor/index.ts");
const FrozenText = lazy(async () => ({ default: (await loadEditor()).FrozenText }));
// Asked for as soon as this page is; a failure shows when the component is needed.
loadEditor().catch(() => undefined);

type TextEditor = Parameters<ComponentProps<typeof FrozenTextComponent>["onEditor"]>[0];

const route = getRouteApi("/shell/rounds/$roundId");

export function RoundPage(): ReactNode {
  const { roundId } = route.useParams();
  const { data: me } = useMe();
  const { data: round, error, refetch } = useRound(roundId);
  if (round === undefined || me === undefined)
    return error === null ? (
      <Loading lines={8} />
    ) : (
      <PageError error={error} onRetry={() => void refetch()} />
    );
  return (
    <>
      <LeaveQuestion />
      <OneRound key={roundId} me={me} round={round} />
    </>
  );
}

function OneRound({ me, round }: { me: Me; round: Round }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const search = route.useSearch();
  const isWide = useMedia("(width >= 1100px)");
  const [dialog, setDialog] = useState<"extend" | "invite" | "close" | "cancel" | null>(null);
  const [saying, setSaying] = useState<Saying | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const [editor, setEditor] = useState<TextEditor>(null);
  const [chosenPart, setChosenPart] = useState<string | null>(null);
  const [chosenTab, setTab] = useState<string | null>(null);

  const textLanguage =
    [search.language, language].find((one) => one !== undefined && round.languages.includes(one)) ??
    round.languages[0] ??
    "es";
  const text = useRoundText(round.id, textLanguage);
  const document = useMemo(
    () => (text.data === undefined ? null : (JSON.parse(text.data.canonical) as PaperDocumentJson)),
    [text.data],
  );
  const { data: comments = [] } = useRoundComments(round.id);
  const ordered = useMemo(() => inTextOrder(comments, document), [comments, document]);
  const { parts, comment: drafting } = round.abilities;
  const subject = parts.find((one) => one === chosenPart) ?? parts[0] ?? null;
  const mayDraft = subject !== null && drafting.includes(subject);
  const asked = useMemo(
    () => (round.scope === "changed" ? new Set(round.blockIds) : null),
    [round.scope, round.blockIds],
  );
  const places = useMemo(
    () => (document === null ? [] : placesOf(document, textLanguage, asked)),
    [document, textLanguage, asked],
  );
  const own = ordered.filter((one) => one.subject === subject);
  const submitted = ordered.filter(({ state }) => state !== "internal");
  const marks = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { blockId, state } of ordered)
      if (blockId !== null && state !== "withdrawn")
        counts.set(blockId, (counts.get(blockId) ?? 0) + 1);
    return { counts, active: saying?.blockId ?? active, asked };
  }, [ordered, active, saying?.blockId, asked]);

  const { text: title, lang } = textIn(round.title, language);
  const name = t("rounds.name", { number: round.number });
  usePageTitle(`${name} · ${title}`);

  const tab = chosenTab ?? (isWide ? (subject === null ? "positions" : "own") : "text");
  const showBlock = (blockId: string) => {
    setActive(blockId);
    if (!isWide) setTab("text");
    // On a phone the text is shown again only after this render.
    requestAnimationFrame(() => {
      void loadEditor().then(({ jumpToBlock }) => {
        if (editor !== null) jumpToBlock(editor, blockId);
      });
    });
  };
  const speak = useCallback((next: Saying) => {
    setSaying(next);
    setTab("own");
  }, []);
  const openComments = (blockId: string) => {
    setActive(blockId);
    const first = ordered.find((one) => one.blockId === blockId);
    if (first === undefined) return;
    setTab(first.subject === subject ? "own" : "positions");
    requestAnimationFrame(() =>
      window.document.getElementById(`comment-${first.id}`)?.scrollIntoView({ block: "nearest" }),
    );
  };

  const frozen = (
    <div className={styles.text}>
      <div className={styles.frozen}>
        <p>
          {t("rounds.text.frozen")}
          {round.scope === "changed" && <> {t("rounds.text.changedOnly")}</>}
        </p>
        {round.languages.length > 1 && (
          <div className={styles.languages} role="group" aria-label={t("rounds.language")}>
            {round.languages.map((one) => (
              <button
                key={one}
                type="button"
                className={styles.language}
                aria-pressed={one === textLanguage}
                aria-label={`${one.toUpperCase()}, ${t(`language.${one}`)}`}
                onClick={() =>
                  void navigate({
                    to: "/rounds/$roundId",
                    params: { roundId: round.id },
                    search: { language: one },
                    replace: true,
                  })
                }
              >
                {one.toUpperCase()}
              </button>
            ))}
          </div>
        )}
      </div>
      {text.error !== null && <ErrorState error={text.error} onRetry={() => void text.refetch()} />}
      {document === null || text.data === undefined ? (
        text.error === null && <Loading lines={10} />
      ) : (
        <Suspense fallback={<Loading lines={10} />}>
          <FrozenText
            paperId={round.paperId}
            document={document}
            sources={text.data.sources}
            language={textLanguage}
            label={t("rounds.text.label")}
            marks={marks}
            renderActionChip={(actionId) => <ActionChip actionId={actionId} />}
            onSpeak={
              mayDraft && saying === null
                ? ({ blockId, quote }) => speak({ blockId, quote, comment: null })
                : null
            }
            onOpen={openComments}
            onEditor={setEditor}
          />
        </Suspense>
      )}
      {round.classification === "strictly_confidential" && <Watermark reader={me.name} />}
    </div>
  );

  const asides: TabSpec[] = [
    ...(subject === null
      ? []
      : [
          {
            id: "own",
            label: t("rounds.own.tab"),
            count: own.filter(({ state }) => state !== "withdrawn").length,
            keepMounted: true,
            panel: (
              <OwnPosition
                {...{ round, subject, places, saying, active }}
                subjects={parts}
                onSubject={setChosenPart}
                comments={own}
                onSay={setSaying}
                onPlace={showBlock}
              />
            ),
          },
        ]),
    {
      id: "positions",
      label: t("rounds.positions"),
      count: round.progress === null ? undefined : submitted.length,
      panel: <Positions {...{ round, active }} comments={submitted} onPlace={showBlock} />,
    },
    ...(round.progress === null
      ? []
      : [
          {
            id: "participants",
            label: t("rounds.participants"),
            count: round.participants.filter(({ state }) => state !== "removed").length,
            panel: <Participants round={round} />,
          },
        ]),
  ];

  return (
    <div className={styles.page}>
      <PageHeader
        eyebrow={
          <span className={styles.eyebrow}>
            <Link to="/review">{t("rounds.back")}</Link>
            {round.abilities.readPaper && (
              <Link to="/papers/$paperId" params={{ paperId: round.paperId }} search={{}}>
                {t("rounds.openPaper")}
              </Link>
            )}
            {(round.progress !== null ||
              round.state === "closed" ||
              round.state === "answered") && (
              <Link to="/rounds/$roundId/matrix" params={{ roundId: round.id }}>
                {t("rounds.matrix")}
              </Link>
            )}
          </span>
        }
        title={
          <>
            {name} · <span lang={lang}>{title}</span>
          </>
        }
        meta={
          <>
            <RoundStateBadge state={round.state} />
            <ClassificationBadge classification={round.classification} />
            <RoundFacts round={round} />
          </>
        }
        actions={
          round.abilities.manage && (
            <>
              <Button icon={<CalendarPlus />} onPress={() => setDialog("extend")}>
                {t("rounds.extend.action")}
              </Button>
              <Button icon={<UserPlus />} onPress={() => setDialog("invite")}>
                {t("rounds.invite.action")}
              </Button>
              {round.abilities.cancel && (
                <Button icon={<Ban />} onPress={() => setDialog("cancel")}>
                  {t("rounds.cancel.action")}
                </Button>
              )}
              <Button variant="primary" icon={<CircleCheck />} onPress={() => setDialog("close")}>
                {t("rounds.close.action")}
              </Button>
            </>
          )
        }
      />
      <RoundWords round={round} />
      {isWide ? (
        <div className={styles.columns}>
          {frozen}
          <aside className={styles.panel} aria-label={t("rounds.panel")}>
            <Tabs label={t("rounds.panel")} tabs={asides} selected={tab} onSelect={setTab} />
          </aside>
        </div>
      ) : (
        <Tabs
          label={t("rounds.panel")}
          selected={tab}
          onSelect={setTab}
          tabs={[
            {
              id: "text",
              label: t("rounds.text"),
              panel: frozen,
              keepMounted: true,
              isFlush: true,
            },
            ...asides,
          ]}
        />
      )}
      {dialog === "extend" && (
        <ExtendDialog round={round} part={null} onClose={() => setDialog(null)} />
      )}
      {dialog === "invite" && <InviteDialog round={round} onClose={() => setDialog(null)} />}
      {dialog === "close" && <CloseDialog round={round} onClose={() => setDialog(null)} />}
      {dialog === "cancel" && <CancelDialog round={round} onClose={() => setDialog(null)} />}
    </div>
  );
}
