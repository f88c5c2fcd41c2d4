import type { ActionItem } from "@istmo/contracts";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Rows, Row } from "../../ui/rows.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { ActionDetail } from "./action-detail.tsx";
import type { ActionsQuery } from "./action-filters.ts";
import styles from "./action-list.module.css";
import { useActionWords } from "./action-words.ts";
import { DueLabel } from "./due-label.tsx";
import { dueFirst, sortActions } from "./sort-actions.ts";
import { StateIcon } from "./state-icon.tsx";
import { TextFlag } from "./text-flag.tsx";
import { useActionSurroundings } from "./use-action-surroundings.ts";
import { useShownActions } from "./use-shown-actions.ts";

export interface ActionListProps {
  readonly filter: ActionsQuery;
  /** Opens the action elsewhere; without it the list opens the detail itself. */
  readonly onOpen?: (id: string) => void;
  readonly originLink?: (origin: ActionItem["origin"]) => ReactNode;
  /** Leaves out what is verified or cancelled. */
  readonly onlyPending?: boolean;
}

/** A compact list, the most urgent first: beside a paper, on a centre's page. */
export function ActionList({ filter, onOpen, originLink, onlyPending = false }: ActionListProps) {
  const { t, i18n } = useTranslation();
  const words = useActionWords();
  const surroundings = useActionSurroundings();
  const { items, isLoading, error, retry } = useShownActions(filter);
  const [openId, setOpenId] = useState<string | null>(null);

  if (isLoading) return <Loading lines={4} />;
  if (error !== null && items.length === 0) return <ErrorState error={error} onRetry={retry} />;
  const isSettled = ({ state }: ActionItem) => state === "verified" || state === "cancelled";
  const shown = sortActions(
    onlyPending ? items.filter((item) => !isSettled(item)) : items,
    dueFirst,
    {
      titleOf: words.titleOf,
      centreOf: ({ centreId }) => surroundings.codeOf(centreId),
      language: i18n.language,
    },
  );
  return (
    <>
      {shown.length === 0 ? (
        <p className={styles.empty}>{t("actions.empty.list")}</p>
      ) : (
        <Rows label={t("actions.title")}>
          {shown.map((item) => (
            <Row
              key={item.id}
              lead={<StateIcon state={item.state} />}
              title={
                <button
                  type="button"
                  className={styles.open}
                  lang={words.langOf(item)}
                  data-row-link
                  data-settled={isSettled(item)}
                  onClick={() => (onOpen ? onOpen(item.id) : setOpenId(item.id))}
                >
                  {words.titleOf(item)}
                </button>
              }
              meta={
                <>
                  <span>{words.state[item.state]}</span>
                  <span>{item.owner?.name ?? t("actions.noOwner")}</span>
                  <DueLabel item={item} today={surroundings.todayFor(item.centreId)} />
                  <TextFlag origin={item.origin} />
                </>
              }
            />
          ))}
        </Rows>
      )}
      {openId !== null && (
        <ActionDetail
          actionId={openId}
          onClose={() => setOpenId(null)}
          {...(originLink ? { originLink } : {})}
        />
      )}
    </>
  );
}
