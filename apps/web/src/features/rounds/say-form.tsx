import type { RoundComment } from "@istmo/contracts";
import { commentKinds } from "@istmo/domain";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useDraftComment, useEditComment } from "../../api/rounds.ts";
import { problemOf, problemText } from "../../lib/problem-text.ts";
import { useUnsavedWords } from "../../lib/use-unsaved-words.ts";
import { Button } from "../../ui/button.tsx";
import { NativeSelect } from "../../ui/native-select.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import type { CommentPlace } from "./comment-place.ts";
import { observationLength } from "./limits.ts";
import styles from "./say-form.module.css";

/** What is being written: on a new place, or of a comment that stands. */
export interface Saying {
  /** Null on the paper as a whole. */
  readonly blockId: string | null;
  readonly quote: string;
  /** The comment that is mended; null for a new one. */
  readonly comment: RoundComment | null;
}

/** Writes one comment of a part's position, and keeps it there. */
export function SayForm({
  roundId,
  subject,
  name,
  saying,
  latest,
  places,
  onPlace,
  onDone,
}: {
  roundId: string;
  subject: string;
  /** Whose position it is. */
  name: string;
  saying: Saying;
  /** The comment that is mended, as it stands now. */
  latest: RoundComment | null;
  places: readonly CommentPlace[];
  onPlace: (blockId: string | null) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const { comment, blockId, quote } = saying;
  const [observation, setObservation] = useState(comment?.observation ?? "");
  const [proposed, setProposed] = useState(comment?.proposedText ?? "");
  const [kind, setKind] = useState(comment?.kind ?? "substantive");
  const [wasTried, setWasTried] = useState(false);
  const draft = useDraftComment(roundId);
  const edit = useEditComment(roundId);
  const form = useRef<HTMLFormElement>(null);
  const isDirty =
    observation.trim() !== (comment?.observation ?? "") ||
    proposed.trim() !== (comment?.proposedText ?? "");
  useUnsavedWords(isDirty);
  useEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const error = draft.error ?? edit.error;
  const isStale = error !== null && problemOf(error).code === "stale_version";
  const done = () => {
    toast.show({ tone: "ok", text: t("rounds.say.saved", { name }) });
    onDone();
  };
  const save = (version: number | undefined) => {
    setWasTried(true);
    if (observation.trim() === "") return;
    const proposedText = proposed.trim() === "" ? null : proposed;
    const words = { observation, proposedText, kind };
    if (comment === null) draft.mutate({ subject, blockId, quote, ...words }, { onSuccess: done });
    else
      edit.mutate(
        { id: comment.id, version: version ?? comment.version, ...words },
        { onSuccess: done },
      );
  };
  const isKnown = blockId === null || places.some((one) => one.blockId === blockId);
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={t(comment === null ? "rounds.say.new" : "rounds.say.edit")}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save(undefined);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(undefined);
      }}
    >
      {comment === null && (
        <NativeSelect
          label={t("rounds.say.where")}
          value={blockId ?? ""}
          onChange={(id) => onPlace(id === "" ? null : id)}
          groups={[
            {
              label: t("rounds.say.where"),
              options: [
                { id: "", label: t("rounds.say.wholePaper") },
                ...(isKnown
                  ? []
                  : [
                      { id: blockId, label: quote === "" ? t("rounds.comment.unnumbered") : quote },
                    ]),
                ...places.map((one) => ({ id: one.blockId, label: one.label })),
              ],
            },
          ]}
        />
      )}
      {quote !== "" && <q className={styles.quote}>{quote}</q>}
      <TextArea
        autoFocus
        label={t("rounds.say.observation")}
        isRequired
        rows={4}
        maxLength={observationLength}
        value={observation}
        onChange={setObservation}
        errorMessage={wasTried && observation.trim() === "" ? t("rounds.say.needed") : undefined}
      />
      <TextArea
        label={t("rounds.say.proposed")}
        description={t("rounds.say.proposedText")}
        rows={2}
        maxLength={observationLength}
        value={proposed}
        onChange={setProposed}
      />
      <Select
        size="small"
        label={t("rounds.say.kind")}
        value={kind}
        onChange={(id) => setKind(commentKinds.find((one) => one === id) ?? "substantive")}
        options={commentKinds.map((id) => ({ id, label: t(`rounds.kind.${id}`) }))}
      />
      {error !== null && !isStale && <Notice tone="danger">{problemText(t, error)}</Notice>}
      {isStale && latest !== null && (
        <Notice tone="danger">
          <p>{t("rounds.say.stale")}</p>
          <blockquote className={styles.theirs}>{latest.observation}</blockquote>
          <Button size="small" onPress={() => save(latest.version)}>
            {t("rounds.say.keepMine")}
          </Button>
        </Notice>
      )}
      <div className={styles.buttons}>
        <Button variant="quiet" onPress={onDone}>
          {t("ui.cancel")}
        </Button>
        <Button type="submit" variant="primary" isPending={draft.isPending || edit.isPending}>
          {t("rounds.say.save")}
        </Button>
      </div>
    </form>
  );
}
