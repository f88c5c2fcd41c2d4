import type { ChecklistLine, WholeAction } from "@istmo/contracts";
import { ArrowDown, ArrowUp, Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Menu, type MenuEntry } from "../../../ui/menu.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import styles from "./detail.module.css";
import { Part } from "./part.tsx";
import { useItemCommand } from "./use-item-command.ts";

/** The steps of the work: ticked, added, reworded, put in order and removed, all by keyboard too. */
export function Checklist({ item }: { item: WholeAction }) {
  const { t } = useTranslation();
  const { run, isPending } = useItemCommand(item.id);
  const [text, setText] = useState("");
  const [renamedId, setRenamedId] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const { checklist: lines, progress } = item;
  const mayWork = item.abilities.work;
  if (lines.length === 0 && !mayWork) return null;
  const tell = (command: object, onDone?: () => void) =>
    run({ path: "/checklist", body: { command } }, onDone);

  function add(event: FormEvent): void {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === "" || isPending) return;
    tell({ do: "add", id: crypto.randomUUID(), text: wanted }, () => setText(""));
  }

  function move(line: ChecklistLine, to: number): void {
    const others = lines.filter(({ id }) => id !== line.id);
    const afterId = to === 0 ? null : (others[to - 1]?.id ?? null);
    tell({ do: "move", id: line.id, afterId }, () =>
      setSaid(t("action.checklist.moved", { text: line.text, place: to + 1, total: lines.length })),
    );
  }

  const entriesOf = (line: ChecklistLine, at: number): MenuEntry[] => [
    {
      ...{ id: "rename", label: t("action.checklist.rename"), icon: <Pencil /> },
      onAction: () => setRenamedId(line.id),
    },
    {
      ...{ id: "up", label: t("action.checklist.up"), icon: <ArrowUp />, isDisabled: at === 0 },
      onAction: () => move(line, at - 1),
    },
    {
      ...{ id: "down", label: t("action.checklist.down"), icon: <ArrowDown /> },
      isDisabled: at === lines.length - 1,
      onAction: () => move(line, at + 1),
    },
    {
      ...{ id: "remove", label: t("action.checklist.remove"), icon: <Trash2 /> },
      tone: "danger",
      onAction: () => tell({ do: "remove", id: line.id }),
    },
  ];

  return (
    <Part
      title={t("action.checklist.title")}
      {...(lines.length > 0 ? { note: t("action.checklist.progress", { ...progress }) } : {})}
    >
      {lines.length === 0 ? (
        <p className={styles.muted}>{t("action.checklist.empty")}</p>
      ) : (
        <ul className={styles.lines}>
          {lines.map((line, at) => (
            <li key={line.id} className={styles.line}>
              {renamedId === line.id ? (
                <Rename
                  line={line}
                  onSave={(wanted) =>
                    tell({ do: "rename", id: line.id, text: wanted }, () => setRenamedId(null))
                  }
                  onCancel={() => setRenamedId(null)}
                />
              ) : (
                <>
                  <Checkbox
                    isSelected={line.done}
                    isReadOnly={!mayWork}
                    onChange={(done) => tell({ do: done ? "tick" : "untick", id: line.id })}
                  >
                    <span className={styles.lineText} data-done={line.done}>
                      {line.text}
                    </span>
                  </Checkbox>
                  {mayWork && (
                    <Menu
                      label={t("action.checklist.menu", { text: line.text })}
                      placement="bottom end"
                      entries={entriesOf(line, at)}
                      trigger={
                        <IconButton
                          icon={<Ellipsis />}
                          size="small"
                          aria-label={t("action.checklist.menu", { text: line.text })}
                        />
                      }
                    />
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayWork && (
        <form className={styles.addRow} onSubmit={add}>
          <TextField
            label={t("action.checklist.add")}
            hideLabel
            maxLength={300}
            placeholder={t("action.checklist.placeholder")}
            value={text}
            onChange={setText}
          />
          <IconButton
            type="submit"
            icon={<Plus />}
            variant="secondary"
            aria-label={t("action.checklist.add")}
          />
        </form>
      )}
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </Part>
  );
}

function Rename({
  line,
  onSave,
  onCancel,
}: {
  line: ChecklistLine;
  onSave: (text: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(line.text);
  return (
    <form
      className={styles.rename}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") onSave(text.trim());
      }}
    >
      <TextField
        autoFocus
        label={t("action.checklist.text")}
        hideLabel
        maxLength={300}
        value={text}
        onChange={setText}
      />
      <div className={styles.buttons}>
        <Button size="small" variant="quiet" onPress={onCancel}>
          {t("action.checklist.cancel")}
        </Button>
        <Button size="small" type="submit">
          {t("action.checklist.save")}
        </Button>
      </div>
    </form>
  );
}
