import type { Authorship } from "@istmo/contracts";
import { numberingOf, toDocumentJson } from "@istmo/paper-schema";
import type { Editor } from "@tiptap/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";

import { blockById } from "./blocks.ts";
import markStyles from "./extensions/authorship-marks.module.css";
import styles from "./new-text-list.module.css";
import type { NewBlock } from "./new-text.ts";
import type { AuthorBody } from "./use-authorship.ts";
import type { LastVisit } from "./use-last-visit.ts";

/** Blocks that are listed; of more the number is told. */
const listedAtMost = 100;
/** Characters of a block's beginning, where it has no number. */
const excerptLength = 48;

interface NewTextProps {
  readonly editor: Editor | null;
  readonly language: string;
  readonly visit: LastVisit;
  readonly fresh: readonly NewBlock[];
  readonly authors: Authorship["authors"];
  readonly bodyOf: (author: Authorship["authors"][number]) => AuthorBody;
  readonly onOpen: (blockId: string) => void;
}

/** Where others have written since the person last looked, in the order of the text. */
export function NewText(props: NewTextProps) {
  const { editor, language, visit, fresh, authors, bodyOf, onOpen } = props;
  const { t } = useTranslation();
  const pageLanguage = useLanguage();
  const places = usePlaces(editor, language, fresh);
  const letters = fresh.reduce((sum, block) => sum + block.letters, 0);
  return (
    <section aria-label={t("authorship.newTitle")}>
      <h3 className={styles.title}>{t("authorship.newTitle")}</h3>
      <p className={styles.since}>
        {t("authorship.since", { when: formatMoment(visit.at, pageLanguage) })}{" "}
        {letters === 0
          ? t("authorship.nothingNew")
          : t("authorship.newLetters", { count: letters })}
      </p>
      <ul className={styles.list}>
        {fresh.slice(0, listedAtMost).map((block) => (
          <li key={block.blockId}>
            <button type="button" className={styles.entry} onClick={() => onOpen(block.blockId)}>
              <span className={styles.place} lang={language}>
                {places.get(block.blockId)}
              </span>
              {bodiesIn(block, authors, bodyOf).map((body) => (
                <span
                  key={body.code}
                  className={markStyles.words}
                  data-group={body.group}
                  title={body.name}
                >
                  {body.code}
                </span>
              ))}
              <span className={styles.letters}>+{block.letters}</span>
            </button>
          </li>
        ))}
      </ul>
      {fresh.length > listedAtMost && (
        <p className={styles.since}>
          {t("authorship.more", { count: fresh.length - listedAtMost })}
        </p>
      )}
    </section>
  );
}

/** How each block is called: by its number, or by its first words. */
function usePlaces(
  editor: Editor | null,
  language: string,
  fresh: readonly NewBlock[],
): ReadonlyMap<string, string> {
  return useMemo(() => {
    if (editor === null || editor.isDestroyed || fresh.length === 0) return new Map();
    const { doc } = editor.state;
    const numbering = numberingOf(toDocumentJson(doc), language);
    return new Map(
      fresh.slice(0, listedAtMost).map(({ blockId }) => {
        const number = numbering.get(blockId)?.reference;
        const words = blockById(doc, blockId)?.node.textContent.slice(0, excerptLength) ?? "";
        return [blockId, number ?? `«${words}…»`];
      }),
    );
  }, [editor, language, fresh]);
}

function bodiesIn(
  { spans }: NewBlock,
  authors: Authorship["authors"],
  bodyOf: NewTextProps["bodyOf"],
): AuthorBody[] {
  const bodies = new Map<string, AuthorBody>();
  for (const { author } of spans) {
    const found = authors[author];
    if (found === undefined) continue;
    const body = bodyOf(found);
    bodies.set(body.code, body);
  }
  return [...bodies.values()];
}
