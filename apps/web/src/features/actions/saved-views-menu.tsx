import type { SavedView } from "@istmo/contracts";
import { Bookmark, Copy, Pencil, Plus, Save, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeView, useSavedViews } from "../../api/action-views.ts";
import { copyText } from "../../lib/copy-text.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { withoutFilters, type ActionFilters } from "./action-filters.ts";
import { DeleteViewDialog, NameViewDialog, ShareViewDialog } from "./saved-view-dialogs.tsx";
import { filtersOf, isChangedFrom, viewOf } from "./saved-view-filters.ts";
import type { ActionSurroundings } from "./use-action-surroundings.ts";

interface SavedViewsMenuProps {
  readonly filters: ActionFilters;
  readonly surroundings: ActionSurroundings;
  readonly onFiltersChange: (filters: ActionFilters) => void;
}
type Asked = "save" | "rename" | "share" | "delete";

/** Views that are kept: applied, saved, shared, and sent to a colleague as a link. */
export function SavedViewsMenu({ filters, surroundings, onFiltersChange }: SavedViewsMenuProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const { data: views = [] } = useSavedViews();
  const change = useChangeView();
  const [asked, setAsked] = useState<Asked | null>(null);
  const active = views.find(({ id }) => id === filters.saved);
  const isChanged = active !== undefined && isChangedFrom(active, filters);
  const mayChange = active?.abilities.change === true;
  const isMine = active?.owner?.id === surroundings.meId;

  const copyLink = async (view: SavedView) => {
    const link = `${location.origin}/actions?view=${view.id}`;
    const isCopied = await copyText(link);
    toast.show(
      isCopied
        ? { tone: "ok", text: t("actionTools.views.copied") }
        : { text: t("actionTools.views.copyByHand", { link }), tone: "danger" },
    );
  };
  const entries: MenuEntry[] = [
    ...views.map((view) => ({
      id: view.id,
      label: view.name,
      description: sharedWords(view),
      isSelected: view.id === active?.id,
      onAction: () => onFiltersChange(filtersOf(view)),
    })),
    ...(isChanged && isMine
      ? [
          {
            id: "update",
            label: t("actionTools.views.update", { name: active.name }),
            icon: <Save />,
            onAction: () =>
              change.mutate(
                { id: active.id, version: active.version, ...viewOf(filters) },
                {
                  onSuccess: () => toast.show({ tone: "ok", text: t("actionTools.views.saved") }),
                  onError: toast.showProblem,
                },
              ),
          },
        ]
      : []),
    {
      id: "save",
      label: t("actionTools.views.save"),
      icon: <Plus />,
      onAction: () => setAsked("save"),
    },
    ...(active === undefined
      ? []
      : [
          {
            id: "copy",
            label: t("actionTools.views.copy"),
            icon: <Copy />,
            onAction: () => void copyLink(active),
          },
        ]),
    ...(mayChange && isMine
      ? [
          {
            id: "rename",
            label: t("actionTools.views.rename"),
            icon: <Pencil />,
            onAction: () => setAsked("rename"),
          },
        ]
      : []),
    ...(mayChange
      ? [
          {
            id: "share",
            label: t("actionTools.views.share"),
            icon: <Users />,
            onAction: () => setAsked("share"),
          },
          {
            id: "delete",
            label: t("actionTools.views.delete"),
            icon: <Trash2 />,
            tone: "danger" as const,
            onAction: () => setAsked("delete"),
          },
        ]
      : []),
  ];

  function sharedWords({ owner, sharing }: SavedView): string {
    const name = owner?.id === surroundings.meId ? t("actionTools.views.mine") : owner?.name;
    const reach =
      sharing.with === "centre"
        ? surroundings.nameOf(sharing.centreId)
        : t(`actionTools.views.with.${sharing.with}`);
    return [name, reach].filter(Boolean).join(" · ");
  }

  const close = () => setAsked(null);
  return (
    <>
      <Menu
        label={t("actionTools.views.label")}
        trigger={
          <Button size="small" icon={<Bookmark />}>
            {active === undefined
              ? t("actionTools.views.label")
              : isChanged
                ? t("actionTools.views.changed", { name: active.name })
                : active.name}
          </Button>
        }
        entries={entries}
      />
      {asked === "save" && (
        <NameViewDialog
          kept={viewOf(filters)}
          onClose={close}
          onSaved={(view) => onFiltersChange({ ...filters, saved: view.id })}
        />
      )}
      {asked === "rename" && active && <NameViewDialog view={active} onClose={close} />}
      {asked === "share" && active && (
        <ShareViewDialog view={active} surroundings={surroundings} onClose={close} />
      )}
      {asked === "delete" && active && (
        <DeleteViewDialog
          view={active}
          onClose={close}
          onDeleted={() => onFiltersChange(withoutFilters(filters))}
        />
      )}
    </>
  );
}
