import type { OpenRound } from "@istmo/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "@tanstack/react-query";
import { organisationsQuery } from "../../api/administration.ts";
import { usePeople } from "../../api/queries.ts";
import { useOpenRound, useRounds } from "../../api/rounds.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Choices } from "../../ui/choices.tsx";
import { ComboBox } from "../../ui/combo-box.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Loading } from "../../ui/states.tsx";
import { TextArea, TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { isWholeLimit, LimitFields, type LimitHour } from "./limit-fields.tsx";
import { roundTextLength } from "./limits.ts";
import styles from "./open-round-dialog.module.css";
import { localHourOf } from "./round-limit.ts";

const officeZone = "America/Panama";
/** Days that organisations have unless the office says otherwise. */
const usualDays = 14;

/** Lower case and without accents, to be found by. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Freezes the text and asks: whom, by when, about what. */
export function OpenRoundDialog({ paperId, onClose }: { paperId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const toast = useToast();
  const { data: organisations } = useQuery(organisationsQuery);
  const { data: people } = usePeople();
  const { data: rounds } = useRounds({ paper: paperId });
  const open = useOpenRound(paperId);
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const [limit, setLimit] = useState<LimitHour>(() => ({
    day: localHourOf(new Date(Date.now() + usualDays * 86_400_000).toISOString(), officeZone).day,
    hour: "18:00",
    timeZone: officeZone,
  }));
  const [scope, setScope] = useState<OpenRound["scope"]>("whole");
  const [questions, setQuestions] = useState("");
  const [wasTried, setWasTried] = useState(false);

  // Who was asked the last time is asked again, unless somebody says otherwise.
  const before = (rounds ?? []).find(({ state }) => state === "closed" || state === "answered");
  const lastAsked = (before?.participants ?? [])
    .filter(({ state, subject }) => state !== "removed" && subject.startsWith("organisation:"))
    .map(({ subject }) => subject);
  const asked = chosen ?? lastAsked;
  const subjects = [...asked, ...(person === null ? [] : [`person:${person}`])];
  const found = (organisations ?? [])
    .map(({ id, name, abbreviation }) => ({
      subject: `organisation:${id}`,
      short: abbreviation[language],
      full: name[language],
    }))
    .filter(
      ({ short, full, subject }) =>
        asked.includes(subject) || plain(`${short} ${full}`).includes(plain(search)),
    )
    .sort((a, b) => a.short.localeCompare(b.short, language));

  const submit = () => {
    setWasTried(true);
    if (subjects.length === 0 || !isWholeLimit(limit) || questions.trim() === "") return;
    open.mutate(
      { limit, scope, questions, subjects },
      {
        onSuccess: (round) => {
          toast.show({ tone: "ok", text: t("rounds.open.done") });
          void navigate({ to: "/rounds/$roundId", params: { roundId: round.id }, search: {} });
        },
      },
    );
  };
  const toggle = (subject: string, isOn: boolean) =>
    setChosen(isOn ? [...asked, subject] : asked.filter((one) => one !== subject));

  return (
    <FormDialog
      title={t("rounds.open.title")}
      text={t("rounds.open.text")}
      submitLabel={t("rounds.open.confirm")}
      isPending={open.isPending}
      problem={open.error === null ? null : problemText(t, open.error)}
      onClose={onClose}
      onSubmit={submit}
    >
      <fieldset className={styles.who}>
        <legend className={styles.legend}>
          {t("rounds.open.organisations")}
          <span className={styles.count}>{t("rounds.open.chosen", { count: asked.length })}</span>
        </legend>
        <TextField
          label={t("rounds.open.find")}
          hideLabel
          placeholder={t("rounds.open.find")}
          value={search}
          onChange={setSearch}
        />
        {organisations === undefined ? (
          <Loading lines={4} />
        ) : (
          <div className={styles.list}>
            {found.map(({ subject, short, full }) => (
              <Checkbox
                key={subject}
                isSelected={asked.includes(subject)}
                onChange={(isOn) => toggle(subject, isOn)}
              >
                <b>{short}</b> {full !== short && <span className={styles.full}>{full}</span>}
              </Checkbox>
            ))}
          </div>
        )}
        {wasTried && subjects.length === 0 && (
          <p className={styles.error} role="alert">
            {t("rounds.open.nobody")}
          </p>
        )}
      </fieldset>
      <ComboBox
        key={people === undefined ? "coming" : "here"}
        label={t("rounds.open.person")}
        placeholder={t("rounds.open.personFind")}
        options={(people ?? []).map(({ id, name }) => ({ id, label: name }))}
        value={person}
        onChange={setPerson}
        isDisabled={people === undefined}
      />
      <LimitFields
        value={limit}
        onChange={setLimit}
        min={localHourOf(new Date().toISOString(), limit.timeZone).day}
        errorMessage={wasTried && !isWholeLimit(limit) ? t("rounds.open.dayNeeded") : undefined}
      />
      {before !== undefined && (
        <Choices
          label={t("rounds.open.scope")}
          value={scope}
          onChange={(id) => setScope(id === "changed" ? "changed" : "whole")}
          choices={(["whole", "changed"] as const).map((id) => ({
            id,
            label: t(`rounds.open.${id}`),
          }))}
        />
      )}
      <TextArea
        label={t("rounds.open.questions")}
        isRequired
        rows={3}
        maxLength={roundTextLength}
        value={questions}
        onChange={setQuestions}
        errorMessage={
          wasTried && questions.trim() === "" ? t("rounds.open.questionsNeeded") : undefined
        }
      />
    </FormDialog>
  );
}
