import type { CentreEscalation as Rule } from "@istmo/contracts";
import type { EscalationRule } from "@istmo/domain";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEscalation, useSetEscalation } from "../../api/notices.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Section } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { useToast } from "../../ui/toaster.tsx";
import styles from "./notice-settings.module.css";

const names = [
  "overdueToLead",
  "overdueToOffice",
  "blockedToLead",
  "blockedToOffice",
] as const satisfies readonly (keyof EscalationRule)[];
const offered = [1, 2, 3, 4, 5, 7, 10, 14, 21, 30, 45, 60, 90];

/** After how many days what stands still in a centre is told to its lead and to the office. */
export function CentreEscalation({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  const { data: rule } = useEscalation(centreId);
  // Whoever may not know of it has nothing here.
  if (rule === undefined) return null;
  return (
    <Section title={t("notices.escalation.title")}>
      <p className={styles.text}>
        {t("notices.escalation.text")}
        {rule.version === 0 && ` ${t("notices.escalation.usual")}`}
      </p>
      {rule.maySet ? (
        <RuleForm key={rule.version} centreId={centreId} rule={rule} />
      ) : (
        <dl className={styles.facts}>
          {names.map((name) => (
            <RuleFact key={name} name={name} days={rule[name]} />
          ))}
        </dl>
      )}
    </Section>
  );
}

function useDaysWords() {
  const { t } = useTranslation();
  return (days: number | null) =>
    days === null ? t("notices.escalation.never") : t("notices.escalation.days", { count: days });
}

function RuleFact({ name, days }: { name: keyof EscalationRule; days: number | null }) {
  const { t } = useTranslation();
  const wordsOf = useDaysWords();
  return (
    <>
      <dt>{t(`notices.escalation.${name}`)}</dt>
      <dd>{wordsOf(days)}</dd>
    </>
  );
}

function RuleForm({ centreId, rule }: { centreId: string; rule: Rule }) {
  const { t } = useTranslation();
  const toast = useToast();
  const wordsOf = useDaysWords();
  const set = useSetEscalation(centreId);
  const [changes, setChanges] = useState<Partial<EscalationRule>>({});
  const { overdueToLead, overdueToOffice, blockedToLead, blockedToOffice, version } = rule;
  const shown = {
    ...{ overdueToLead, overdueToOffice, blockedToLead, blockedToOffice, version },
    ...changes,
  };
  const isChanged = names.some((name) => shown[name] !== rule[name]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isChanged || set.isPending) return;
        set.mutate(shown, {
          onSuccess: () => toast.show({ tone: "ok", text: t("notices.escalation.saved") }),
        });
      }}
    >
      <div className={styles.days}>
        {names.map((name) => {
          const own = shown[name];
          const days = own === null || offered.includes(own) ? offered : [...offered, own];
          return (
            <Select
              key={name}
              size="small"
              label={t(`notices.escalation.${name}`)}
              value={own === null ? "never" : String(own)}
              onChange={(id) =>
                setChanges((old) => ({ ...old, [name]: id === "never" ? null : Number(id) }))
              }
              options={[
                ...[...days]
                  .sort((a, b) => a - b)
                  .map((one) => ({ id: String(one), label: wordsOf(one) })),
                { id: "never", label: wordsOf(null) },
              ]}
            />
          );
        })}
      </div>
      <div className={styles.foot}>
        <Button type="submit" size="small" isDisabled={!isChanged} isPending={set.isPending}>
          {t("ui.save")}
        </Button>
        {set.error !== null && (
          <div role="alert">
            <Notice tone="danger">{problemText(t, set.error)}</Notice>
          </div>
        )}
      </div>
    </form>
  );
}
