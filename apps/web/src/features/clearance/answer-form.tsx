import type { AnswerClearance } from "@istmo/contracts";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Choices } from "../../ui/choices.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import styles from "./clearance.module.css";

/** An answer as it is given, whatever it is sent by. */
export type GivenAnswer = Omit<AnswerClearance, "version">;

/** As in the contracts, which the page must not load for a number. */
const textLength = 8000;
const answers = ["clear", "clear_with_comments", "object"] as const;

/** What an organisation says to the text with this hash: chosen and sent in two presses. */
export function AnswerForm({
  sha256,
  isPending,
  problem,
  submitLabel,
  onSend,
}: {
  sha256: string;
  isPending: boolean;
  problem: ReactNode;
  submitLabel: string;
  onSend: (answer: GivenAnswer) => void;
}) {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState<(typeof answers)[number]>("clear");
  const [words, setWords] = useState("");
  const [isConditional, setConditional] = useState(false);
  const [reservation, setReservation] = useState<string | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const needsWords = answer !== "clear";
  const isMissing = needsWords && words.trim() === "";

  const send = () => {
    setWasTried(true);
    if (isMissing) return;
    const said = reservation?.trim() ?? "";
    onSend({
      ...{ answer, sha256 },
      ...(answer === "clear_with_comments" ? { comments: words.trim(), isConditional } : {}),
      ...(answer === "object" ? { reason: words.trim() } : {}),
      ...(answer !== "object" && said !== "" ? { reservation: said } : {}),
    });
  };

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) send();
      }}
    >
      <Choices
        label={t("clearance.answer.which")}
        hideLabel
        value={answer}
        onChange={(id) => setAnswer(answers.find((one) => one === id) ?? "clear")}
        choices={answers.map((id) => ({ id, label: t(`clearance.answer.${id}`) }))}
      />
      {needsWords && (
        <TextArea
          label={t(answer === "object" ? "clearance.answer.reason" : "clearance.answer.comments")}
          isRequired
          rows={4}
          maxLength={textLength}
          value={words}
          onChange={setWords}
          errorMessage={
            wasTried && isMissing
              ? t(answer === "object" ? "error.reason_required" : "error.comments_required")
              : undefined
          }
        />
      )}
      {answer === "clear_with_comments" && (
        <Checkbox isSelected={isConditional} onChange={setConditional}>
          {t("clearance.answer.isCondition")}
        </Checkbox>
      )}
      {answer !== "object" &&
        (reservation === null ? (
          <div>
            <Button variant="quiet" size="small" onPress={() => setReservation("")}>
              {t("clearance.answer.addReservation")}
            </Button>
          </div>
        ) : (
          <TextArea
            label={t("clearance.answer.reservation")}
            description={t("clearance.answer.reservationHint")}
            rows={3}
            maxLength={textLength}
            value={reservation}
            onChange={setReservation}
          />
        ))}
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <div className={styles.send}>
        <Button
          type="submit"
          variant={answer === "object" ? "danger" : "primary"}
          isPending={isPending}
        >
          {submitLabel}
        </Button>
        <span className={styles.muted}>
          {t("clearance.answer.hash", { hash: sha256.slice(0, 12) })}
        </span>
      </div>
    </form>
  );
}
