import type { ActionAct, FieldConflict, WholeAction } from "@istmo/contracts";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useActionHistory } from "../../../api/action-life.ts";
import { isProblem } from "../../../api/problem.ts";
import { useLanguage } from "../../../i18n/use-language.ts";
import { formatAgo, formatMoment } from "../../../lib/dates.ts";
import { problemText } from "../../../lib/problem-text.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState, Loading } from "../../../ui/states.tsx";
import { useToast } from "../../../ui/toaster.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import styles from "./detail.module.css";
import { useHistoryWords } from "./use-history-words.ts";
import { useItemCommand } from "./use-item-command.ts";

/** What was changed, the latest first, each act with the way to take it back. */
export function History({ item }: { item: WholeAction }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { items, isLoading, error, hasMore, more } = useActionHistory(item.id);
  const { run, isPending, error: refusal } = useItemCommand(item.id, { isQuiet: true });
  const [isSeen, setIsSeen] = useState(false);
  const undo = (act: ActionAct) => {
    setIsSeen(false);
    run({ path: "/undo", body: { actId: act.id } }, () =>
      toast.show({ tone: "ok", text: t("action.history.undone") }),
    );
  };
  const conflict = isProblem(refusal, "field_conflict")
    ? (refusal.details as unknown as FieldConflict)
    : null;
  return (
    <div className={styles.entries}>
      {isLoading && <Loading lines={4} />}
      {error !== null && items.length === 0 && <ErrorState error={error} />}
      {refusal !== null && conflict === null && (
        <p role="alert" className={styles.problem}>
          {problemText(t, refusal)}
        </p>
      )}
      <ol className={styles.entries} aria-label={t("action.history.list")}>
        {items.map((act) => (
          <Act key={act.id} act={act} isPending={isPending} onUndo={() => undo(act)} />
        ))}
      </ol>
      {hasMore && (
        <Button size="small" variant="quiet" onPress={more}>
          {t("action.history.more")}
        </Button>
      )}
      {conflict !== null && !isSeen && (
        <ConflictDialog conflict={conflict} onClose={() => setIsSeen(true)} />
      )}
    </div>
  );
}

function Act({
  act,
  isPending,
  onUndo,
}: {
  act: ActionAct;
  isPending: boolean;
  onUndo: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentences = useHistoryWords()(act);
  return (
    <li className={styles.act}>
      <div className={styles.entry}>
        <span>
          <strong>{act.by?.name ?? t("action.history.installation")}</strong>{" "}
          {act.undoes === null ? sentences.length === 1 && sentences[0] : t("action.history.undid")}
        </span>
        {(sentences.length > 1 || act.undoes !== null) && (
          <ul className={styles.sentences}>
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {act.reason !== null && <q className={styles.words}>{act.reason}</q>}
        <time className={styles.muted} dateTime={act.at} title={formatMoment(act.at, language)}>
          {formatAgo(act.at, language)}
        </time>
      </div>
      {act.canUndo && (
        <Button
          size="small"
          variant="quiet"
          icon={<Undo2 />}
          isDisabled={isPending}
          aria-label={`${t("action.history.undo")}: ${sentences.join("; ")}`}
          onPress={onUndo}
        >
          {t("action.history.undo")}
        </Button>
      )}
    </li>
  );
}
