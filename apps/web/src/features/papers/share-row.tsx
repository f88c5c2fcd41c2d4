import type { Share } from "@istmo/contracts";
import type { EditionRole } from "@istmo/domain";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Select } from "../../ui/select.tsx";
import { useAccessWrite } from "./paper-access.ts";
import styles from "./share-dialog.module.css";
import { shareLevels } from "./share-levels.ts";
import { useSubjectNames } from "./use-subject-names.ts";

interface Change {
  readonly path: string;
  readonly body: { version?: number; level?: EditionRole; expiresOn?: string | null };
}

/** One share: what it gives, until when, and taking it back. */
export function ShareRow({ paperId, share }: { paperId: string; share: Share }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name, note } = useSubjectNames()(share.subject, share.name);
  /** The day as it is being typed; null while it is the stored one. */
  const [day, setDay] = useState<string | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const write = useAccessWrite<Change>(paperId, () => setDay(null));
  const change = (body: Change["body"]) =>
    write.mutate({ path: `/${share.id}`, body: { version: share.version, ...body } });
  const stored = share.expiresOn ?? "";
  return (
    <li className={styles.row} data-expired={share.hasExpired}>
      <div className={styles.who}>
        <span className={styles.name}>{name}</span>
        <span className={styles.note}>{note}</span>
        <span className={styles.note}>
          {t("papers.access.sharedBy", {
            name: share.sharedBy.name,
            day: formatDay(share.createdAt, language),
          })}
        </span>
        {share.hasExpired && <Badge tone="warn">{t("papers.access.expired")}</Badge>}
      </div>
      <div className={styles.controls}>
        <div className={styles.level}>
          <Select
            hideLabel
            size="small"
            label={t("papers.access.levelOf", { name })}
            value={share.level}
            isDisabled={write.isPending}
            onChange={(id) => {
              const level = shareLevels.find((one) => one === id);
              if (level !== undefined && level !== share.level) change({ level });
            }}
            options={shareLevels.map((id) => ({
              id,
              label: t(`papers.level.${id}`),
              description: t(`papers.levelText.${id}`),
            }))}
          />
        </div>
        <DateField
          hideLabel
          label={t("papers.access.lastDayOf", { name })}
          value={day ?? stored}
          onChange={setDay}
        />
        {day !== null && day !== stored && (
          <Button
            size="small"
            isPending={write.isPending}
            onPress={() => change({ expiresOn: day === "" ? null : day })}
          >
            {t("ui.save")}
          </Button>
        )}
        <IconButton
          size="small"
          icon={<Trash2 />}
          aria-label={t("papers.access.remove", { name })}
          onPress={() => setRemoving(true)}
        />
      </div>
      {isRemoving && (
        <div
          className={styles.confirm}
          role="group"
          aria-label={t("papers.access.remove", { name })}
        >
          <span>{t("papers.access.removeText", { name })}</span>
          <Button
            autoFocus
            size="small"
            variant="danger"
            isPending={write.isPending}
            onPress={() => write.mutate({ path: `/${share.id}/remove`, body: {} })}
          >
            {t("papers.access.removeConfirm")}
          </Button>
          <Button size="small" variant="quiet" onPress={() => setRemoving(false)}>
            {t("ui.cancel")}
          </Button>
        </div>
      )}
      {write.error !== null && (
        <div className={styles.wide}>
          <Notice tone="danger">{problemText(t, write.error)}</Notice>
        </div>
      )}
    </li>
  );
}
