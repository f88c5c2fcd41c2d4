import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { CommentThread } from "@istmo/contracts";
import { useTranslation } from "react-i18next";

import { IconButton } from "../../ui/icon-button.tsx";
import { CommentCard, type CommentSlots } from "./comment-card.tsx";
import styles from "./comments-sheet.module.css";
import { NewCommentCard } from "./new-comment-card.tsx";
import { PositionDialog } from "./position-dialog.tsx";
import type { CommentsView } from "./use-comments-view.ts";

interface CommentsSheetProps {
  readonly view: CommentsView;
  readonly slots: CommentSlots;
  /** How many pixels of the window's foot are covered now, so that the words come above it. */
  readonly onCovered: (id: string, height: number) => void;
}

/** Where there is no room beside the text: the active conversation, at the foot of the window. */
export function CommentsSheet({ view, slots, onCovered }: CommentsSheetProps) {
  const { t } = useTranslation();
  const sheet = useRef<HTMLElement>(null);
  const [submitted, setSubmitted] = useState<CommentThread | null>(null);
  const { active } = view;
  const entry = [...view.onPaper, ...view.inText, ...view.lost].find(({ id }) => id === active);
  const isShown = entry !== undefined;
  useEffect(() => {
    const box = sheet.current;
    const viewport = window.visualViewport;
    if (!isShown || active === null || box === null) return;
    const fit = () => {
      // The keyboard of a phone covers the foot of the page, which does not know of it.
      const keyboard = viewport ? window.innerHeight - viewport.height - viewport.offsetTop : 0;
      box.style.setProperty("--keyboard", `${Math.max(0, keyboard)}px`);
      onCovered(active, box.getBoundingClientRect().height + Math.max(0, keyboard));
    };
    fit();
    viewport?.addEventListener("resize", fit);
    return () => viewport?.removeEventListener("resize", fit);
  }, [isShown, active, onCovered]);
  if (entry === undefined) return null;
  return (
    <section ref={sheet} className={styles.sheet} aria-label={t("comments.title")}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t("comments.one")}</h2>
        <IconButton
          size="small"
          icon={<X />}
          aria-label={t("comments.close")}
          onPress={() => view.setActive(null)}
        />
      </div>
      {entry.thread === null ? (
        <NewCommentCard letter={entry.letter} view={view} />
      ) : (
        <CommentCard
          thread={entry.thread}
          view={view}
          slots={slots}
          onSubmitPosition={setSubmitted}
        />
      )}
      {submitted !== null && (
        <PositionDialog thread={submitted} view={view} onClose={() => setSubmitted(null)} />
      )}
    </section>
  );
}
