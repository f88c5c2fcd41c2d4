import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { forgetLinkToken, type LinkToken } from "../../lib/link-token.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Loading } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { isDeadLink, LinkProblem } from "./link-problem.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { OutsideForm } from "./outside-form.tsx";
import { PageLanguageSelect } from "./page-language-select.tsx";
import { passwordFaults } from "./password-strength.ts";
import { becomeFirstAdministrator, lookAtFirstAdministrator } from "./sign-in.ts";

/** The first account of a new installation, by the link that its first start printed. */
export function FirstAdministratorForm({
  token,
  onSignedIn,
}: {
  token: LinkToken;
  onSignedIn: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [form, setForm] = useState({ name: "", email: "", password: "" });
  const [wasTried, setWasTried] = useState(false);
  const change = (part: Partial<typeof form>) => setForm((old) => ({ ...old, ...part }));
  const look = useQuery({
    queryKey: ["link", "first-administrator", token.serial],
    queryFn: () => lookAtFirstAdministrator(token.value),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const become = useMutation({
    mutationFn: async (body: Parameters<typeof becomeFirstAdministrator>[0]) => {
      await becomeFirstAdministrator(body);
      await onSignedIn();
      forgetLinkToken();
    },
  });
  const dead = isDeadLink(become.error) ? become.error : look.error;
  if (dead !== null)
    return <LinkProblem kind="first" error={dead} onRetry={() => void look.refetch()} />;
  if (look.isPending) return <Loading lines={5} />;

  const about = [form.name, form.email];
  const isWeak = isProblem(become.error, "password_too_weak");
  const isAddressRefused = isProblem(become.error, "email_not_plain");
  const hasName = form.name.trim() !== "";
  const hasEmail = form.email.includes("@");
  const refusal = become.error === null ? undefined : problemText(t, become.error);
  return (
    <OutsideForm
      title={t("identity.first.title")}
      intro={t("identity.first.intro")}
      problem={isWeak || isAddressRefused ? undefined : refusal}
      submit={t("identity.first.create")}
      isPending={become.isPending}
      onSubmit={() => {
        setWasTried(true);
        if (!hasName || !hasEmail || passwordFaults(form.password, about).length > 0) return;
        const { name, email, password } = form;
        const who = { name: name.trim(), email: email.trim(), password };
        become.mutate({ token: token.value, ...who, locale: language });
      }}
    >
      <TextField
        label={t("identity.name")}
        name="name"
        autoComplete="name"
        isRequired
        maxLength={120}
        value={form.name}
        errorMessage={wasTried && !hasName ? t("ui.required") : undefined}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={t("identity.email")}
        type="email"
        name="email"
        autoComplete="username"
        isRequired
        value={form.email}
        errorMessage={
          isAddressRefused ? refusal : wasTried && !hasEmail ? t("identity.emailNeeded") : undefined
        }
        onChange={(email) => change({ email })}
      />
      <NewPasswordField
        label={t("identity.choosePassword")}
        value={form.password}
        about={about}
        wasTried={wasTried}
        errorMessage={isWeak ? t("identity.password.guessable") : undefined}
        onChange={(password) => {
          if (isWeak) become.reset();
          change({ password });
        }}
      />
      <PageLanguageSelect />
    </OutsideForm>
  );
}
