import type { Editor } from "@tiptap/core";
import { Minimize2 } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";

import { focusedBlockKey } from "./extensions/focused-block.ts";
import styles from "./focus-mode.module.css";

interface FocusModeProps {
  readonly editor: Editor;
  readonly onLeave: () => void;
}

/** Nothing but the text, its paragraph of now set off; Escape, or the button, leads back. */
export function FocusMode({ editor, onLeave }: FocusModeProps) {
  const { t } = useTranslation();
  const leave = useEffectEvent(onLeave);
  useEffect(() => {
    const show = (isOn: boolean) => {
      if (editor.isDestroyed) return;
      editor.view.dispatch(editor.state.tr.setMeta(focusedBlockKey, isOn));
      editor.commands.focus();
      requestAnimationFrame(() => {
        if (!editor.isDestroyed) editor.commands.scrollIntoView();
      });
    };
    const onKeyDown = (event: KeyboardEvent) => {
      // The text, a menu or the search that is open takes Escape for itself.
      if (event.key === "Escape" && !event.defaultPrevented) leave();
    };
    const lower = raise(editor.view.dom);
    show(true);
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      lower();
      show(false);
    };
  }, [editor]);
  return (
    <div className={styles.leave}>
      <Button variant="quiet" icon={<Minimize2 />} onPress={onLeave}>
        {t("writing.focus.leave")}
      </Button>
    </div>
  );
}

/** Marks all that holds an editor, so that each layer it lies in comes to the top. */
function raise(text: Element): () => void {
  const holders: Element[] = [];
  let holder = text.closest("[data-paper-editor]")?.parentElement;
  for (; holder && holder !== document.body; holder = holder.parentElement) holders.push(holder);
  for (const each of holders) each.setAttribute("data-holds-focus-mode", "");
  return () => {
    for (const each of holders) each.removeAttribute("data-holds-focus-mode");
  };
}
