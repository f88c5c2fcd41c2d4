import type { WholeAction } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useActionComments } from "../../../api/action-life.ts";
import { bodyOf, noWords, type Words } from "../../../lib/mention-words.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { CommentField } from "./comment-field.tsx";
import { Comment } from "./comment.tsx";
import styles from "./comments.module.css";
import { useSay } from "./use-say.ts";

/** What people wrote about the action, the latest last. */
export function Comments({ item }: { item: WholeAction }) {
  const { t } = useTranslation();
  const { items, isLoading, error, hasMore, more } = useActionComments(item.id);
  const { say, isPending } = useSay(item.id);
  const [words, setWords] = useState<Words>(noWords);
  const send = () => {
    const body = bodyOf(words);
    if (body === "" || isPending) return;
    say({ method: "post", path: "", body: { body } }, () => setWords(noWords));
  };
  return (
    <div className={styles.comments}>
      {isLoading && <Loading lines={3} />}
      {error !== null && items.length === 0 && <ErrorState error={error} />}
      {!isLoading && error === null && items.length === 0 && (
        <p className={styles.muted}>{t("action.comments.none")}</p>
      )}
      {hasMore && (
        <Button size="small" variant="quiet" onPress={more}>
          {t("action.comments.earlier")}
        </Button>
      )}
      {items.length > 0 && (
        <ol className={styles.thread} aria-label={t("action.tab.comments")}>
          {[...items].reverse().map((comment) => (
            <Comment key={comment.id} actionId={item.id} comment={comment} />
          ))}
        </ol>
      )}
      <CommentField
        actionId={item.id}
        label={t("action.comments.write")}
        placeholder={t("action.comments.placeholder")}
        words={words}
        onWords={setWords}
        onSend={send}
      />
      <div className={styles.send}>
        <Button variant="primary" size="small" isPending={isPending} onPress={send}>
          {t("action.comments.send")}
        </Button>
      </div>
    </div>
  );
}
