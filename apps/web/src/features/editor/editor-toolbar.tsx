import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import {
  Bold,
  Italic,
  Link as LinkIcon,
  List,
  ListChecks,
  ListOrdered,
  Quote,
  Redo2,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import { Group } from "react-aria-components/Group";
import { Separator } from "react-aria-components/Separator";
import { Toolbar } from "react-aria-components/Toolbar";
import { useTranslation } from "react-i18next";

import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";

import { BlockStyleSelect } from "./block-style-select.tsx";
import styles from "./editor-toolbar.module.css";
import { InsertMenu } from "./insert-menu.tsx";
import { LetteredList } from "./lettered-list-icon.tsx";
import { setOrderedList } from "./ordered-list.ts";
import { TableMenu } from "./table-menu.tsx";

interface EditorToolbarProps {
  readonly editor: Editor;
  readonly onEditLink: () => void;
  /** Makes an action item of the selection; null where the page offers none. */
  readonly onCreateAction: (() => void) | null;
}

/** What one can do with the text: one stop of the Tab key, arrow keys within. */
export function EditorToolbar(props: EditorToolbarProps) {
  const { editor, onEditLink, onCreateAction } = props;
  const { t } = useTranslation();
  const state = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      isBold: current.isActive("bold"),
      isLink: current.isActive("link"),
      isItalic: current.isActive("italic"),
      isBulletList: current.isActive("bulletList"),
      isNumberedList: current.isActive("orderedList", { type: null }),
      isLetteredList: current.isActive("orderedList", { type: "a" }),
      isQuote: current.isActive("blockquote"),
      canUndo: current.can().undo(),
      canRedo: current.can().redo(),
    }),
  });
  const chain = () => editor.chain().focus();

  return (
    <Toolbar className={styles.toolbar!} aria-label={t("editor.toolbar.label")}>
      <Group className={styles.group!} aria-label={t("editor.toolbar.history")}>
        <Tool
          icon={<Undo2 />}
          label={t("editor.toolbar.undo")}
          isDisabled={!state.canUndo}
          onPress={() => chain().undo().run()}
        />
        <Tool
          icon={<Redo2 />}
          label={t("editor.toolbar.redo")}
          isDisabled={!state.canRedo}
          onPress={() => chain().redo().run()}
        />
      </Group>
      <Divider />
      <BlockStyleSelect editor={editor} />
      <Divider />
      <Group className={styles.group!} aria-label={t("editor.toolbar.emphasis")}>
        <Switch
          icon={<Bold />}
          label={t("editor.toolbar.bold")}
          isOn={state.isBold}
          onPress={() => chain().toggleBold().run()}
        />
        <Switch
          icon={<Italic />}
          label={t("editor.toolbar.italic")}
          isOn={state.isItalic}
          onPress={() => chain().toggleItalic().run()}
        />
        <Switch
          icon={<LinkIcon />}
          label={t("editor.toolbar.link")}
          isOn={state.isLink}
          onPress={onEditLink}
        />
      </Group>
      <Divider />
      <Group className={styles.group!} aria-label={t("editor.toolbar.blocks")}>
        <Switch
          icon={<List />}
          label={t("editor.toolbar.bulletList")}
          isOn={state.isBulletList}
          onPress={() => chain().toggleBulletList().run()}
        />
        <Switch
          icon={<ListOrdered />}
          label={t("editor.toolbar.numberedList")}
          isOn={state.isNumberedList}
          onPress={() => setOrderedList(editor, null)}
        />
        <Switch
          icon={<LetteredList />}
          label={t("editor.toolbar.letteredList")}
          isOn={state.isLetteredList}
          onPress={() => setOrderedList(editor, "a")}
        />
        <Switch
          icon={<Quote />}
          label={t("editor.toolbar.quote")}
          isOn={state.isQuote}
          onPress={() => chain().toggleBlockquote().run()}
        />
      </Group>
      <Divider />
      <Group className={styles.group!} aria-label={t("editor.toolbar.insert")}>
        <TableMenu editor={editor} />
        <InsertMenu editor={editor} />
        {onCreateAction && (
          <Button variant="quiet" icon={<ListChecks />} onPress={onCreateAction}>
            {t("editor.toolbar.action")}
          </Button>
        )}
      </Group>
    </Toolbar>
  );
}

interface ToolProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
}

function Tool({ icon, label, onPress, isDisabled = false }: ToolProps) {
  return <IconButton icon={icon} aria-label={label} isDisabled={isDisabled} onPress={onPress} />;
}

function Switch({ icon, label, isOn, onPress }: ToolProps & { readonly isOn: boolean }) {
  return <IconButton icon={icon} aria-label={label} aria-pressed={isOn} onPress={onPress} />;
}

function Divider() {
  return <Separator orientation="vertical" className={styles.divider!} />;
}
