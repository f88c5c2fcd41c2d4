import type { Me } from "@istmo/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { showLanguage } from "../../i18n/i18n.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { NativeSelect } from "../../ui/native-select.tsx";
import { Section } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { FormProblem } from "./outside-form.tsx";
import { timeZoneGroups } from "./time-zones.ts";
import styles from "./account.module.css";

type Profile = Pick<Me, "name" | "locale" | "timeZone">;

/** What a person says of themselves. */
export function AccountProfile({ me }: { me: Me }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const toast = useToast();
  const [changes, setChanges] = useState<Partial<Profile>>({});
  // The rail changes the language as well.
  const shown: Profile = { name: me.name, locale: me.locale, timeZone: me.timeZone, ...changes };
  const change = (part: Partial<Profile>) => setChanges((old) => ({ ...old, ...part }));
  const zones = useMemo(() => timeZoneGroups(language, me.timeZone), [language, me.timeZone]);
  const save = useMutation({
    mutationFn: async (profile: Profile) => {
      const saved = await api.patch<Me>("/me", profile);
      if (saved.locale !== language) await showLanguage(saved.locale);
      return saved;
    },
    onSuccess: (saved) => {
      queryClient.setQueryData(queryKeys.me(), saved);
      setChanges({});
      toast.show({ tone: "ok", text: t("account.saved") });
    },
  });
  const name = shown.name.trim();
  const isChanged =
    name !== me.name || shown.locale !== me.locale || shown.timeZone !== me.timeZone;
  return (
    <Section title={t("account.profile")}>
      <form
        className={styles.profile}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== "" && isChanged && !save.isPending) save.mutate({ ...shown, name });
        }}
      >
        <TextField
          label={t("identity.name")}
          name="name"
          autoComplete="name"
          maxLength={120}
          value={shown.name}
          errorMessage={name === "" ? t("ui.required") : undefined}
          onChange={(text) => change({ name: text })}
        />
        <TextField
          label={t("identity.email")}
          description={t("account.emailText")}
          isReadOnly
          value={me.email}
        />
        <Select
          label={t("account.language")}
          value={shown.locale}
          onChange={(one) => change({ locale: one === "en" ? "en" : "es" })}
          options={[
            { id: "es", label: "Español" },
            { id: "en", label: "English" },
          ]}
        />
        <NativeSelect
          label={t("account.timeZone")}
          value={shown.timeZone}
          onChange={(timeZone) => change({ timeZone })}
          groups={[
            { label: t("account.zonesOfRegion"), options: zones.region },
            { label: t("account.zonesOfOthers"), options: zones.others },
          ]}
        />
        <div className={styles.profileFoot}>
          <Button
            variant="primary"
            type="submit"
            isDisabled={!isChanged}
            isPending={save.isPending}
          >
            {t("ui.save")}
          </Button>
          {save.error !== null && <FormProblem>{problemText(t, save.error)}</FormProblem>}
        </div>
      </form>
    </Section>
  );
}
