import type { ManagedPerson } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import styles from "./people-table.module.css";
import { ClearanceBadge, PersonStateBadge, SampleMark } from "./person-badges.tsx";
import { PostChips } from "./post-label.tsx";

export function PeopleTable({
  people,
  isOld,
}: {
  people: readonly ManagedPerson[];
  isOld: boolean;
}) {
  const { t } = useTranslation();
  const centreOf = useCentreLookup();
  const columns: Column<ManagedPerson>[] = [
    {
      id: "name",
      label: t("people.name"),
      width: "wide",
      isHeading: true,
      cell: (person) => (
        <span className={styles.person}>
          <Avatar
            name={person.name}
            group={centreOf(person.posts[0]?.centreId ?? null)?.code ?? null}
          />
          <Link to="/people/$personId" params={{ personId: person.id }} data-row-link="">
            {person.name}
          </Link>
          {person.sample && <SampleMark />}
        </span>
      ),
    },
    {
      id: "email",
      label: t("people.email"),
      cell: ({ email }) => <span className={styles.email}>{email}</span>,
    },
    {
      id: "posts",
      label: t("people.posts"),
      cell: ({ posts }) =>
        posts.length === 0 ? (
          <span className={styles.none}>{t("people.noPosts")}</span>
        ) : (
          <PostChips posts={posts} />
        ),
    },
    {
      id: "clearance",
      label: t("people.clearance"),
      width: "medium",
      cell: ({ clearedTo }) => <ClearanceBadge level={clearedTo} />,
    },
    {
      id: "state",
      label: t("people.stateLabel"),
      width: "narrow",
      cell: (person) => <PersonStateBadge person={person} />,
    },
  ];
  return <DataTable label={t("people.title")} columns={columns} items={people} isOld={isOld} />;
}
