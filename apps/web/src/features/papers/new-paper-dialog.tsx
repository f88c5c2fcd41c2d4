import type { Classification, CreatePaper, Me, Paper } from "@istmo/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ApiProblem } from "../../api/problem.ts";
import { useCentres, useTemplates } from "../../api/queries.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { useWrite } from "../../api/use-write.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { problemText } from "../../lib/problem-text.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { classifications } from "./classifications.ts";
import styles from "./new-paper-dialog.module.css";

type Draft = {
  templateId: string | null;
  titles: { es: string; en: string };
  languages: { es: boolean; en: boolean };
  originalLanguage: "es" | "en";
  leadCentreId: string | null;
  centreIds: ReadonlySet<string>;
  classification: Classification | null;
};

/** What the server gets, or null while something that it needs is not chosen. */
function bodyOf(draft: Draft): CreatePaper | null {
  const { templateId, leadCentreId, classification } = draft;
  const languages = (["es", "en"] as const).filter((language) => draft.languages[language]);
  if (templateId === null || leadCentreId === null || languages.length === 0) return null;
  const title: { es?: string; en?: string } = {};
  for (const language of languages) {
    const text = draft.titles[language].trim();
    if (text !== "") title[language] = text;
  }
  const originalLanguage = draft.languages[draft.originalLanguage]
    ? draft.originalLanguage
    : languages[0]!;
  return {
    templateId,
    title,
    originalLanguage,
    languages,
    leadCentreId,
    centreIds: [...new Set([leadCentreId, ...draft.centreIds])],
    ...(classification === null ? {} : { classification }),
  };
}

export function NewPaperDialog({
  me,
  onClose,
  onCreated,
}: {
  me: Me;
  onClose: () => void;
  onCreated: (paper: Paper) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const { data: templates } = useTemplates();
  const { data: centres } = useCentres();
  const leads = (centres ?? []).filter((centre) => me.abilities.createPaperFor.includes(centre.id));
  const [draft, setDraft] = useState<Draft>({
    templateId: null,
    titles: { es: "", en: "" },
    languages: { es: true, en: true },
    originalLanguage: language,
    leadCentreId: me.abilities.createPaperFor.length === 1 ? me.abilities.createPaperFor[0]! : null,
    centreIds: new Set(),
    classification: null,
  });
  const [wasTried, setWasTried] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const template = templates?.find((one) => one.id === draft.templateId);
  const create = useWrite((body: CreatePaper, key) => api.post<Paper>("/papers", body, key), {
    onSuccess: (paper) => {
      queryClient.setQueryData(queryKeys.paper(paper.id), paper);
      void queryClient.invalidateQueries({ queryKey: ["papers"] });
      onCreated(paper);
    },
  });
  const body = bodyOf(draft);
  const hasTitle = body !== null && Object.keys(body.title).length > 0;
  const problem = create.error instanceof ApiProblem ? create.error : undefined;
  const needed = (isMissing: boolean) => (wasTried && isMissing ? t("ui.required") : undefined);
  const submit = () => {
    setWasTried(true);
    if (body !== null && hasTitle) create.mutate(body);
  };

  return (
    <Dialog
      title={t("papers.new.title")}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="primary" onPress={submit} isPending={create.isPending}>
            {t("papers.new.create")}
          </Button>
        </>
      }
    >
      <Select
        label={t("papers.new.template")}
        isRequired
        placeholder={t("papers.new.choose")}
        value={draft.templateId}
        onChange={(templateId) => {
          const chosen = templates?.find((one) => one.id === templateId);
          change({ templateId, classification: chosen?.defaultClassification ?? null });
        }}
        options={(templates ?? []).map((one) => ({
          id: one.id,
          label: one.name[language],
          description: one.purpose[language],
        }))}
        description={template?.purpose[language]}
        errorMessage={problem?.field("templateId") ?? needed(draft.templateId === null)}
      />
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{t("papers.new.languages")}</legend>
        <div className={styles.choices}>
          {(["es", "en"] as const).map((one) => (
            <Checkbox
              key={one}
              isSelected={draft.languages[one]}
              onChange={(isSelected) =>
                change({ languages: { ...draft.languages, [one]: isSelected } })
              }
            >
              {t(`language.${one}`)}
            </Checkbox>
          ))}
        </div>
        {needed(!draft.languages.es && !draft.languages.en) !== undefined && (
          <p className={styles.error}>{t("papers.new.oneLanguage")}</p>
        )}
      </fieldset>
      {(["es", "en"] as const).map(
        (one) =>
          draft.languages[one] && (
            <TextField
              key={one}
              label={t(`papers.new.titleIn.${one}`)}
              lang={one}
              maxLength={300}
              value={draft.titles[one]}
              onChange={(text) => change({ titles: { ...draft.titles, [one]: text } })}
              errorMessage={
                problem?.field(`title.${one}`) ??
                (one === draft.originalLanguage || !draft.languages[draft.originalLanguage]
                  ? needed(!hasTitle)
                  : undefined)
              }
            />
          ),
      )}
      {draft.languages.es && draft.languages.en && (
        <Select
          label={t("papers.new.original")}
          value={draft.originalLanguage}
          onChange={(one) => change({ originalLanguage: one === "en" ? "en" : "es" })}
          options={(["es", "en"] as const).map((one) => ({
            id: one,
            label: t(`language.${one}`),
          }))}
          description={t("papers.new.originalText")}
        />
      )}
      <Select
        label={t("papers.new.lead")}
        isRequired
        placeholder={t("papers.new.choose")}
        value={draft.leadCentreId}
        onChange={(leadCentreId) => change({ leadCentreId })}
        options={leads.map((centre) => ({ id: centre.id, label: centre.shortName[language] }))}
        errorMessage={problem?.field("leadCentreId") ?? needed(draft.leadCentreId === null)}
      />
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{t("papers.new.centres")}</legend>
        <div className={styles.choices} data-column="true">
          {(centres ?? []).map((centre) => {
            const isLead = centre.id === draft.leadCentreId;
            return (
              <Checkbox
                key={centre.id}
                isSelected={isLead || draft.centreIds.has(centre.id)}
                isDisabled={isLead}
                onChange={(isSelected) => {
                  const centreIds = new Set(draft.centreIds);
                  if (isSelected) centreIds.add(centre.id);
                  else centreIds.delete(centre.id);
                  change({ centreIds });
                }}
              >
                {centre.shortName[language]}
              </Checkbox>
            );
          })}
        </div>
        {problem?.field("centreIds") !== undefined && (
          <p className={styles.error}>{problem.field("centreIds")}</p>
        )}
      </fieldset>
      <Select
        label={t("papers.new.classification")}
        placeholder={t("papers.new.byTemplate")}
        value={draft.classification}
        onChange={(id) =>
          change({ classification: classifications.find((one) => one === id) ?? null })
        }
        options={classifications.map((one) => ({ id: one, label: t(`classification.${one}`) }))}
        description={t("papers.new.noOperationalData")}
        errorMessage={problem?.field("classification")}
      />
      {create.error !== null && (
        <p className={styles.error} role="alert">
          {problemText(t, create.error)}
        </p>
      )}
    </Dialog>
  );
}
