import type { ClearanceRequestAnswer, PaperClearance } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./clearance.module.css";
import { RequestBadge } from "./request-badge.tsx";

/** Who was asked at which level, and how they have answered. */
export function ClearanceTable({
  clearance,
  onOpen,
}: {
  clearance: PaperClearance;
  onOpen: (requestId: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { requests, asks } = clearance;
  const organisations = new Map<string, string>();
  for (const { organisationId, organisation } of requests)
    organisations.set(organisationId, organisation[language]);
  const rows = [...organisations].sort(([, a], [, b]) => a.localeCompare(b, language));
  const find = (organisationId: string, level: ClearanceRequestAnswer["level"]) =>
    requests.find((one) => one.organisationId === organisationId && one.level === level);
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{t("clearance.matrix")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("clearance.organisation")}</th>
          {asks.map((level) => (
            <th key={level} scope="col">
              {t(`clearance.level.${level}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([organisationId, name]) => (
          <tr key={organisationId}>
            <th scope="row">{name}</th>
            {asks.map((level) => {
              const request = find(organisationId, level);
              return (
                <td key={level}>
                  {request === undefined ? (
                    <span className={styles.muted}>{t("clearance.notAsked")}</span>
                  ) : (
                    <div className={styles.cell}>
                      <RequestBadge request={request} />
                      <Button
                        variant="quiet"
                        size="small"
                        aria-label={t("clearance.details", {
                          name: `${name}, ${t(`clearance.level.${level}`)}`,
                        })}
                        onPress={() => onOpen(request.id)}
                      >
                        {t("clearance.see")}
                      </Button>
                    </div>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
