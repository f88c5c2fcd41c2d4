import type { ActionItem } from "@istmo/contracts";
import type { ActionState } from "@istmo/domain";
import { useId } from "react";
import { GridList } from "react-aria-components/GridList";
import {
  DropIndicator,
  useDragAndDrop,
  type DropItem,
  type ItemDropTarget,
} from "react-aria-components/useDragAndDrop";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { useActionWords } from "./action-words.ts";
import { BoardCard } from "./board-card.tsx";
import styles from "./board-column.module.css";
import { placeAtEnd, placeBeside, type Place } from "./board-order.ts";
import type { BoardServices } from "./board-services.ts";
import { StateIcon } from "./state-icon.tsx";

interface BoardColumnProps {
  readonly state: ActionState;
  readonly items: readonly ActionItem[];
  /** Whether all cards are drawn, or only those that come into sight first. */
  readonly isWhole: boolean;
  readonly isOnPhone: boolean;
  /** Whether the card that is being dragged could be put here. */
  readonly accepts: boolean;
  readonly services: BoardServices;
  readonly onDrag: (id: string | null) => void;
}

/** As many cards of a column as a screen shows at most: they stand 200 px from its top, and none is lower than 120. */
const cardsInSight = () => Math.max(3, Math.ceil((window.innerHeight - 200) / 120));

const cardType = "application/x-istmo-action";

async function draggedId(items: readonly DropItem[]): Promise<string | undefined> {
  const item = items.find((each) => each.kind === "text" && each.types.has(cardType));
  return item?.kind === "text" ? item.getText(cardType) : undefined;
}

export function BoardColumn({
  state,
  items,
  isWhole,
  isOnPhone,
  accepts,
  services,
  onDrag,
}: BoardColumnProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const headingId = useId();
  const hasMore = services.hasMore?.has(state) === true;

  function drop(id: string | undefined, placeOf: (id: string) => Place) {
    const item = services.items.find((each) => each.id === id);
    if (item) services.moves.move(item, state, { place: placeOf(item.id), column: items });
  }
  const placeAt = (target: ItemDropTarget) => (id: string) =>
    placeBeside(
      items,
      id,
      String(target.key),
      target.dropPosition === "before" ? "before" : "after",
    );

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) =>
      [...keys].map((key) => {
        const item = items.find(({ id }) => id === key);
        return { [cardType]: String(key), "text/plain": item ? words.titleOf(item) : "" };
      }),
    acceptedDragTypes: [cardType],
    getDropOperation: () => "move",
    onDragStart: ({ keys }) => onDrag(String([...keys][0])),
    onDragEnd: () => onDrag(null),
    onReorder: ({ keys, target }) => drop(String([...keys][0]), placeAt(target)),
    onInsert: ({ items: dropped, target }) => {
      void draggedId(dropped).then((id) => drop(id, placeAt(target)));
    },
    onRootDrop: ({ items: dropped }) => {
      void draggedId(dropped).then((id) => drop(id, (moved) => placeAtEnd(items, moved)));
    },
    renderDropIndicator: (target) => (
      <DropIndicator target={target} className={styles.indicator!} />
    ),
  });

  return (
    <section
      className={styles.column}
      aria-labelledby={headingId}
      data-on-phone={isOnPhone}
      data-accepts={accepts}
    >
      <h2 className={styles.head} id={headingId}>
        <StateIcon state={state} />
        {words.column[state]}
        <span className={styles.count}>
          {items.length}
          {hasMore && "+"}
        </span>
      </h2>
      <GridList
        className={styles.cards!}
        aria-label={words.column[state]}
        items={isWhole ? items : items.slice(0, cardsInSight())}
        dependencies={[services, words, items]}
        dragAndDropHooks={dragAndDropHooks}
        onAction={(key) => services.onOpen(String(key))}
        renderEmptyState={() => <p className={styles.empty}>{t("actions.empty.column")}</p>}
      >
        {(item) => <BoardCard item={item} column={items} services={services} />}
      </GridList>
      {hasMore && (
        <Button size="small" variant="quiet" onPress={() => services.onMore?.(state)}>
          {t("views.more")}
        </Button>
      )}
    </section>
  );
}
