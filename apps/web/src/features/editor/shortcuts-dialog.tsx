import { isiOS, isMacOS } from "@tiptap/core";
import { useTranslation } from "react-i18next";

import { Dialog } from "../../ui/dialog.tsx";

import { keysOf, shortcutGroups, shortcuts } from "./shortcut-registry.ts";
import styles from "./shortcuts-dialog.module.css";
import { shownKeys } from "./shown-keys.ts";

/** What is written at the start of a line, or around words, and what it becomes. */
const writtenSigns = [
  ["# ", "writing.insert.heading1"],
  ["## ", "writing.insert.heading2"],
  ["### ", "writing.insert.heading3"],
  ["#### ", "writing.insert.heading4"],
  ["- ", "writing.insert.bulletList"],
  ["1. ", "writing.insert.numberedList"],
  ["a) ", "writing.insert.letteredList"],
  ["> ", "writing.insert.quote"],
  ["---", "writing.insert.horizontalRule"],
  ["**…**", "editor.toolbar.bold"],
  ["*…*", "editor.toolbar.italic"],
  ["[…](https://…)", "editor.toolbar.link"],
] as const;

/** All keys of the text, as they are on this machine. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const isMac = isMacOS() || isiOS();
  return (
    <Dialog title={t("writing.keys.title")} isOpen onClose={onClose}>
      {/* It scrolls: whoever has no mouse scrolls it with the arrows. */}
      <div className={styles.groups} role="group" tabIndex={0} aria-label={t("writing.keys.title")}>
        {shortcutGroups.map((group) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.head}>{t(`writing.keyGroup.${group}`)}</h3>
            <dl className={styles.list}>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div key={shortcut.id} className={styles.line}>
                    <dt>{t(shortcut.label)}</dt>
                    <dd>
                      <kbd className={styles.keys}>
                        {shownKeys(keysOf(shortcut, isMac)[0] ?? "", { isMac, t })}
                      </kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section className={styles.group}>
          <h3 className={styles.head}>{t("writing.keyGroup.signs")}</h3>
          <dl className={styles.list}>
            {writtenSigns.map(([signs, label]) => (
              <div key={signs} className={styles.line}>
                <dt>{t(label)}</dt>
                <dd>
                  <kbd className={styles.keys}>{signs}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
