import type { Editor } from "@tiptap/core";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";

import { insertables } from "./insertables.ts";

/** What can be put into the text, behind one button of the toolbar. */
export function InsertMenu({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation();
  const offered = insertables.filter(({ group }) => group === "insert");
  return (
    <Menu
      label={t("writing.insert.label")}
      trigger={
        <Button variant="quiet" icon={<Plus />}>
          {t("writing.insert.label")}
        </Button>
      }
      entries={offered.map(({ id, icon: Icon, label, run, isAvailable }) => ({
        id,
        label: t(label),
        icon: <Icon />,
        isDisabled: isAvailable?.(editor) === false,
        // After the menu has closed and given the focus back to its button.
        onAction: () => requestAnimationFrame(() => run(editor)),
      }))}
    />
  );
}
