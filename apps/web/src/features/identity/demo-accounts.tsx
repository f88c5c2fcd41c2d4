import type { Site } from "@istmo/contracts";
import { useTranslation } from "react-i18next";
import { Button } from "react-aria-components/Button";
import { Avatar } from "../../ui/avatar.tsx";
import styles from "./demo-accounts.module.css";

type Account = Site["demoAccounts"][number];

/** The office first, then each centre, then the partners. */
function grouped(accounts: readonly Account[]): Map<string, Account[]> {
  const groups = new Map<string, Account[]>([["office", []]]);
  for (const account of accounts) {
    const name =
      account.centre ??
      (["admin", "office_reviewer", "head"].includes(account.role) ? "office" : "partners");
    if (name !== "partners") groups.set(name, [...(groups.get(name) ?? []), account]);
  }
  groups.set(
    "partners",
    accounts.filter((account) => ![...groups.values()].flat().includes(account)),
  );
  return groups;
}

export function DemoAccounts({
  accounts,
  isBusy,
  onChoose,
}: {
  accounts: readonly Account[];
  isBusy: boolean;
  onChoose: (email: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <h2 id="demo-title" className={styles.title}>
        {t("identity.demoTitle")}
      </h2>
      <p className={styles.text}>{t("identity.demoText")}</p>
      <div className={styles.groups}>
        {[...grouped(accounts)].map(
          ([group, members]) =>
            members.length > 0 && (
              <div key={group} className={styles.group}>
                <h3 className={styles.groupTitle}>{t(`identity.group.${group}`)}</h3>
                <ul>
                  {members.map((account) => (
                    <li key={account.email}>
                      <Button
                        className={styles.account!}
                        isDisabled={isBusy}
                        onPress={() => onChoose(account.email)}
                      >
                        <Avatar name={account.name} group={account.centre} />
                        <span className={styles.texts}>
                          <span className={styles.name}>{account.name}</span>
                          <span className={styles.role}>{t(`role.${account.role}`)}</span>
                        </span>
                      </Button>
                    </li>
                  ))}
                </ul>
              </div>
            ),
        )}
      </div>
    </section>
  );
}
