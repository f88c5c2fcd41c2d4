import { NodeViewWrapper, useEditorState, type ReactNodeViewProps } from "@tiptap/react";
import { citationStyleOf, citationStyles } from "@istmo/paper-schema";
import { useTranslation } from "react-i18next";

import { Select } from "../../../ui/select.tsx";
import { citationsOf } from "../extensions/citation.ts";
import { useCanWrite } from "../use-can-write.ts";

import styles from "./bibliography-view.module.css";
import { Runs } from "./runs.tsx";

/** The list of what the text cites, as it is now; the style is chosen here for all citations. */
export function BibliographyView({ node, editor, selected, updateAttributes }: ReactNodeViewProps) {
  const { t } = useTranslation();
  const canWrite = useCanWrite(editor);
  const entries = useEditorState({
    editor,
    selector: ({ editor: now }) => citationsOf(now.state)?.bibliography ?? [],
    equalityFn: (one, other) => one === other,
  });
  const style = citationStyleOf(node.attrs["citationStyle"]);
  return (
    <NodeViewWrapper className={styles.bibliography!} data-selected={selected && canWrite}>
      <div contentEditable={false}>
        {canWrite && (
          <div className={styles.style}>
            <Select
              size="small"
              label={t("sources.style.label")}
              options={citationStyles.map((id) => ({
                id,
                label: t(`sources.style.${id}`),
                description: t(`sources.styleHint.${id}`),
              }))}
              value={style}
              onChange={(citationStyle) => updateAttributes({ citationStyle })}
            />
          </div>
        )}
        {entries.length === 0 ? (
          <p className={styles.none}>{t("sources.bibliographyEmpty")}</p>
        ) : (
          <ul className={styles.list} aria-label={t("sources.bibliography")}>
            {entries.map(({ sourceId, runs }) => (
              <li key={sourceId} data-source-entry={sourceId}>
                <Runs runs={runs} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </NodeViewWrapper>
  );
}
