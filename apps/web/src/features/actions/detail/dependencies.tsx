import type { ActionItem, RelatedAction, WholeAction } from "@istmo/contracts";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/client.ts";
import type { Page } from "../../../api/pages.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { ComboBox } from "../../../ui/combo-box.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useActionWords } from "../action-words.ts";
import { StateIcon } from "../state-icon.tsx";
import styles from "./detail.module.css";
import { Part } from "./part.tsx";
import { useItemCommand } from "./use-item-command.ts";

/** What the action waits for and what waits for it. */
export function Dependencies({ item }: { item: WholeAction }) {
  const { t } = useTranslation();
  const { run } = useItemCommand(item.id);
  const mayEdit = item.abilities.edit;
  if (!mayEdit && item.waitsFor.length + item.neededBy.length === 0) return null;
  return (
    <Part title={t("action.needs.title")}>
      {item.waitsFor.length === 0 && <p className={styles.muted}>{t("action.needs.none")}</p>}
      <Related
        label={t("action.needs.waitsFor")}
        items={item.waitsFor}
        onRemove={
          mayEdit ? ({ id }) => run({ path: `/dependencies/${id}`, isRemoval: true }) : undefined
        }
      />
      <Related label={t("action.needs.neededBy")} items={item.neededBy} onRemove={undefined} />
      {mayEdit && (
        <FindAction
          item={item}
          onChoose={(needsId) => run({ path: "/dependencies", body: { needsId } })}
        />
      )}
    </Part>
  );
}

function Related({
  label,
  items,
  onRemove,
}: {
  label: string;
  items: readonly RelatedAction[];
  onRemove: ((item: RelatedAction) => void) | undefined;
}) {
  const { t } = useTranslation();
  const words = useActionWords();
  if (items.length === 0) return null;
  return (
    <div>
      <p className={styles.muted}>{label}</p>
      <ul className={styles.lines} aria-label={label}>
        {items.map((item) => (
          <li key={item.id} className={styles.line}>
            <span className={styles.related}>
              <StateIcon state={item.state} />
              <span lang={words.langOf(item)}>{words.titleOf(item)}</span>
              <span className={styles.muted}>{words.state[item.state]}</span>
            </span>
            {onRemove && (
              <IconButton
                icon={<X />}
                size="small"
                aria-label={t("action.needs.remove", { title: words.titleOf(item) })}
                onPress={() => onRemove(item)}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function FindAction({ item, onChoose }: { item: WholeAction; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const words = useActionWords();
  const [text, setText] = useState("");
  const typed = text.trim();
  const { data = [] } = useQuery({
    queryKey: [...queryKeys.action(item.id), "find", typed],
    queryFn: async ({ signal }) => {
      const query = { limit: 10, sort: "updated", q: typed };
      return (await api.get<Page<ActionItem>>("/actions", query, signal)).items;
    },
    enabled: typed !== "",
  });
  const taken = new Set([item.id, ...item.waitsFor.map(({ id }) => id)]);
  return (
    <ComboBox
      label={t("action.needs.add")}
      placeholder={t("action.needs.find")}
      value={null}
      search={{ text, onSearch: setText }}
      options={data
        .filter(({ id }) => !taken.has(id))
        .map((one) => ({
          ...{ id: one.id, label: words.titleOf(one), description: words.state[one.state] },
        }))}
      onChange={(id) => {
        if (id === null) return;
        onChoose(id);
        // After the field has shown what was chosen.
        queueMicrotask(() => setText(""));
      }}
    />
  );
}
