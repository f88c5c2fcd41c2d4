import type { PaperAccess } from "@istmo/contracts";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { usePeople } from "../../api/queries.ts";
import styles from "./share-dialog.module.css";
import { officeBody } from "./share-subjects.ts";
import { useBodyName } from "./use-subject-names.ts";

type PersonWithAccess = PaperAccess["people"][number];

/** Everybody who can open the paper today: by their posts, put together by body, and by shares. */
export function PeopleWithAccess({ people }: { people: readonly PersonWithAccess[] }) {
  const { t } = useTranslation();
  const bodyName = useBodyName();
  const { data: known } = usePeople();
  const groups = new Map<string, PersonWithAccess[]>();
  for (const person of people) {
    const post = known?.find(({ id }) => id === person.id)?.posts[0];
    const body = post?.centreId ?? post?.organisationId ?? officeBody;
    const group = person.through === "share" ? t("papers.access.byShare") : bodyName(body);
    groups.set(group, [...(groups.get(group) ?? []), person]);
  }
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t("papers.access.today", { count: people.length })}</h3>
      <p className={styles.none}>{t("papers.access.todayText")}</p>
      {[...groups].map(([name, members]) => (
        <details key={name} className={styles.group}>
          <summary className={styles.summary}>
            <ChevronRight aria-hidden="true" />
            <span>{name}</span>
            <span className={styles.count}>{members.length}</span>
          </summary>
          <ul className={styles.members}>
            {members.map((person) => (
              <li key={person.id} className={styles.member}>
                <span>{person.name}</span>
                <span className={styles.note}>{t(`papers.level.${person.role}`)}</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
