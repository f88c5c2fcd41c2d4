import type { Editor } from "@tiptap/core";
import { toSafeHref } from "@istmo/paper-schema";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";

interface LinkDialogProps {
  readonly editor: Editor;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Sets, changes and removes the link at the selection. */
export function LinkDialog(props: LinkDialogProps) {
  // Mounted anew each time it opens, so it starts with the link of now.
  return props.isOpen ? <OpenLinkDialog {...props} /> : null;
}

function OpenLinkDialog({ editor, isOpen, onClose }: LinkDialogProps) {
  const { t } = useTranslation();
  const form = useId();
  const [current] = useState(() => {
    const href: unknown = editor.getAttributes("link")["href"];
    return typeof href === "string" ? href : null;
  });
  const [typed, setTyped] = useState(current ?? "");
  const [isRefused, setRefused] = useState(false);

  function apply(): void {
    const href = toSafeHref(typed);
    if (href === null) {
      setRefused(true);
      return;
    }
    close(() => {
      const chain = editor.chain().focus().extendMarkRange("link");
      if (current !== null || !editor.state.selection.empty) chain.setLink({ href }).run();
      // Without a selection the address itself becomes the text.
      else
        chain
          .insertContent({
            type: "text",
            text: typed.trim(),
            marks: [{ type: "link", attrs: { href } }],
          })
          .run();
    });
  }
  function remove(): void {
    close(() => editor.chain().focus().extendMarkRange("link").unsetLink().run());
  }
  /** The dialog gives the focus back to what opened it; the text takes it after that. */
  function close(then: () => void): void {
    onClose();
    requestAnimationFrame(then);
  }

  return (
    <Dialog
      title={t("editor.link.title")}
      size="small"
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          {current !== null && <Button onPress={remove}>{t("editor.link.remove")}</Button>}
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" type="submit" form={form}>
            {t("editor.link.apply")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <TextField
          autoFocus
          label={t("editor.link.address")}
          inputMode="url"
          autoComplete="off"
          placeholder="https://"
          value={typed}
          onChange={(value) => {
            setTyped(value);
            setRefused(false);
          }}
          errorMessage={isRefused ? t("editor.link.refused") : undefined}
        />
      </form>
    </Dialog>
  );
}
