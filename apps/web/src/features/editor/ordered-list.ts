import type { Editor } from "@tiptap/core";

/** A list of the same kind ends; one of the other kind changes its marks. */
export function setOrderedList(editor: Editor, type: "a" | null): void {
  const isOther = editor.isActive("orderedList") && !editor.isActive("orderedList", { type });
  const chain = editor.chain().focus();
  if (isOther) chain.updateAttributes("orderedList", { type }).run();
  else if (editor.isActive("orderedList")) chain.toggleOrderedList().run();
  else chain.toggleOrderedList().updateAttributes("orderedList", { type }).run();
}
