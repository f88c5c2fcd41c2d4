import type { Paper } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { AddShare } from "./add-share.tsx";
import { usePaperAccess } from "./paper-access.ts";
import { PeopleWithAccess } from "./people-with-access.tsx";
import styles from "./share-dialog.module.css";
import { ShareRow } from "./share-row.tsx";

/** Who may open a paper and why, for those who decide about it. */
export function ShareDialog({ paper, onClose }: { paper: Paper; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: access, error, refetch } = usePaperAccess(paper.id);
  const { classification } = paper;
  return (
    <Dialog title={t("papers.access.title")} isOpen onClose={onClose}>
      {classification !== "unclassified" && (
        <Notice tone="warn">
          {t("papers.access.onlyCleared", { level: t(`classification.${classification}`) })}
        </Notice>
      )}
      {access === undefined ? (
        error === null ? (
          <Loading lines={5} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <AddShare
            paperId={paper.id}
            shared={access.shares
              .filter(({ hasExpired }) => !hasExpired)
              .map(({ subject }) => subject)}
          />
          <section className={styles.section}>
            <h3 className={styles.heading}>{t("papers.access.shares")}</h3>
            {access.shares.length === 0 ? (
              <p className={styles.none}>{t("papers.access.noShares")}</p>
            ) : (
              <ul className={styles.rows}>
                {access.shares.map((share) => (
                  <ShareRow key={share.id} paperId={paper.id} share={share} />
                ))}
              </ul>
            )}
          </section>
          <PeopleWithAccess people={access.people} />
        </>
      )}
    </Dialog>
  );
}
