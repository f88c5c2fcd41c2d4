import type { PersonRef, WholeAction } from "@istmo/contracts";
import { Eye, EyeOff, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useActionPeople } from "../../../api/action-life.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Button } from "../../../ui/button.tsx";
import { ComboBox } from "../../../ui/combo-box.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import type { ActionSurroundings } from "../use-action-surroundings.ts";
import { useInlineChange } from "../use-inline-change.ts";
import styles from "./detail.module.css";
import { Part } from "./part.tsx";
import { useItemCommand } from "./use-item-command.ts";

/** Who works on it beside its owner. Two people who add one each both do. */
export function Helpers({
  item,
  surroundings,
}: {
  item: WholeAction;
  surroundings: ActionSurroundings;
}) {
  const { t } = useTranslation();
  const change = useInlineChange();
  const [text, setText] = useState("");
  const mayEdit = item.abilities.edit;
  const { data = [] } = useActionPeople(item.id, mayEdit ? text.trim() : null);
  if (!mayEdit && item.helpers.length === 0) return null;
  const taken = new Set([item.owner?.id, ...item.helpers.map(({ id }) => id)]);
  return (
    <Part title={t("action.field.helpers")}>
      <People
        people={item.helpers}
        onRemove={mayEdit ? (id) => change(item, { helpers: { remove: [id] } }, {}) : undefined}
      />
      {mayEdit && (
        <ComboBox
          label={t("action.form.addHelper")}
          placeholder={t("action.form.findPerson")}
          value={null}
          search={{ text, onSearch: setText }}
          options={data
            .filter(({ id }) => !taken.has(id))
            .map(({ id, name, centreId }) => ({
              ...{ id, label: name, description: surroundings.nameOf(centreId) },
            }))}
          onChange={(id) => {
            if (id === null) return;
            change(item, { helpers: { add: [id] } }, {});
            queueMicrotask(() => setText(""));
          }}
        />
      )}
    </Part>
  );
}

/** Who is told of what happens to it. */
export function Watchers({ item }: { item: WholeAction }) {
  const { t } = useTranslation();
  const { run, isPending } = useItemCommand(item.id);
  const { isWatching } = item;
  return (
    <Part
      title={t("action.watch.title")}
      action={
        <Button
          size="small"
          isPending={isPending}
          icon={isWatching ? <EyeOff /> : <Eye />}
          onPress={() => run({ path: isWatching ? "/unwatch" : "/watch" })}
        >
          {t(isWatching ? "action.watch.stop" : "action.watch.start")}
        </Button>
      }
    >
      {item.watchers.length === 0 && <p className={styles.muted}>{t("action.watch.none")}</p>}
      <People people={item.watchers} onRemove={undefined} />
    </Part>
  );
}

function People({
  people,
  onRemove,
}: {
  people: readonly PersonRef[];
  onRemove: ((id: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  if (people.length === 0) return null;
  return (
    <ul className={styles.lines}>
      {people.map(({ id, name }) => (
        <li key={id} className={styles.line}>
          <span className={styles.related}>
            <Avatar name={name} size="small" />
            {name}
          </span>
          {onRemove && (
            <IconButton
              icon={<X />}
              size="small"
              aria-label={t("action.form.removeHelper", { name })}
              onPress={() => onRemove(id)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
