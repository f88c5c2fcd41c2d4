import type { Round, RoundComment } from "@istmo/contracts";
import { MessageSquarePlus, Send } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDropComment, useRoundStep } from "../../api/rounds.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { problemText } from "../../lib/problem-text.ts";
import { wordsIn } from "../../lib/texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Select } from "../../ui/select.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { placeName, type CommentPlace } from "./comment-place.ts";
import styles from "./own-position.module.css";
import { RoundCommentCard } from "./round-comment-card.tsx";
import { SayForm, type Saying } from "./say-form.tsx";

/** What a person's own part says: drafted within, then submitted as one position. */
export function OwnPosition({
  round,
  subjects,
  subject,
  onSubject,
  comments,
  places,
  saying,
  onSay,
  active,
  onPlace,
}: {
  round: Round;
  /** The parts that the person takes. */
  subjects: readonly string[];
  subject: string;
  onSubject: (subject: string) => void;
  /** Those of this part, in the order of the text. */
  comments: readonly RoundComment[];
  places: readonly CommentPlace[];
  saying: Saying | null;
  onSay: (saying: Saying | null) => void;
  active: string | null;
  onPlace: (blockId: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const [isSubmitting, setSubmitting] = useState(false);
  const drop = useDropComment(round.id);
  const part = round.participants.find((one) => one.subject === subject);
  if (part === undefined) return null;
  const nameOf = (one: string) =>
    wordsIn(
      round.participants.find((it) => it.subject === one)?.label ?? { es: one, en: one },
      language,
    );
  const name = nameOf(subject);
  const isDrafting = round.abilities.comment.includes(subject);
  const maySubmit = round.abilities.submit.includes(subject);
  const kept = comments.filter(({ state }) => state !== "withdrawn" || !isDrafting);
  return (
    <div className={styles.position}>
      {subjects.length > 1 && (
        <Select
          size="small"
          label={t("rounds.own.part")}
          value={subject}
          onChange={onSubject}
          options={subjects.map((id) => ({ id, label: nameOf(id) }))}
        />
      )}
      {isDrafting ? (
        <p className={styles.note}>
          {subject.startsWith("person:")
            ? t("rounds.own.withinPerson")
            : t("rounds.own.within", { name })}
        </p>
      ) : (
        part.submittedAt !== null && (
          <p className={styles.sent}>
            {t(part.hasNoComments ? "rounds.own.submittedNone" : "rounds.own.submitted", {
              moment: formatMoment(part.submittedAt, language),
            })}
            {part.isLate && <Badge tone="warn">{t("rounds.own.late")}</Badge>}
          </p>
        )
      )}
      {isDrafting && (
        <div className={styles.tools}>
          <Button
            size="small"
            icon={<MessageSquarePlus />}
            isDisabled={saying !== null}
            onPress={() => onSay({ blockId: null, quote: "", comment: null })}
          >
            {t("rounds.say.new")}
          </Button>
          {maySubmit && (
            <Button
              size="small"
              variant="primary"
              icon={<Send />}
              isDisabled={saying !== null}
              onPress={() => setSubmitting(true)}
            >
              {t("rounds.submit.action")}
            </Button>
          )}
        </div>
      )}
      {isDrafting && !maySubmit && (
        <p className={styles.note}>{t("rounds.own.submitByOther", { name })}</p>
      )}
      {saying !== null && saying.comment === null && isDrafting && (
        <SayForm
          key="new"
          {...{ roundId: round.id, subject, name, saying, places }}
          latest={null}
          onPlace={(blockId) => onSay({ ...saying, blockId, quote: "" })}
          onDone={() => onSay(null)}
        />
      )}
      {drop.error !== null && <Notice tone="danger">{problemText(t, drop.error)}</Notice>}
      {kept.length === 0 && saying === null && !part.hasNoComments && (
        <EmptyState title={t("rounds.own.none")}>
          {isDrafting ? t("rounds.own.noneText") : undefined}
        </EmptyState>
      )}
      <ol className={styles.list} aria-label={t("rounds.own.title", { name })}>
        {kept.map((comment) => (
          <li key={comment.id}>
            {saying?.comment?.id === comment.id && isDrafting ? (
              <SayForm
                {...{ roundId: round.id, subject, name, saying, places }}
                latest={comment}
                onPlace={() => undefined}
                onDone={() => onSay(null)}
              />
            ) : (
              <RoundCommentCard
                comment={comment}
                isActive={active !== null && comment.blockId === active}
                onPlace={comment.blockId === null ? null : () => onPlace(comment.blockId ?? "")}
              >
                {isDrafting && (
                  <>
                    <Button
                      size="small"
                      variant="quiet"
                      aria-label={t("rounds.comment.dropLabel", { place: placeName(t, comment) })}
                      isPending={drop.isPending && drop.variables.id === comment.id}
                      onPress={() =>
                        drop.mutate(comment, {
                          onSuccess: () =>
                            toast.show({ tone: "ok", text: t("rounds.comment.dropped") }),
                        })
                      }
                    >
                      {t("rounds.comment.drop")}
                    </Button>
                    <Button
                      size="small"
                      variant="quiet"
                      isDisabled={saying !== null}
                      aria-label={t("rounds.comment.editLabel", { place: placeName(t, comment) })}
                      onPress={() => {
                        const { blockId, quote } = comment;
                        onSay({ blockId, quote, comment });
                      }}
                    >
                      {t("rounds.comment.edit")}
                    </Button>
                  </>
                )}
              </RoundCommentCard>
            )}
          </li>
        ))}
      </ol>
      {isSubmitting && (
        <SubmitDialog
          {...{ round, subject, name }}
          count={kept.length}
          onClose={() => setSubmitting(false)}
        />
      )}
    </div>
  );
}

function SubmitDialog({
  round,
  subject,
  name,
  count,
  onClose,
}: {
  round: Round;
  subject: string;
  name: string;
  count: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [isNone, setNone] = useState(false);
  const [wasTried, setWasTried] = useState(false);
  const submit = useRoundStep(round.id);
  return (
    <FormDialog
      title={t("rounds.submit.title", { name })}
      text={count === 0 ? t("rounds.submit.none") : t("rounds.submit.text", { count })}
      submitLabel={t("rounds.submit.confirm")}
      isPending={submit.isPending}
      problem={submit.error === null ? null : problemText(t, submit.error)}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (count === 0 && !isNone) return;
        submit.mutate(
          { step: "submit", body: { subject, hasNoComments: count === 0 } },
          {
            onSuccess: () => {
              toast.show({ tone: "ok", text: t("rounds.submit.done") });
              onClose();
            },
          },
        );
      }}
    >
      {count === 0 && (
        <>
          <Checkbox isSelected={isNone} onChange={setNone}>
            {t("rounds.submit.noneConfirm", { name })}
          </Checkbox>
          {wasTried && !isNone && <Notice tone="danger">{t("rounds.submit.noneNeeded")}</Notice>}
        </>
      )}
    </FormDialog>
  );
}
