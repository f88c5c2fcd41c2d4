import type { HandedOver, ManagedPersonDetail, Tenure } from "@istmo/contracts";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePeopleMatching, useRefreshAdministration } from "../../api/administration.ts";
import { api } from "../../api/client.ts";
import { useWrite } from "../../api/use-write.ts";
import { Button } from "../../ui/button.tsx";
import { ComboBox } from "../../ui/combo-box.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import styles from "./hand-over-dialog.module.css";
import { usePostWords } from "./post-label.tsx";
import { useRefusal } from "./use-refusal.ts";

/** Passes a post on to a successor, and then says what went with it. */
export function HandOverDialog({
  person,
  post,
  onClose,
}: {
  person: ManagedPersonDetail;
  post: Tenure;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const postWords = usePostWords();
  const refresh = useRefreshAdministration();
  const [successorId, setSuccessorId] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const successor = useSuccessorChoice(person.id, successorId);
  const write = useWrite(
    (body: { version: number; successorId: string; reason: string }, key) =>
      api.post<HandedOver>(`/posts/${post.id}/hand-over`, body, key),
    { onSuccess: refresh },
  );
  const refusal = useRefusal(write.error, {
    successorId: ["own_successor", "unknown_person", "post_overlaps"],
    reason: ["reason_required"],
  });
  const name = successor.name ?? "";
  if (write.data !== undefined) {
    return (
      <HandedOverDialog
        result={write.data}
        post={postWords(post)}
        successor={name}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={t("people.handOver.title", { post: postWords(post) })}
      text={
        <>
          <p>{t("people.handOver.text", { name: person.name })}</p>
          <ul className={styles.list}>
            <li>{t("people.handOver.moves.post")}</li>
            <li>{t("people.handOver.moves.actions")}</li>
            <li>{t("people.handOver.moves.shares")}</li>
          </ul>
          <p>{t("people.handOver.stays")}</p>
        </>
      }
      submitLabel={t("people.handOver.submit")}
      isPending={write.isPending}
      problem={refusal.rest}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (successorId === null || reason.trim() === "") return;
        write.mutate({ version: post.version, successorId, reason: reason.trim() });
      }}
    >
      <ComboBox
        autoFocus
        isRequired
        label={t("people.handOver.successor")}
        placeholder={t("people.handOver.successorHint")}
        options={successor.options}
        search={successor.search}
        value={successorId}
        onChange={(id) => {
          setSuccessorId(id);
          write.reset();
        }}
        errorMessage={
          wasTried && successorId === null ? t("ui.required") : refusal.at("successorId")
        }
      />
      <TextArea
        isRequired
        label={t("people.reason")}
        description={t("people.reasonHelp")}
        maxLength={2_000}
        rows={3}
        value={reason}
        onChange={setReason}
        errorMessage={
          wasTried && reason.trim() === "" ? t("error.reason_required") : refusal.at("reason")
        }
      />
    </FormDialog>
  );
}

/** The people who fit what is typed; the one who was chosen stays among them. */
function useSuccessorChoice(holderId: string, chosenId: string | null) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<{ id: string; label: string; description: string } | null>(
    null,
  );
  const postWords = usePostWords();
  // Once somebody is chosen their name is what stands in the field, and no search.
  const isChosenText = chosen !== null && chosen.id === chosenId && text === chosen.label;
  const wanted = useDeferredValue(isChosenText ? "" : text.trim());
  const { data: people = [] } = usePeopleMatching(wanted);
  const options = people
    .filter(({ id }) => id !== holderId)
    .map(({ id, name, email, posts }) => ({
      id,
      label: name,
      description: posts[0] === undefined ? email : postWords(posts[0]),
    }));
  const found = options.find(({ id }) => id === chosenId);
  if (found !== undefined && found.id !== chosen?.id) setChosen(found);
  const keeps = chosen !== null && chosen.id === chosenId && found === undefined;
  return {
    options: keeps ? [chosen, ...options] : options,
    search: { text, onSearch: setText },
    name: chosenId === null ? null : (found?.label ?? chosen?.label ?? null),
  };
}

function HandedOverDialog({
  result,
  post,
  successor,
  onClose,
}: {
  result: HandedOver;
  post: string;
  successor: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const moved = Object.entries(result.moved).filter(([, count]) => count > 0);
  const left = Object.entries(result.left).filter(([, count]) => count > 0);
  const inWords = ([kind, count]: [string, number]) => (
    <li key={kind}>{t([`people.work.${kind}`, "people.work.other"], { count })}</li>
  );
  return (
    <Dialog
      isOpen
      size="small"
      title={t("people.handOver.doneTitle")}
      onClose={onClose}
      footer={
        <Button variant="primary" onPress={onClose} autoFocus>
          {t("ui.close")}
        </Button>
      }
    >
      <p>{t("people.handOver.done", { post, name: successor })}</p>
      {moved.length === 0 ? (
        <p className={styles.muted}>{t("people.handOver.nothingMoved")}</p>
      ) : (
        <div>
          <h3 className={styles.heading}>{t("people.handOver.moved")}</h3>
          <ul className={styles.list}>{moved.map(inWords)}</ul>
        </div>
      )}
      {left.length > 0 && (
        <Notice tone="warn">
          <p>{t("people.handOver.left", { name: successor })}</p>
          <ul className={styles.list}>{left.map(inWords)}</ul>
        </Notice>
      )}
    </Dialog>
  );
}
