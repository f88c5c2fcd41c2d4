import type { ManagedOrganisation } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { Badge } from "../../ui/badge.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { useKindWords } from "./kinds.ts";
import styles from "./organisations-table.module.css";

/** States and bodies with how many members and people each has. */
export function OrganisationsTable({
  organisations,
}: {
  organisations: readonly ManagedOrganisation[];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const kindWords = useKindWords();
  const columns: Column<ManagedOrganisation>[] = [
    {
      id: "name",
      label: t("organisations.name"),
      isHeading: true,
      cell: ({ id, name, isActive }) => (
        <span className={styles.name}>
          <Link
            to="/organisations/$organisationId"
            params={{ organisationId: id }}
            data-row-link=""
          >
            {name[language]}
          </Link>
          {!isActive && <Badge>{t("organisations.inactive")}</Badge>}
        </span>
      ),
    },
    {
      id: "abbreviation",
      label: t("organisations.abbreviation"),
      width: "narrow",
      cell: ({ abbreviation }) => abbreviation[language],
    },
    {
      id: "kind",
      label: t("organisations.kind"),
      width: "wide",
      cell: ({ kind }) => <span className={styles.muted}>{kindWords(kind)}</span>,
    },
    {
      id: "members",
      label: t("organisations.members"),
      width: "narrow",
      isLabelled: true,
      cell: ({ members }) => (members.length === 0 ? null : members.length),
    },
    {
      id: "people",
      label: t("organisations.people"),
      width: "narrow",
      isLabelled: true,
      cell: ({ people }) => (people === 0 ? null : people),
    },
  ];
  return <DataTable label={t("organisations.title")} columns={columns} items={organisations} />;
}
