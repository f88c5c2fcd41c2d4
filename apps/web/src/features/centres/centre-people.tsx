import type { Person } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../ui/avatar.tsx";
import { EmptyState } from "../../ui/states.tsx";
import styles from "./centre-people.module.css";

export function CentrePeople({
  people,
  centreId,
  code,
}: {
  people: readonly Person[];
  centreId: string;
  code: string;
}) {
  const { t } = useTranslation();
  if (people.length === 0) return <EmptyState title={t("centres.noPeople")} />;
  return (
    <ul className={styles.people} aria-label={t("centres.people")}>
      {people.map((person) => {
        const post = person.posts.find((one) => one.centreId === centreId) ?? person.posts[0];
        return (
          <li key={person.id} className={styles.person}>
            <Avatar name={person.name} group={code} />
            <span className={styles.name}>{person.name}</span>
            {post !== undefined && <span className={styles.role}>{t(`role.${post.role}`)}</span>}
          </li>
        );
      })}
    </ul>
  );
}
