import type { MatrixRow } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RowAct } from "../../api/matrix.ts";
import { Button } from "../../ui/button.tsx";
import { Choices } from "../../ui/choices.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea } from "../../ui/text-field.tsx";
import { dispositionKeys, type Disposition } from "./matrix-words.ts";
import styles from "./row-editor.module.css";

const ends = ["contest", "settle", "close", "withdraw"] as const;
type End = (typeof ends)[number];

/** What comes after an answer: it is contested and settled, and the row comes to its end. */
export function RowEnd({
  row,
  onAct,
}: {
  row: MatrixRow;
  onAct: (row: MatrixRow, act: RowAct) => void;
}) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<End | null>(null);
  const open = ends.filter((end) => row.abilities[end]);
  if (open.length === 0) return null;
  return (
    <div className={styles.buttons}>
      {open.map((end) => (
        <Button key={end} size="small" onPress={() => setAsked(end)}>
          {t(`matrix.${end}.action`)}
        </Button>
      ))}
      {asked !== null && (
        <EndDialog
          end={asked}
          onClose={() => setAsked(null)}
          onSend={(act) => {
            setAsked(null);
            onAct(row, act);
          }}
        />
      )}
    </div>
  );
}

function EndDialog({
  end,
  onClose,
  onSend,
}: {
  end: End;
  onClose: () => void;
  onSend: (act: RowAct) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [disposition, setDisposition] = useState<Disposition>("noted");
  const [wasTried, setWasTried] = useState(false);
  const needsText = end === "contest" || end === "settle";
  const isMissing = needsText && text.trim() === "";
  const send = () => {
    if (isMissing) setWasTried(true);
    else if (end === "contest") onSend({ act: end, body: { text } });
    else if (end === "settle") onSend({ act: end, body: { disposition, reason: text } });
    else if (end === "close") onSend({ act: end, body: { changeNote: text } });
    else onSend({ act: end, body: {} });
  };
  return (
    <FormDialog
      title={t(`matrix.${end}.title`)}
      text={t(`matrix.${end}.text`)}
      submitLabel={t(`matrix.${end}.action`)}
      tone={end === "withdraw" ? "danger" : "primary"}
      isPending={false}
      onSubmit={send}
      onClose={onClose}
    >
      {end === "settle" && (
        <Choices
          label={t("matrix.column.disposition")}
          choices={dispositionKeys.map((id) => ({ id, label: t(`matrix.disposition.${id}`) }))}
          value={disposition}
          onChange={(id) => setDisposition(id as Disposition)}
        />
      )}
      {end !== "withdraw" && (
        <TextArea
          autoFocus
          label={t(`matrix.${end}.label`)}
          rows={4}
          isRequired={needsText}
          value={text}
          onChange={setText}
          errorMessage={wasTried && isMissing ? t("error.reason_required") : undefined}
        />
      )}
    </FormDialog>
  );
}
