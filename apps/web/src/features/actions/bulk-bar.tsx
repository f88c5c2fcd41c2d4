import {
  Ban,
  CalendarDays,
  CalendarClock,
  Eye,
  Flag,
  ListChecks,
  Play,
  UserPlus,
  UserRound,
  X,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import styles from "./bulk-bar.module.css";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { BulkKind } from "./bulk-fields.tsx";
import type { ActionSurroundings } from "./use-action-surroundings.ts";

interface BulkBarProps {
  readonly ids: readonly string[];
  readonly titleOf: (id: string) => string;
  readonly surroundings: ActionSurroundings;
  readonly onClear: () => void;
}

const kinds: readonly { readonly kind: BulkKind; readonly icon: MenuEntry["icon"] }[] = [
  { kind: "set_owner", icon: <UserRound /> },
  { kind: "set_priority", icon: <Flag /> },
  { kind: "set_due", icon: <CalendarDays /> },
  { kind: "shift_due", icon: <CalendarClock /> },
  { kind: "add_helpers", icon: <UserPlus /> },
  { kind: "watch", icon: <Eye /> },
  { kind: "start", icon: <Play /> },
  { kind: "cancel", icon: <Ban /> },
];

/** What can be done with the rows that are chosen; stays in sight while the list is scrolled. */
export function BulkBar({ ids, titleOf, surroundings, onClear }: BulkBarProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<BulkKind | null>(null);
  if (ids.length === 0) return null;
  return (
    <div className={styles.bar} role="region" aria-label={t("actionTools.bulk.label")}>
      <p className={styles.count} role="status">
        {t("actionTools.bulk.selected", { count: ids.length })}
      </p>
      <Menu
        label={t("actionTools.bulk.change")}
        placement="top start"
        trigger={
          <Button size="small" variant="primary" icon={<ListChecks />}>
            {t("actionTools.bulk.change")}
          </Button>
        }
        entries={kinds.map((one) => ({
          id: one.kind,
          label: t(`actionTools.bulk.kind.${one.kind}`),
          icon: one.icon,
          ...(one.kind === "cancel" ? { tone: "danger" as const } : {}),
          onAction: () => setKind(one.kind),
        }))}
      />
      <Button size="small" variant="quiet" icon={<X />} onPress={onClear}>
        {t("actionTools.bulk.clear")}
      </Button>
      {kind !== null && (
        <BulkDialog
          kind={kind}
          ids={ids}
          titleOf={titleOf}
          surroundings={surroundings}
          onClose={() => setKind(null)}
          onDone={onClear}
        />
      )}
    </div>
  );
}
