import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, isProblem } from "../../api/problem.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { TextArea, TextField } from "../../ui/text-field.tsx";
import { OutsideForm, OutsideMessage } from "./outside-form.tsx";
import { askForAccount } from "./sign-in.ts";

/** Somebody without an account asks for one; the office decides. */
export function AskForAccountForm() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [form, setForm] = useState({ name: "", email: "", organisation: "", reason: "" });
  const [wasTried, setWasTried] = useState(false);
  const change = (part: Partial<typeof form>) => setForm((old) => ({ ...old, ...part }));
  const ask = useMutation({ mutationFn: askForAccount });
  const toSignIn = (
    <Link to="/sign-in" search={{}}>
      {t("identity.toSignIn")}
    </Link>
  );
  if (ask.isSuccess) {
    return (
      <OutsideMessage
        title={t("identity.ask.receivedTitle")}
        text={t("identity.ask.receivedText", { email: form.email.trim() })}
      >
        {toSignIn}
      </OutsideMessage>
    );
  }
  const trimmed = {
    name: form.name.trim(),
    email: form.email.trim(),
    organisation: form.organisation.trim(),
    reason: form.reason.trim(),
  };
  const hasEmail = trimmed.email.includes("@");
  const isComplete = hasEmail && Object.values(trimmed).every((text) => text !== "");
  const missing = (text: string) => (wasTried && text === "" ? t("ui.required") : undefined);
  const isAddressRefused =
    isProblem(ask.error, "email_not_plain") ||
    (ask.error instanceof ApiProblem && ask.error.field("email") !== undefined);
  return (
    <OutsideForm
      title={t("identity.ask.title")}
      intro={t("identity.ask.intro")}
      problem={ask.error === null || isAddressRefused ? undefined : problemText(t, ask.error)}
      submit={t("identity.ask.send")}
      isPending={ask.isPending}
      onSubmit={() => {
        setWasTried(true);
        if (isComplete) ask.mutate({ ...trimmed, locale: language });
      }}
      foot={toSignIn}
    >
      <TextField
        label={t("identity.name")}
        name="name"
        autoComplete="name"
        isRequired
        maxLength={120}
        value={form.name}
        errorMessage={missing(trimmed.name)}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={t("identity.ask.email")}
        type="email"
        name="email"
        autoComplete="email"
        isRequired
        maxLength={254}
        value={form.email}
        errorMessage={
          isAddressRefused
            ? problemText(t, ask.error)
            : wasTried && !hasEmail
              ? t("identity.emailNeeded")
              : undefined
        }
        onChange={(email) => {
          if (isAddressRefused) ask.reset();
          change({ email });
        }}
      />
      <TextField
        label={t("identity.ask.organisation")}
        name="organization"
        autoComplete="organization"
        isRequired
        maxLength={200}
        value={form.organisation}
        errorMessage={missing(trimmed.organisation)}
        onChange={(organisation) => change({ organisation })}
      />
      <TextArea
        label={t("identity.ask.reason")}
        description={t("identity.ask.reasonText")}
        name="reason"
        isRequired
        maxLength={2000}
        value={form.reason}
        errorMessage={missing(trimmed.reason)}
        onChange={(reason) => change({ reason })}
      />
    </OutsideForm>
  );
}
