import type { EditionVersion } from "@istmo/contracts";
import { History, Save } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useVersionAt, useVersions } from "../../api/versions.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { NameVersionDialog } from "./name-version-dialog.tsx";
import { nameOf, now, type Compared } from "./version-names.ts";
import styles from "./versions-panel.module.css";

/** For whom somebody wrote, in words. */
export type BodyName = (author: EditionVersion["authors"][number]) => string;

export interface VersionsPanelProps {
  readonly editionId: string;
  /** When the person last looked, before this page was opened. */
  readonly visitedAt: string | null;
  readonly bodyName: BodyName;
  readonly compared: Compared | null;
  readonly onCompare: (compared: Compared) => void;
}

/** What was kept of the text, newest first, and the ways to compare it. */
export function VersionsPanel({
  editionId,
  visitedAt,
  bodyName,
  compared,
  onCompare,
}: VersionsPanelProps) {
  const { t } = useTranslation();
  const [isFiltered, setFiltered] = useState(false);
  /** "new" keeps the text as it stands; a version is given another name. */
  const [naming, setNaming] = useState<"new" | EditionVersion | null>(null);
  const versions = useVersions(editionId, isFiltered ? "people" : "anybody");
  const seen = useVersionAt(editionId, visitedAt);
  const { data, error } = versions;
  if (data === undefined)
    return error === null ? (
      <Loading lines={5} />
    ) : (
      <ErrorState error={error} onRetry={() => void versions.refetch()} />
    );
  const items = data.pages.flatMap((page) => page.items);
  const mayName = data.pages[0]?.abilities.name === true;
  const since = seen.data ?? null;
  return (
    <div className={styles.versions}>
      <div className={styles.tools}>
        {mayName && (
          <Button icon={<Save />} size="small" onPress={() => setNaming("new")}>
            {t("versions.keep.action")}
          </Button>
        )}
        {since !== null && (
          <Button
            icon={<History />}
            size="small"
            onPress={() => onCompare({ before: since.id, after: now })}
          >
            {t("versions.sinceVisit")}
          </Button>
        )}
      </div>
      <Checkbox isSelected={isFiltered} onChange={setFiltered}>
        {t("versions.filter")}
      </Checkbox>
      {data.pages[0]?.abilities.sees === "frozen" && (
        <p className={styles.note}>{t("versions.frozenOnly")}</p>
      )}
      {items.length === 0 ? (
        <EmptyState title={t("versions.none")}>{t("versions.noneText")}</EmptyState>
      ) : (
        <ol className={styles.list} aria-label={t("versions.list")}>
          {items.map((version, index) => (
            <Version
              key={version.id}
              version={version}
              before={items[index + 1] ?? null}
              isShown={compared?.before === version.id || compared?.after === version.id}
              bodyName={bodyName}
              onCompare={onCompare}
              onName={mayName && version.kind !== "frozen" ? () => setNaming(version) : null}
            />
          ))}
        </ol>
      )}
      {versions.hasNextPage && (
        <Button
          variant="quiet"
          isPending={versions.isFetchingNextPage}
          onPress={() => void versions.fetchNextPage()}
        >
          {t("versions.more")}
        </Button>
      )}
      {naming !== null && (
        <NameVersionDialog
          editionId={editionId}
          version={naming === "new" ? null : naming}
          onClose={() => setNaming(null)}
        />
      )}
    </div>
  );
}

function Version({
  version,
  before,
  isShown,
  bodyName,
  onCompare,
  onName,
}: {
  version: EditionVersion;
  /** The next older one of the list. */
  before: EditionVersion | null;
  isShown: boolean;
  bodyName: BodyName;
  onCompare: (compared: Compared) => void;
  /** Null where the person gives no names. */
  onName: (() => void) | null;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, number, kind, createdAt, createdBy, sha256, wordsAdded, wordsRemoved } = version;
  const name = nameOf(t, version);
  const naming = t(version.name === null ? "versions.name.give" : "versions.name.change");
  return (
    <li className={styles.version} data-kind={kind} data-shown={isShown}>
      <div className={styles.head}>
        <span className={styles.name}>{name}</span>
        {kind === "frozen" && <Badge tone="accent">{t("versions.kind.frozen")}</Badge>}
      </div>
      <p className={styles.facts}>
        <span>{t("versions.number", { number })}</span>
        <time dateTime={createdAt}>{formatMoment(createdAt, language)}</time>
        {createdBy !== null && <span>{t("versions.keptBy", { name: createdBy.name })}</span>}
      </p>
      {wordsAdded !== null && wordsRemoved !== null && (
        <p className={styles.facts}>
          {wordsAdded + wordsRemoved === 0
            ? t("versions.noWords")
            : t("versions.words", { added: wordsAdded, removed: wordsRemoved })}
        </p>
      )}
      {version.authors.length > 0 && (
        <ul className={styles.authors} aria-label={t("versions.authors")}>
          {byBody(version, bodyName).map(([body, names]) => (
            <li key={body}>
              <b>{body}</b> {names.join(", ")}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.hash} title={sha256}>
        SHA-256 <code>{sha256.slice(0, 12)}</code>
      </p>
      <div className={styles.actions}>
        <Button
          size="small"
          variant="quiet"
          aria-label={t("versions.compareNowLabel", { number, name })}
          onPress={() => onCompare({ before: id, after: now })}
        >
          {t("versions.compareNow")}
        </Button>
        {before !== null && (
          <Button
            size="small"
            variant="quiet"
            aria-label={t("versions.compareBeforeLabel", { number, before: before.number })}
            onPress={() => onCompare({ before: before.id, after: id })}
          >
            {t("versions.compareBefore", { number: before.number })}
          </Button>
        )}
        {onName !== null && (
          <Button
            size="small"
            variant="quiet"
            aria-label={t("versions.name.label", { number, action: naming })}
            onPress={onName}
          >
            {naming}
          </Button>
        )}
      </div>
    </li>
  );
}

function byBody({ authors }: EditionVersion, bodyName: BodyName): [string, string[]][] {
  const bodies = new Map<string, string[]>();
  for (const author of authors) {
    const body = bodyName(author);
    bodies.set(body, [...(bodies.get(body) ?? []), author.person.name]);
  }
  return [...bodies];
}
