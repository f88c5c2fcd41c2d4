import { ListFilter, SlidersHorizontal, X } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Select } from "../../ui/select.tsx";
import { countFilters, withFilters, withoutFilters, type ActionFilters } from "./action-filters.ts";
import styles from "./filter-bar.module.css";
import { countMore, MoreFilters } from "./more-filters.tsx";
import type { ActionSurroundings } from "./use-action-surroundings.ts";
import { useOwnerOptions } from "./use-owner-options.ts";

interface FilterBarProps {
  readonly filters: ActionFilters;
  readonly surroundings: ActionSurroundings;
  readonly onFiltersChange: (filters: ActionFilters) => void;
  /** What stands beside the filters: the saved views. */
  readonly children?: ReactNode;
}

/** What narrows the view; on a phone it is folded away behind a button with the count. */
export function FilterBar({ filters, surroundings, onFiltersChange, children }: FilterBarProps) {
  const { t } = useTranslation();
  const panelId = useId();
  const moreId = useId();
  const more = countMore(filters);
  const [isOpen, setIsOpen] = useState(false);
  const [isMoreOpen, setIsMoreOpen] = useState(false);
  const { options: people } = useOwnerOptions("", surroundings, true);
  const persons = people.filter(({ id }) => id !== "" && id !== surroundings.meId);
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
        {children}
        <div className={styles.search}>
          <SearchField
            hideLabel
            label={t("actionTools.filters.search")}
            placeholder={t("actionTools.filters.search")}
            value={filters.q ?? ""}
            onSearch={(q) => change({ q: q || undefined })}
          />
        </div>
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
            ...persons,
          ]}
          onChange={(owner) => change({ owner: owner || undefined })}
        />
        <Checkbox
          isSelected={filters.overdue ?? false}
          onChange={(overdue) => change({ overdue: overdue || undefined })}
        >
          {t("actions.filters.overdue")}
        </Checkbox>
        <Button
          size="small"
          variant="quiet"
          icon={more > 0 ? <span className={styles.count}>{more}</span> : <SlidersHorizontal />}
          aria-expanded={isMoreOpen}
          aria-controls={moreId}
          onPress={() => setIsMoreOpen(!isMoreOpen)}
        >
          {t("actionTools.filters.more")}
          {more > 0 && (
            <span className="visually-hidden">{t("actions.filters.active", { count: more })}</span>
          )}
        </Button>
        {count > 0 && (
          <Button
            size="small"
            variant="quiet"
            icon={<X />}
            onPress={() => onFiltersChange(withoutFilters(filters))}
          >
            {t("actions.filters.clear")}
          </Button>
        )}
        <div id={moreId} className={styles.moreSlot} hidden={!isMoreOpen}>
          {isMoreOpen && <MoreFilters filters={filters} persons={persons} onChange={change} />}
        </div>
      </div>
    </div>
  );
}
