import { isStaff } from "@istmo/domain";
import { Download, FileSpreadsheet, LayoutTemplate, Upload } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { exportAddress, templateAddress } from "../../api/actions-sheet.ts";
import { useMe } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { queryFor, type ActionFilters } from "./action-filters.ts";
import { ImportActionsDialog } from "./import-actions-dialog.tsx";

/** A file that the browser keeps: the server names it. */
function keep(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

/** What is shown as a spreadsheet, and a filled one read back. */
export function SheetMenu({ filters, meId }: { filters: ActionFilters; meId: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe().data;
  const [isImporting, setIsImporting] = useState(false);
  const mayImport = me !== undefined && isStaff(me) && me.abilities.createActionFor.length > 0;
  return (
    <>
      <Menu
        label={t("actionTools.sheet.label")}
        placement="bottom end"
        trigger={
          <IconButton
            size="small"
            variant="secondary"
            icon={<FileSpreadsheet />}
            aria-label={t("actionTools.sheet.label")}
          />
        }
        entries={[
          {
            id: "export",
            label: t("actionTools.sheet.export"),
            description: t("actionTools.sheet.exportText"),
            icon: <Download />,
            onAction: () => keep(exportAddress(queryFor(filters, meId), language)),
          },
          ...(mayImport
            ? [
                {
                  id: "import",
                  label: t("actionTools.sheet.import"),
                  description: t("actionTools.sheet.importText"),
                  icon: <Upload />,
                  onAction: () => setIsImporting(true),
                },
                {
                  id: "template",
                  label: t("actionTools.sheet.template"),
                  icon: <LayoutTemplate />,
                  onAction: () => keep(templateAddress(language)),
                },
              ]
            : []),
        ]}
      />
      {isImporting && <ImportActionsDialog onClose={() => setIsImporting(false)} />}
    </>
  );
}
