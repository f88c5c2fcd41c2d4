import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { headingLevels, type HeadingLevel } from "@istmo/paper-schema";
import { useTranslation } from "react-i18next";

import { Select } from "../../ui/select.tsx";

type BlockStyle = "normal" | `heading${HeadingLevel}`;

/** Normal text or a heading of level 1 to 4. */
export function BlockStyleSelect({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation();
  const current = useEditorState({
    editor,
    selector: ({ editor: now }): BlockStyle => {
      const level = headingLevels.find((known) => now.isActive("heading", { level: known }));
      return level ? `heading${level}` : "normal";
    },
  });
  function choose(style: string): void {
    const level = headingLevels.find((known) => style === `heading${known}`);
    // After the list has closed and given the focus back to its button.
    requestAnimationFrame(() => {
      const chain = editor.chain().focus();
      if (level) chain.setHeading({ level }).run();
      else chain.setParagraph().run();
    });
  }
  return (
    <Select
      label={t("editor.style.label")}
      hideLabel
      value={current}
      onChange={choose}
      options={[
        { id: "normal", label: t("editor.style.normal") },
        ...headingLevels.map((level) => ({
          id: `heading${level}`,
          label: t("editor.style.heading", { level }),
        })),
      ]}
    />
  );
}
