import type { Authorship } from "@istmo/contracts";
import { sectionsOf, toDocumentJson, type PaperNodeJson } from "@istmo/paper-schema";
import type { Editor } from "@tiptap/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import markStyles from "./extensions/authorship-marks.module.css";
import styles from "./section-shares.module.css";
import type { AuthorBody } from "./use-authorship.ts";

interface SectionSharesProps {
  readonly editor: Editor;
  readonly language: string;
  readonly authorship: Authorship;
  readonly bodyOf: (author: Authorship["authors"][number]) => AuthorBody;
  readonly onOpen: (blockId: string) => void;
}

interface SectionRow {
  readonly sectionId: string;
  readonly heading: string;
  readonly characters: number;
  /** Most first. */
  readonly bodies: readonly { readonly body: AuthorBody; readonly characters: number }[];
}

/** Which centres and organisations wrote in each section, as the authorship was last told. */
export function SectionShares(props: SectionSharesProps) {
  const { editor, language, authorship, bodyOf, onOpen } = props;
  const { t, i18n } = useTranslation();
  const rows = useMemo(
    () => (editor.isDestroyed ? [] : rowsOf(editor, authorship, bodyOf)),
    [editor, authorship, bodyOf],
  );
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });
  return (
    <section aria-label={t("authorship.bySection")}>
      <h3 className={styles.title}>{t("authorship.bySection")}</h3>
      <ul className={styles.list}>
        {rows.map(({ sectionId, heading, characters, bodies }) => (
          <li key={sectionId} className={styles.section}>
            <button type="button" className={styles.heading} onClick={() => onOpen(sectionId)}>
              <span lang={language}>{heading}</span>
            </button>
            <span className={styles.bodies}>
              {bodies.map(({ body, characters: part }) => (
                <span key={body.code} className={styles.body} title={body.name}>
                  <span className={markStyles.words} data-group={body.group}>
                    {body.code}
                  </span>{" "}
                  {percent.format(part / characters)}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function rowsOf(
  editor: Editor,
  { authors, blocks }: Authorship,
  bodyOf: SectionSharesProps["bodyOf"],
): SectionRow[] {
  const sections = sectionsOf(toDocumentJson(editor.state.doc));
  const sectionOf = new Map<string, number>();
  sections.forEach((section, place) => {
    for (const block of section.blocks) noteIds(block, place, sectionOf);
  });
  const sums = sections.map(() => new Map<string, { body: AuthorBody; characters: number }>());
  for (const { blockId, spans } of blocks) {
    const sum = sums[sectionOf.get(blockId ?? "") ?? -1];
    if (sum === undefined) continue;
    for (const { from, to, author } of spans) {
      const found = authors[author];
      if (found?.person == null) continue;
      const body = bodyOf(found);
      const known = sum.get(body.code)?.characters ?? 0;
      sum.set(body.code, { body, characters: known + to - from });
    }
  }
  return sections.flatMap((section, place): SectionRow[] => {
    const bodies = [...(sums[place]?.values() ?? [])];
    if (section.id === null || bodies.length === 0) return [];
    bodies.sort((a, b) => b.characters - a.characters);
    const characters = bodies.reduce((sum, it) => sum + it.characters, 0);
    return [{ sectionId: section.id, heading: section.heading, characters, bodies }];
  });
}

function noteIds(node: PaperNodeJson, place: number, sectionOf: Map<string, number>): void {
  const id = node.attrs?.["id"];
  if (typeof id === "string") sectionOf.set(id, place);
  for (const child of node.content ?? []) noteIds(child, place, sectionOf);
}
