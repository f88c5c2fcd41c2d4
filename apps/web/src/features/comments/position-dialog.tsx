import type { CommentThread } from "@istmo/contracts";
import { Eye, Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "../../i18n/use-language.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { lineOf, wordsOf, type Words } from "../../lib/mention-words.ts";
import { messageLength } from "./composer-limits.ts";
import styles from "./position-dialog.module.css";
import { draftIn, type CommentsView } from "./use-comments-view.ts";
import { WordsField } from "./words-field.tsx";

/** Makes one position of the organisation out of conversations of its circle. */
export function PositionDialog({
  thread,
  view,
  onClose,
}: {
  thread: CommentThread;
  view: CommentsView;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = view.names.nameOf(thread.circle)?.code ?? "";
  const candidates = (view.comments?.items ?? []).filter(
    ({ id, circle, abilities }) =>
      id === thread.id || (circle === thread.circle && abilities.submit),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([thread.id]));
  const [placeOf, setPlaceOf] = useState(thread.target === "paper" ? "" : thread.id);
  const among = candidates.filter(({ id }) => chosen.has(id));
  const kind = {
    ...{ type: "position" as const, threadIds: among.map(({ id }) => id) },
    placeOf: chosen.has(placeOf) ? placeOf : null,
  };
  const draft = draftIn(view, kind);
  // What was said within is where the position begins; it is not sent as it stands.
  const [typed, setTyped] = useState<Words | null>(draft.words.text === "" ? null : draft.words);
  const words = typed ?? togetherOf(among, language);
  const length = [...words.text.trim()].length;
  const isReady = among.length > 0 && length > 0 && length <= messageLength;

  function submit(): void {
    if (!isReady || view.outbox === null) return;
    view.outbox.write(draft.id, kind, words);
    view.send(draft.id);
    onClose();
  }
  return (
    <FormDialog
      title={t("comments.position.title", { name })}
      submitLabel={t("comments.position.submit", { name })}
      isPending={false}
      onSubmit={submit}
      onClose={onClose}
    >
      <fieldset className={styles.threads}>
        <legend className={styles.legend}>{t("comments.position.from")}</legend>
        {candidates.map((one) => (
          <Checkbox
            key={one.id}
            isSelected={chosen.has(one.id)}
            onChange={(isChosen) => {
              const next = new Set(chosen);
              if (isChosen) next.add(one.id);
              else next.delete(one.id);
              setChosen(next);
            }}
          >
            <span className={styles.said}>{lineOf(one.messages[0]!, language)}</span>
            <span className={styles.by}>
              {one.createdBy.name}
              {one.quote !== "" && ` · «${one.quote}»`}
            </span>
          </Checkbox>
        ))}
      </fieldset>
      <div className={styles.field}>
        <span className={styles.legend} aria-hidden="true">
          {t("comments.position.text")}
        </span>
        <WordsField
          label={t("comments.position.text")}
          rows={5}
          words={words}
          onWords={(next) => {
            setTyped(next);
            draft.onWords(next);
          }}
          paperId={view.paperId}
          circle="paper"
          names={view.names}
          onSend={submit}
          onCancel={onClose}
        />
      </div>
      <Select
        label={t("comments.position.place")}
        options={[
          { id: "", label: t("comments.onPaper") },
          ...among
            .filter(({ target }) => target !== "paper")
            .map((one) => ({
              id: one.id,
              label: one.quote === "" ? lineOf(one.messages[0]!, language) : `«${one.quote}»`,
            })),
        ]}
        value={kind.placeOf ?? ""}
        onChange={setPlaceOf}
      />
      <div className={styles.seen}>
        <p>
          <Eye aria-hidden="true" />
          {t("comments.position.seenByAll", { name })}
        </p>
        <p>
          <Lock aria-hidden="true" />
          {t("comments.position.staysWithin", { name })}
        </p>
      </div>
    </FormDialog>
  );
}

/** The words of the conversations, one after the other; names in them are text and call nobody. */
function togetherOf(threads: readonly CommentThread[], language: "es" | "en"): Words {
  const all = threads.flatMap(({ messages }) => messages);
  const { text } = wordsOf(
    {
      body: all.map(({ body }) => body).join("\n"),
      mentions: all.flatMap(({ mentions }) => mentions),
    },
    language,
  );
  return { text, mentions: [] };
}
