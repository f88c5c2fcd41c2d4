import type { Authorship } from "@istmo/contracts";
import type { Editor } from "@tiptap/core";
import { useTranslation } from "react-i18next";

import { Choices } from "../../ui/choices.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";

import type { TextMarks } from "./authorship-in-text.tsx";
import styles from "./authorship-panel.module.css";
import markStyles from "./extensions/authorship-marks.module.css";
import { NewText } from "./new-text-list.tsx";
import type { NewBlock } from "./new-text.ts";
import { SectionShares } from "./section-shares.tsx";
import { useAuthorBody, useAuthorship, type AuthorBody } from "./use-authorship.ts";
import type { LastVisit } from "./use-last-visit.ts";

export interface AuthorshipPanelProps {
  /** As PaperEditor's `onEditor` gave it; null while there is none. */
  readonly editor: Editor | null;
  readonly editionId: string;
  readonly language: string;
  /** What the text shows of who wrote it. */
  readonly marks: TextMarks;
  readonly onMarks: (marks: TextMarks) => void;
  /** When the person last looked; null when they never did. */
  readonly visit: LastVisit | null;
  readonly fresh: readonly NewBlock[] | null;
  /** Opens a block where the text must first come into sight. */
  readonly onOpen: (blockId: string) => void;
}

interface Row {
  readonly key: string;
  readonly body: AuthorBody;
  readonly name: string;
  readonly characters: number;
}

/** How much of the text each centre, organisation and person wrote, and the way to see where. */
export function AuthorshipPanel(props: AuthorshipPanelProps) {
  const { editor, editionId, language, marks, onMarks, visit, fresh, onOpen } = props;
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useAuthorship(editor, editionId);
  const bodyOf = useAuthorBody();
  if (data === undefined)
    return error === null ? (
      <Loading lines={5} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );

  const { totals } = data;
  const number = new Intl.NumberFormat(i18n.language);
  const ofPeople = totals.characters - totals.ofNobody;
  return (
    <div className={styles.authorship}>
      <Choices
        label={t("authorship.show")}
        value={marks}
        onChange={(chosen) => onMarks(textMarks.find((it) => it === chosen) ?? "none")}
        choices={textMarks.map((id) => ({
          id,
          label: t(`authorship.marks.${id}`),
          isDisabled: id === "new" && visit === null,
        }))}
      />
      {visit !== null && fresh !== null && (
        <NewText
          {...{ visit, fresh, onOpen, language }}
          editor={editor}
          authors={data.authors}
          bodyOf={bodyOf}
        />
      )}
      {ofPeople === 0 ? (
        <p className={styles.note}>{t("editor.authorship.none")}</p>
      ) : (
        <Shares
          caption={t("editor.authorship.byBody")}
          rows={bodiesOf(data, bodyOf)}
          all={ofPeople}
        />
      )}
      {totals.people.length > 0 && (
        <Shares
          caption={t("editor.authorship.byPerson")}
          rows={peopleOf(data, bodyOf)}
          all={ofPeople}
          removed={new Map(totals.people.map((it) => [it.person.id, it.removed]))}
        />
      )}
      {editor !== null && ofPeople > 0 && (
        <SectionShares {...{ editor, bodyOf, language, onOpen }} authorship={data} />
      )}
      <p className={styles.note}>
        {t("editor.authorship.ofNobody", { characters: number.format(totals.ofNobody) })}
      </p>
      <p className={styles.note}>{t("editor.authorship.proof")}</p>
    </div>
  );
}

const textMarks = ["none", "new", "body", "person"] as const satisfies readonly TextMarks[];

type BodyOf = ReturnType<typeof useAuthorBody>;

function bodiesOf({ authors }: Authorship, bodyOf: BodyOf): Row[] {
  const rows = new Map<string, Row>();
  for (const author of authors) {
    if (author.person === null) continue;
    const key = author.centreId ?? author.organisationId ?? "";
    const body = bodyOf(author);
    const characters = (rows.get(key)?.characters ?? 0) + author.characters;
    rows.set(key, { key, body, name: body.name, characters });
  }
  return [...rows.values()].sort((a, b) => b.characters - a.characters);
}

function peopleOf({ authors, totals }: Authorship, bodyOf: BodyOf): Row[] {
  return totals.people.map(({ person, characters }) => {
    // Somebody who changed posts is shown with the one for which they wrote most.
    const author = authors.find((it) => it.person?.id === person.id);
    const body = bodyOf(author ?? { centreId: null, organisationId: null });
    return { key: person.id, body, name: person.name, characters };
  });
}

/**
 * A table whose figures are drawn as bars too. Its layout takes the meaning of a table away from
 * screen readers: hence the roles that are written out.
 */
function Shares({
  caption,
  rows,
  all,
  removed,
}: {
  caption: string;
  rows: readonly Row[];
  all: number;
  /** What each took out, by key; the column is left out without it. */
  removed?: ReadonlyMap<string, number>;
}) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });
  return (
    <table className={styles.table} role="table">
      <caption className={styles.caption}>{caption}</caption>
      <thead className="visually-hidden" role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {t("editor.authorship.who")}
          </th>
          <th scope="col" role="columnheader">
            {t("editor.authorship.written")}
          </th>
          <th scope="col" role="columnheader">
            {t("editor.authorship.share")}
          </th>
          {removed && (
            <th scope="col" role="columnheader">
              {t("editor.authorship.removed")}
            </th>
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, body, name, characters }) => {
          const share = all === 0 ? 0 : characters / all;
          return (
            <tr key={key} role="row" className={styles.row}>
              <th scope="row" role="rowheader" className={styles.name}>
                <span className={markStyles.words} data-group={body.group} data-sample="">
                  {body.code}
                </span>{" "}
                {name}
                {removed && <span className="visually-hidden"> · {body.name}</span>}
              </th>
              <td role="cell" className={styles.figure}>
                {number.format(characters)}
              </td>
              <td role="cell" className={styles.share}>
                {percent.format(share)}
                <span className={styles.track} data-group={body.group} aria-hidden="true">
                  <span className={styles.bar} style={{ inlineSize: `${share * 100}%` }} />
                </span>
              </td>
              {removed && (
                <td role="cell" className={styles.removed}>
                  <Removed figure={removed.get(key) ?? 0} />
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Nothing taken out is not worth a sign to look at. */
function Removed({ figure }: { figure: number }) {
  const { i18n } = useTranslation();
  if (figure === 0) return <span className="visually-hidden">0</span>;
  return (
    <>
      <span aria-hidden="true">−</span>
      {new Intl.NumberFormat(i18n.language).format(figure)}
    </>
  );
}
