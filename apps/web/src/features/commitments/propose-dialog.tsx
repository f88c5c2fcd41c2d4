import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "@tanstack/react-query";
import { organisationsQuery } from "../../api/administration.ts";
import { useConsultations, useProposeCommitment } from "../../api/commitments.ts";
import { useCentres, useMe } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { wordsIn } from "../../lib/texts.ts";
import { ComboBox } from "../../ui/combo-box.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useToast } from "../../ui/toaster.tsx";

/** The bodies for which the person may put something forward: the office for all. */
export function useOwnBodies() {
  const language = useLanguage();
  const { data: me } = useMe();
  const { data: centres = [] } = useCentres();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const isOffice = me?.abilities.reviewSubmissions === true;
  const speaksFor = (role: string) =>
    role === "centre_lead" || role === "focal_point" || role === "policy_counterpart";
  const own = new Set(
    me?.posts
      .filter(({ role }) => speaksFor(role))
      .flatMap(({ centreId, organisationId }) => [centreId, organisationId]),
  );
  return [
    ...centres.map(({ id, shortName }) => ({
      ...{ id: `centre:${id}`, bodyId: id, label: wordsIn(shortName, language) },
    })),
    ...organisations.map(({ id, name }) => ({
      ...{ id: `organisation:${id}`, bodyId: id, label: wordsIn(name, language) },
    })),
  ].filter(({ bodyId }) => isOffice || own.has(bodyId));
}

/** Puts a promise forward, for its body to agree to. */
export function ProposeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const toast = useToast();
  const propose = useProposeCommitment();
  const bodies = useOwnBodies();
  const { data: consultations = [] } = useConsultations();
  const [chosen, setBody] = useState<string | null>(null);
  const body = chosen ?? (bodies.length === 1 ? (bodies[0]?.id ?? null) : null);
  const [title, setTitle] = useState("");
  const [evidence, setEvidence] = useState("");
  const [dueOn, setDueOn] = useState("");
  const [consultationId, setConsultationId] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const submit = () => {
    setWasTried(true);
    if (body === null || title.trim() === "") return;
    const [kind = "", id = ""] = body.split(":");
    propose.mutate(
      {
        title: { [language]: title.trim() },
        body: { kind: kind === "centre" ? "centre" : "organisation", id },
        ...(evidence.trim() === "" ? {} : { evidenceWanted: { [language]: evidence.trim() } }),
        ...(dueOn === "" ? {} : { dueOn }),
        ...(consultationId === "" ? {} : { origin: { consultationId } }),
      },
      {
        onSuccess: () => {
          toast.show({ tone: "ok", text: t("commitments.proposed") });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t("commitments.new")}
      text={t("commitments.proposeText")}
      submitLabel={t("commitments.propose")}
      isPending={propose.isPending}
      problem={propose.error === null ? null : problemText(t, propose.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <ComboBox
        key={bodies.length}
        label={t("commitments.body")}
        isRequired
        options={bodies}
        value={body}
        onChange={setBody}
        {...(wasTried && body === null ? { errorMessage: t("commitments.bodyNeeded") } : {})}
      />
      <TextField
        label={t("commitments.promise")}
        isRequired
        value={title}
        onChange={setTitle}
        {...(wasTried && title.trim() === "" ? { errorMessage: t("commitments.titleNeeded") } : {})}
      />
      <TextField label={t("commitments.evidenceWanted")} value={evidence} onChange={setEvidence} />
      <DateField label={t("commitments.due")} value={dueOn} onChange={setDueOn} />
      <Select
        label={t("commitments.origin")}
        value={consultationId}
        onChange={setConsultationId}
        options={[
          { id: "", label: t("commitments.noOrigin") },
          ...consultations.map(({ id, title: name }) => ({ id, label: wordsIn(name, language) })),
        ]}
      />
    </FormDialog>
  );
}
