import type { ActionItem } from "@istmo/contracts";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { DialogTrigger, Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { Loading } from "../../ui/states.tsx";
import { useActionWords } from "./action-words.ts";
import { OwnerLabel } from "./owner-label.tsx";
import styles from "./cell-editor.module.css";
import type { ActionSurroundings } from "./use-action-surroundings.ts";
import type { InlineChange } from "./use-inline-change.ts";
import { useOwnerOptions } from "./use-owner-options.ts";

interface OwnerCellProps {
  readonly item: ActionItem;
  readonly surroundings: ActionSurroundings;
  readonly onChange: InlineChange;
}

/** The owner, which a press lets the person change where they may. */
export function OwnerCell({ item, surroundings, onChange }: OwnerCellProps) {
  const { t } = useTranslation();
  const title = useActionWords().titleOf(item);
  const [isOpen, setIsOpen] = useState(false);
  const label = <OwnerLabel item={item} surroundings={surroundings} />;
  if (!item.abilities.edit) return <span className={styles.still}>{label}</span>;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button className={styles.trigger!}>
        {label}
        <span className="visually-hidden">{t("actions.table.changeOwner", { title })}</span>
      </Button>
      <Popover className={styles.popover!} placement="bottom start" offset={4}>
        <Dialog className={styles.dialog!} aria-label={t("actions.table.changeOwner", { title })}>
          <Choices
            item={item}
            surroundings={surroundings}
            onChoose={(owner) => {
              setIsOpen(false);
              onChange(item, { ownerId: owner?.id ?? null }, { owner });
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Choices({
  item,
  surroundings,
  onChoose,
}: {
  item: ActionItem;
  surroundings: ActionSurroundings;
  onChoose: (owner: ActionItem["owner"]) => void;
}) {
  const { t } = useTranslation();
  const { options, isLoading, isAway } = useOwnerOptions(
    item.centreId ?? "",
    surroundings,
    item.abilities.assignAcross,
  );
  if (isAway) return <p className={styles.note}>{t("actions.form.peopleAway")}</p>;
  if (isLoading) return <Loading lines={3} />;
  return (
    <ListBox
      autoFocus
      aria-label={t("actions.field.owner")}
      className={styles.list!}
      items={options}
      selectionMode="single"
      selectedKeys={[item.owner?.id ?? ""]}
      onSelectionChange={(keys) => {
        const option = options.find(({ id }) => keys !== "all" && keys.has(id));
        // Choosing the present owner again empties the selection: nothing changes.
        if (option === undefined) onChoose(item.owner);
        else onChoose(option.id === "" ? null : { id: option.id, name: option.label });
      }}
    >
      {(option) => (
        <ListBoxItem id={option.id} textValue={option.label} className={styles.option!}>
          <span>{option.label}</span>
          {option.description !== undefined && (
            <span className={styles.optionNote}>{option.description}</span>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
