import type { CommentThread } from "@istmo/contracts";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { CommentCard, type CommentSlots } from "./comment-card.tsx";
import { CommentFilterBar } from "./comment-filter-bar.tsx";
import { countFilters, noFilters } from "./comment-filters.ts";
import type { Letter } from "./comment-outbox.ts";
import styles from "./comments-panel.module.css";
import { LetterNote } from "./letter-note.tsx";
import { NewCommentCard } from "./new-comment-card.tsx";
import { PositionDialog } from "./position-dialog.tsx";
import type { CommentsView, Entry } from "./use-comments-view.ts";

interface CommentsPanelProps {
  readonly view: CommentsView;
  readonly slots: CommentSlots;
}

/** All conversations, in the order of the text; up and down, or K and J, go from one to the next. */
export function CommentsPanel({ view, slots }: CommentsPanelProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [submitted, setSubmitted] = useState<CommentThread | null>(null);
  if (view.comments === undefined)
    return view.error === null ? (
      <Loading lines={5} />
    ) : (
      <ErrorState error={view.error} onRetry={view.refetch} />
    );
  const { onPaper, inText, lost } = view;
  const all = [...onPaper, ...inText, ...lost];
  const stop =
    all.find(({ id }) => id === view.active) ?? all.find(({ thread }) => thread !== null);
  const positions = view.letters.filter(
    ({ kind, key }) => kind.type === "position" && key !== null,
  );
  const show = (entries: readonly Entry[]) => (
    <Cards
      entries={entries}
      stopId={stop?.id ?? null}
      view={view}
      slots={slots}
      onSubmitPosition={setSubmitted}
    />
  );
  return (
    <div className={styles.panel}>
      <CommentFilterBar view={view} />
      {positions.map((letter) => (
        <LetterNote
          key={letter.id}
          letter={letter}
          outbox={view.outbox}
          onTakenBack={() => setSubmitted(firstThreadOf(letter, view))}
        />
      ))}
      {all.length === 0 && <Nothing view={view} />}
      <div ref={list} className={styles.list} onKeyDown={(event) => step(event, list.current)}>
        {onPaper.length > 0 && (
          <section className={styles.part} aria-label={t("comments.onPaper")}>
            <h3 className={styles.heading}>{t("comments.onPaper")}</h3>
            {show(onPaper)}
          </section>
        )}
        {inText.length > 0 && (
          <section className={styles.part} aria-label={t("comments.inText")}>
            {onPaper.length > 0 && <h3 className={styles.heading}>{t("comments.inText")}</h3>}
            {show(inText)}
          </section>
        )}
        {lost.length > 0 && (
          <section className={styles.part} aria-label={t("comments.lost.title")}>
            <h3 className={styles.heading}>{t("comments.lost.title")}</h3>
            <p className={styles.note}>{t("comments.lost.text")}</p>
            {show(lost)}
          </section>
        )}
      </div>
      {submitted !== null && (
        <PositionDialog thread={submitted} view={view} onClose={() => setSubmitted(null)} />
      )}
    </div>
  );
}

/** The conversation from which a position that has been taken back is written again. */
function firstThreadOf({ kind }: Letter, { comments }: CommentsView): CommentThread | null {
  const [first] = kind.type === "position" ? kind.threadIds : [];
  return comments?.items.find(({ id }) => id === first) ?? null;
}

function Cards({
  entries,
  stopId,
  view,
  slots,
  onSubmitPosition,
}: CommentsPanelProps & {
  readonly entries: readonly Entry[];
  readonly stopId: string | null;
  readonly onSubmitPosition: (thread: CommentThread) => void;
}) {
  return (
    <ul className={styles.cards}>
      {entries.map(({ id, thread, letter }) => (
        <li key={id}>
          {thread === null ? (
            <NewCommentCard letter={letter} view={view} />
          ) : (
            <CommentCard
              thread={thread}
              view={view}
              slots={slots}
              isStop={id === stopId}
              onSubmitPosition={onSubmitPosition}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Nothing({ view }: { view: CommentsView }) {
  const { t } = useTranslation();
  const { filters, setFilters } = view;
  if (countFilters(filters) > 0)
    return (
      <EmptyState
        title={t("comments.none.filtered")}
        action={
          <Button size="small" onPress={() => setFilters({ ...noFilters, state: filters.state })}>
            {t("comments.filter.clear")}
          </Button>
        }
      />
    );
  return (
    <EmptyState title={t(`comments.none.${filters.state}`)}>
      {filters.state === "open" && view.start !== null && t("comments.none.how")}
    </EmptyState>
  );
}

const steps: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

function step(event: KeyboardEvent, list: HTMLElement | null): void {
  const by = steps[event.key];
  const isTyping = event.target instanceof HTMLTextAreaElement;
  const hasModifier = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (by === undefined || isTyping || hasModifier || list === null) return;
  const stops = [...list.querySelectorAll<HTMLElement>("[data-stop]")];
  const from = stops.findIndex((one) => one.contains(document.activeElement));
  const to = stops[from === -1 ? 0 : from + by];
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
}
