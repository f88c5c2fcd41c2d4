import { ListFilter, X } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionState } from "@istmo/domain";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Select } from "../../ui/select.tsx";
import { countFilters, withFilters, type ActionFilters } from "./action-filters.ts";
import { actionStates } from "./action-steps.ts";
import { useActionWords } from "./action-words.ts";
import styles from "./filter-bar.module.css";
import type { ActionSurroundings } from "./use-action-surroundings.ts";
import { useOwnerOptions } from "./use-owner-options.ts";

interface FilterBarProps {
  readonly filters: ActionFilters;
  readonly surroundings: ActionSurroundings;
  readonly onFiltersChange: (filters: ActionFilters) => void;
}

/** What narrows the view; on a phone it is folded away behind a button with the count. */
export function FilterBar({ filters, surroundings, onFiltersChange }: FilterBarProps) {
  const { t } = useTranslation();
  const words = useActionWords();
  const panelId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const { options: people } = useOwnerOptions("", surroundings, true);
  const count = countFilters(filters);
  const change = (changes: Parameters<typeof withFilters>[1]) =>
    onFiltersChange(withFilters(filters, changes));
  return (
    <div className={styles.bar}>
      <div className={styles.fold}>
        <Button
          icon={count > 0 ? <span className={styles.count}>{count}</span> : <ListFilter />}
          aria-expanded={isOpen}
          aria-controls={panelId}
          onPress={() => setIsOpen(!isOpen)}
        >
          {t("actions.filters.label")}
          {count > 0 && (
            <span className="visually-hidden">{t("actions.filters.active", { count })}</span>
          )}
        </Button>
      </div>
      <div
        id={panelId}
        role="group"
        aria-label={t("actions.filters.label")}
        className={styles.panel}
        data-open={isOpen}
      >
        <Select
          hideLabel
          size="small"
          label={t("actions.field.centre")}
          value={filters.centre ?? ""}
          options={[
            { id: "", label: t("actions.filters.allCentres") },
            ...surroundings.centres.map(({ id, name }) => ({ id, label: name })),
          ]}
          onChange={(centre) => change({ centre: centre || undefined })}
        />
        <Select
          hideLabel
          size="small"
          label={t("actions.field.owner")}
          value={filters.owner ?? ""}
          options={[
            { id: "", label: t("actions.filters.everybody") },
            { id: "me", label: t("actions.filters.mine") },
            ...people.filter(({ id }) => id !== "" && id !== surroundings.meId),
          ]}
          onChange={(owner) => change({ owner: owner || undefined })}
        />
        {filters.view === "list" && (
          <Select
            hideLabel
            size="small"
            label={words.field.state}
            value={filters.state ?? ""}
            options={[
              { id: "", label: t("actions.filters.allStates") },
              ...actionStates.map((state) => ({ id: state, label: words.state[state] })),
            ]}
            onChange={(state) => change({ state: (state || undefined) as ActionState | undefined })}
          />
        )}
        <Checkbox
          isSelected={filters.overdue ?? false}
          onChange={(overdue) => change({ overdue: overdue || undefined })}
        >
          {t("actions.filters.overdue")}
        </Checkbox>
        <Checkbox
          isSelected={filters.cancelled ?? false}
          onChange={(cancelled) => change({ cancelled: cancelled || undefined })}
        >
          {t("actions.filters.cancelled")}
        </Checkbox>
        {count > 0 && (
          <Button
            size="small"
            variant="quiet"
            icon={<X />}
            onPress={() =>
              change({
                centre: undefined,
                owner: undefined,
                state: undefined,
                overdue: undefined,
              })
            }
          >
            {t("actions.filters.clear")}
          </Button>
        )}
      </div>
    </div>
  );
}
