import type { ActionItem } from "@istmo/contracts";
import { Pencil } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { addWords } from "../../i18n/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { EditActionDialog } from "./action-dialog.tsx";
import { useActionMoves } from "./use-action-moves.tsx";
import { useActionSurroundings } from "./use-action-surroundings.ts";
import { useShownAction } from "./use-shown-actions.ts";

/** Comes with its words when somebody opens an action. */
const ActionBody = lazy(async () => {
  const [body] = await Promise.all([import("./detail/action-body.tsx"), addWords("action")]);
  return { default: body.ActionBody };
});

export interface ActionDetailProps {
  readonly actionId: string;
  readonly onClose: () => void;
  /** Shows where the action comes from, such as a link to the paragraph of its paper. */
  readonly originLink?: (origin: ActionItem["origin"]) => ReactNode;
}

/** Everything about one action, in a panel at the side. */
export function ActionDetail({ actionId, onClose, originLink }: ActionDetailProps) {
  const { t } = useTranslation();
  const surroundings = useActionSurroundings();
  const { moves, dialog } = useActionMoves(surroundings.meId);
  const { item, isHidden, isLoading, error } = useShownAction(actionId);
  const [isEditing, setIsEditing] = useState(false);
  return (
    <Dialog
      isOpen
      size="side"
      title={t("actions.detail.label")}
      onClose={onClose}
      {...(item?.abilities.edit
        ? {
            footer: (
              <Button icon={<Pencil />} onPress={() => setIsEditing(true)}>
                {t("actions.detail.edit")}
              </Button>
            ),
          }
        : {})}
    >
      {isLoading && <Loading lines={6} />}
      {isHidden ? (
        <EmptyState title={t("actions.chip.unavailable")} />
      ) : (
        error !== null && item === undefined && <ErrorState error={error} />
      )}
      {item && (
        <Suspense fallback={<Loading lines={6} />}>
          <ActionBody
            item={item}
            surroundings={surroundings}
            moves={moves}
            originLink={originLink}
          />
        </Suspense>
      )}
      {item && isEditing && (
        <EditActionDialog
          item={item}
          onSaved={() => setIsEditing(false)}
          onCancel={() => setIsEditing(false)}
        />
      )}
      {dialog}
    </Dialog>
  );
}
