import { CheckCheck, ListFilter, MessageSquarePlus } from "lucide-react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import styles from "./comment-filter-bar.module.css";
import { bodiesIn, countFilters, noFilters, type CommentFilters } from "./comment-filters.ts";
import { onWholePaper, type CommentsView } from "./use-comments-view.ts";

const states = ["open", "resolved", "all"] as const;

/** Which conversations are shown, how many there are, and what can be done with all of them. */
export function CommentFilterBar({ view }: { view: CommentsView }) {
  const { t } = useTranslation();
  const { filters, setFilters, start } = view;
  const { open, resolved, unread } = view.counts;
  const counts = { open, resolved, all: open + resolved };
  return (
    <div className={styles.bar}>
      <div className={styles.states} role="group" aria-label={t("comments.filter.state")}>
        {states.map((state) => (
          <AriaButton
            key={state}
            className={styles.state!}
            aria-pressed={filters.state === state}
            onPress={() => setFilters({ ...filters, state })}
          >
            {t(`comments.filter.${state}`)} <span className={styles.count}>{counts[state]}</span>
          </AriaButton>
        ))}
      </div>
      <div className={styles.tools}>
        <Filters view={view} />
        {unread > 0 && (
          <IconButton
            size="small"
            icon={<CheckCheck />}
            aria-label={t("comments.readAll", { count: unread })}
            onPress={view.readAll}
          />
        )}
        {start !== null && (
          <IconButton
            size="small"
            icon={<MessageSquarePlus />}
            aria-label={t("comments.addToPaper")}
            onPress={() => start(onWholePaper)}
          />
        )}
      </div>
    </div>
  );
}

function Filters({ view }: { view: CommentsView }) {
  const { t } = useTranslation();
  const { filters, setFilters, comments, names } = view;
  const set = (changes: Partial<CommentFilters>) => setFilters({ ...filters, ...changes });
  const threads = comments?.items ?? [];
  const count = countFilters(filters);
  const label = (subject: string) => names.nameOf(subject)?.code ?? subject;
  const circles = [...new Set(threads.map(({ circle }) => circle))];
  const bodies = [...new Set(threads.flatMap(bodiesIn))].sort((a, b) =>
    label(a).localeCompare(label(b)),
  );
  return (
    <DialogTrigger>
      <Button
        size="small"
        variant={count > 0 ? "secondary" : "quiet"}
        icon={<ListFilter />}
        aria-label={t("comments.filter.label", { count })}
      >
        {count > 0 && String(count)}
      </Button>
      <Popover className={styles.popover!} placement="bottom end">
        <Dialog className={styles.dialog!} aria-label={t("comments.filter.title")}>
          <Select
            size="small"
            label={t("comments.filter.circle")}
            options={[
              { id: "", label: t("comments.filter.any") },
              ...circles.map((id) => ({
                id,
                label:
                  id === "paper"
                    ? t("comments.circle.paper")
                    : t("comments.circle.only", { name: label(id) }),
              })),
            ]}
            value={filters.circle}
            onChange={(circle) => set({ circle })}
          />
          <Select
            size="small"
            label={t("comments.filter.body")}
            options={[
              { id: "", label: t("comments.filter.any") },
              ...bodies.map((id) => ({ id, label: label(id) })),
            ]}
            value={filters.body}
            onChange={(body) => set({ body })}
          />
          <Checkbox isSelected={filters.isUnread} onChange={(isUnread) => set({ isUnread })}>
            {t("comments.filter.unread")}
          </Checkbox>
          <Checkbox isSelected={filters.isMine} onChange={(isMine) => set({ isMine })}>
            {t("comments.filter.mine")}
          </Checkbox>
          <Checkbox isSelected={filters.namesMe} onChange={(namesMe) => set({ namesMe })}>
            {t("comments.filter.namesMe")}
          </Checkbox>
          <Button
            size="small"
            variant="quiet"
            isDisabled={count === 0}
            onPress={() => setFilters({ ...noFilters, state: filters.state })}
          >
            {t("comments.filter.clear")}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
