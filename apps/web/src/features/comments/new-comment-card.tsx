import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Select } from "../../ui/select.tsx";
import { bringIntoView } from "./bring-into-view.ts";
import { CircleNote } from "./circle-note.tsx";
import styles from "./comment-card.module.css";
import { Composer } from "./composer.tsx";
import { LetterNote } from "./letter-note.tsx";
import newStyles from "./new-comment-card.module.css";
import type { CommentsView, OpenLetter } from "./use-comments-view.ts";

/** A conversation that is being begun, or that is on its way to the server. */
export function NewCommentCard({ letter, view }: { letter: OpenLetter; view: CommentsView }) {
  const { t } = useTranslation();
  const { kind, words, state } = letter;
  const { about, circle } = kind;
  const isActive = view.active === letter.id;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isActive && card.current !== null) bringIntoView(card.current);
  }, [isActive]);
  const circles = view.comments?.circles ?? [];
  const options = circles.map((one) => ({
    id: one.circle,
    label:
      one.circle === "paper"
        ? t("comments.circle.paper")
        : t("comments.circle.only", { name: view.names.nameOf(one.circle)?.code ?? "" }),
    description:
      one.circle === "paper"
        ? t("comments.circle.paperMeans")
        : t("comments.circle.onlyMeans", { name: view.names.nameOf(one.circle)?.name ?? "" }),
  }));
  return (
    <article
      ref={card}
      className={styles.card}
      data-active={isActive}
      data-internal={circle !== "paper"}
      data-draft={state}
      aria-label={t("comments.new")}
    >
      <CircleNote circle={circle} onBehalfOf={null} names={view.names} />
      <div className={styles.content}>
        {about.quote !== "" && <q className={newStyles.quote}>{about.quote}</q>}
        {about.target === "paper" && <p className={newStyles.about}>{t("comments.onPaper")}</p>}
        {state === "draft" ? (
          <Composer
            autoFocus={isActive}
            rows={3}
            label={t("comments.new")}
            placeholder={t("comments.placeholder")}
            words={words}
            onWords={(next) => view.outbox?.write(letter.id, kind, next)}
            paperId={view.paperId}
            circle={circle}
            names={view.names}
            sendLabel={t("comments.send")}
            onSend={() => view.send(letter.id)}
            onCancel={() => {
              view.outbox?.drop(letter.id);
              view.setActive(null);
            }}
          >
            {options.length > 1 && (
              <Select
                size="small"
                label={t("comments.circle.label")}
                options={options}
                value={circle}
                onChange={(next) => view.outbox?.write(letter.id, { ...kind, circle: next }, words)}
              />
            )}
          </Composer>
        ) : (
          <LetterNote
            letter={letter}
            outbox={view.outbox}
            onTakenBack={(field) => view.setActive(field)}
          />
        )}
      </div>
    </article>
  );
}
