import { useTranslation } from "react-i18next";

import { Select } from "../../../ui/select.tsx";
import { TextArea, TextField } from "../../../ui/text-field.tsx";

import {
  fieldsOf,
  isSourceKind,
  kindsInOrder,
  type SourceDraft,
  type SourceField,
} from "./source-draft.ts";
import styles from "./sources.module.css";

interface SourceFormProps {
  readonly draft: SourceDraft;
  readonly onChange: (draft: SourceDraft) => void;
  /** What is wrong, by field. */
  readonly problems?: Partial<Record<SourceField, string>>;
}

const wide: ReadonlySet<SourceField> = new Set([
  "author",
  "editor",
  "authority",
  "title",
  "container-title",
  "URL",
]);

/** The fields of a source, as many as its kind needs. */
export function SourceForm({ draft, onChange, problems = {} }: SourceFormProps) {
  const { t } = useTranslation();
  const set = (field: SourceField, value: string) =>
    onChange({ ...draft, fields: { ...draft.fields, [field]: value } });
  const types = isSourceKind(draft.type) ? kindsInOrder : [draft.type, ...kindsInOrder];
  return (
    <div className={styles.fields}>
      <div className={styles.wide}>
        <Select
          label={t("sources.kind")}
          options={types.map((id) => ({
            id,
            label: isSourceKind(id) ? t(`sources.kinds.${id}`) : id,
          }))}
          value={draft.type}
          onChange={(type) => onChange({ ...draft, type: type as SourceDraft["type"] })}
        />
      </div>
      {fieldsOf(draft.type).map((field) => {
        const common = {
          label: t(`sources.field.${field}`),
          value: draft.fields[field] ?? "",
          onChange: (value: string) => set(field, value),
          errorMessage: problems[field],
          isRequired: field === "title",
        };
        const isPeople = field === "author" || field === "editor";
        return (
          <div key={field} className={wide.has(field) ? styles.wide : undefined}>
            {isPeople ? (
              <TextArea {...common} rows={2} description={t("sources.namesHint")} />
            ) : (
              <TextField
                {...common}
                description={
                  field === "date" || field === "accessed" ? t("sources.dateHint") : undefined
                }
                type={field === "URL" ? "url" : "text"}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** What the page itself can tell about a draft before it is sent. */
export function problemsIn(
  { fields, type }: SourceDraft,
  say: (key: "sources.titleMissing" | "sources.addressWrong") => string,
): Partial<Record<SourceField, string>> {
  const address = (fields.URL ?? "").trim();
  const hasAddress = fieldsOf(type).includes("URL") && address !== "";
  return {
    ...((fields.title ?? "").trim() === "" ? { title: say("sources.titleMissing") } : {}),
    ...(hasAddress && !/^https?:\/\/\S+$/i.test(address)
      ? { URL: say("sources.addressWrong") }
      : {}),
  };
}
