import type { Paper } from "@istmo/contracts";
import { Download, Ellipsis, LockKeyhole, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";

export type PaperDialog = "share" | "classification" | "export";

/** What is done with the whole paper besides its way to the office; nothing that is not allowed. */
export function PaperActions({
  paper,
  onOpen,
}: {
  paper: Paper;
  onOpen: (dialog: PaperDialog) => void;
}) {
  const { t } = useTranslation();
  const { abilities } = paper;
  const entries: MenuEntry[] = [];
  if (abilities.classifyTo.length > 0) {
    entries.push({
      id: "classification",
      label: t("papers.classify.action"),
      description: t(`classification.${paper.classification}`),
      icon: <LockKeyhole />,
      onAction: () => onOpen("classification"),
    });
  }
  if (abilities.export !== "no") {
    entries.push({
      id: "export",
      label: t("papers.export.actionWithReason"),
      description: t("papers.export.kind"),
      icon: <Download />,
      onAction: () => onOpen("export"),
    });
  }
  return (
    <>
      {abilities.share && (
        <Button icon={<Users />} onPress={() => onOpen("share")}>
          {t("papers.access.action")}
        </Button>
      )}
      {entries.length > 0 && (
        <Menu
          label={t("papers.more")}
          placement="bottom end"
          trigger={
            <IconButton icon={<Ellipsis />} aria-label={t("papers.more")} variant="secondary" />
          }
          entries={entries}
        />
      )}
    </>
  );
}
