import type { ManagedOrganisation } from "@istmo/contracts";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { ComboBox } from "../../ui/combo-box.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { FieldPair, FormDialog } from "../../ui/form-dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { offeredKinds, offeredStatuses, useKindWords, useStatusWords } from "./kinds.ts";
import { useOrganisationWrite } from "./use-organisation-write.ts";

type Names = Record<"nameEs" | "nameEn" | "abbreviationEs" | "abbreviationEn", string>;
const noNames: Names = { nameEs: "", nameEn: "", abbreviationEs: "", abbreviationEn: "" };

const namesOf = ({ name, abbreviation }: ManagedOrganisation): Names => ({
  nameEs: name.es,
  nameEn: name.en,
  abbreviationEs: abbreviation.es,
  abbreviationEn: abbreviation.en,
});
const areGiven = (names: Names) => Object.values(names).every((text) => text.trim() !== "");
const bodyOf = (names: Names) => ({
  name: { es: names.nameEs.trim(), en: names.nameEn.trim() },
  abbreviation: { es: names.abbreviationEs.trim(), en: names.abbreviationEn.trim() },
});

/** Name and abbreviation in both languages. */
function NameFields({
  names,
  wasTried,
  onChange,
}: {
  names: Names;
  wasTried: boolean;
  onChange: (names: Names) => void;
}) {
  const { t } = useTranslation();
  const field = (key: keyof Names, label: string, isFirst = false) => (
    <TextField
      isRequired
      autoFocus={isFirst}
      label={label}
      maxLength={200}
      value={names[key]}
      onChange={(text) => onChange({ ...names, [key]: text })}
      errorMessage={wasTried && names[key].trim() === "" ? t("ui.required") : undefined}
    />
  );
  return (
    <>
      {field("nameEs", t("organisations.form.nameEs"), true)}
      {field("nameEn", t("organisations.form.nameEn"))}
      <FieldPair>
        {field("abbreviationEs", t("organisations.form.abbreviationEs"))}
        {field("abbreviationEn", t("organisations.form.abbreviationEn"))}
      </FieldPair>
    </>
  );
}

export function RenameDialog({
  organisation,
  onClose,
}: {
  organisation: ManagedOrganisation;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [names, setNames] = useState(() => namesOf(organisation));
  const [wasTried, setWasTried] = useState(false);
  const write = useOrganisationWrite(
    `/admin/organisations/${organisation.id}`,
    t("organisations.rename.done"),
    onClose,
  );
  return (
    <FormDialog
      title={t("organisations.rename.title")}
      text={t("organisations.rename.text")}
      submitLabel={t("ui.save")}
      isPending={write.isPending}
      problem={write.problem}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (areGiven(names)) write.send({ version: organisation.version, ...bodyOf(names) });
      }}
    >
      <NameFields names={names} wasTried={wasTried} onChange={setNames} />
    </FormDialog>
  );
}

/** Closes an organisation, or opens it again. */
export function ActivityDialog({
  organisation: { id, version, isActive, name },
  onClose,
}: {
  organisation: ManagedOrganisation;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const write = useOrganisationWrite(
    `/admin/organisations/${id}`,
    isActive ? t("organisations.deactivate.done") : t("organisations.reactivate.done"),
    onClose,
  );
  const named = { name: name[language] };
  return (
    <FormDialog
      title={
        isActive
          ? t("organisations.deactivate.title", named)
          : t("organisations.reactivate.title", named)
      }
      text={isActive ? t("organisations.deactivate.text") : t("organisations.reactivate.text")}
      submitLabel={
        isActive ? t("organisations.deactivate.action") : t("organisations.reactivate.action")
      }
      tone={isActive ? "danger" : "primary"}
      size="small"
      isPending={write.isPending}
      problem={write.problem}
      onClose={onClose}
      onSubmit={() => write.send({ version, isActive: !isActive })}
    />
  );
}

/** The languages in which papers may be sent to an organisation. */
const languageCodes = ["es", "en", "fr", "nl", "pt"] as const;

export function AddOrganisationDialog({
  onAdded,
  onClose,
}: {
  onAdded: (organisation: ManagedOrganisation) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const kindWords = useKindWords();
  const [names, setNames] = useState(noNames);
  const [kind, setKind] = useState<string>("ministry");
  const [country, setCountry] = useState("");
  const [spoken, setSpoken] = useState<string>(language);
  const [wasTried, setWasTried] = useState(false);
  const write = useOrganisationWrite("/admin/organisations", t("organisations.add.done"), onAdded);
  const code = country.trim().toUpperCase();
  const isCountryRight = code === "" ? kind !== "state" : /^[A-Z]{2}$/.test(code);
  const languageNames = new Intl.DisplayNames([language], { type: "language" });
  return (
    <FormDialog
      title={t("organisations.add.title")}
      text={t("organisations.add.text")}
      submitLabel={t("organisations.add.submit")}
      isPending={write.isPending}
      problem={write.problem}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (!areGiven(names) || !isCountryRight) return;
        write.send({
          ...bodyOf(names),
          kind,
          country: code === "" ? null : code,
          languages: [spoken],
        });
      }}
    >
      <NameFields names={names} wasTried={wasTried} onChange={setNames} />
      <FieldPair>
        <Select
          label={t("organisations.kind")}
          options={offeredKinds.map((one) => ({ id: one, label: kindWords(one) }))}
          value={kind}
          onChange={setKind}
        />
        <Select
          label={t("organisations.form.language")}
          options={languageCodes.map((one) => ({ id: one, label: languageNames.of(one) ?? one }))}
          value={spoken}
          onChange={setSpoken}
        />
      </FieldPair>
      <TextField
        label={t("organisations.form.country")}
        description={t("organisations.form.countryHelp")}
        isRequired={kind === "state"}
        maxLength={2}
        value={country}
        onChange={setCountry}
        errorMessage={
          wasTried && !isCountryRight ? t("organisations.form.countryWrong") : write.at("country")
        }
      />
    </FormDialog>
  );
}

/** Writes down that one organisation belongs to another, seen from either end. */
export function MembershipDialog({
  organisation,
  all,
  as,
  onClose,
}: {
  organisation: ManagedOrganisation;
  all: readonly ManagedOrganisation[];
  as: "body" | "member";
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const statusWords = useStatusWords();
  const [otherId, setOtherId] = useState<string | null>(null);
  const [status, setStatus] = useState<string>("member");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const [bodyId, memberId] =
    as === "body" ? [organisation.id, otherId] : [otherId, organisation.id];
  const write = useOrganisationWrite(
    `/admin/organisations/${bodyId ?? ""}/memberships`,
    t("organisations.addMembership.done"),
    onClose,
  );
  const options = all
    .filter(({ id, isActive }) => id !== organisation.id && isActive)
    .map(({ id, name, abbreviation }) => ({
      id,
      label: name[language],
      description: abbreviation[language],
    }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  const endsTooSoon = from !== "" && to !== "" && to <= from;
  const named = { name: organisation.name[language] };
  return (
    <FormDialog
      title={
        as === "body"
          ? t("organisations.addMembership.memberTitle", named)
          : t("organisations.addMembership.bodyTitle", named)
      }
      submitLabel={t("organisations.addMembership.submit")}
      isPending={write.isPending}
      problem={write.problem}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (otherId === null || endsTooSoon) return;
        write.send({
          memberId,
          status,
          from: from === "" ? null : from,
          to: to === "" ? null : to,
        });
      }}
    >
      <ComboBox
        autoFocus
        isRequired
        label={
          as === "body"
            ? t("organisations.addMembership.member")
            : t("organisations.addMembership.body")
        }
        options={options}
        value={otherId}
        onChange={(id) => {
          setOtherId(id);
          write.reset();
        }}
        errorMessage={wasTried && otherId === null ? t("ui.required") : undefined}
      />
      <Select
        label={t("organisations.status")}
        options={offeredStatuses.map((one) => ({ id: one, label: statusWords(one) }))}
        value={status}
        onChange={setStatus}
      />
      <FieldPair>
        <DateField
          label={t("organisations.from")}
          description={t("organisations.form.fromHelp")}
          value={from}
          onChange={setFrom}
        />
        <DateField
          label={t("organisations.to")}
          description={t("organisations.form.toHelp")}
          value={to}
          onChange={setTo}
          {...(wasTried && endsTooSoon ? { errorMessage: t("people.form.endsBeforeStart") } : {})}
        />
      </FieldPair>
    </FormDialog>
  );
}

export function EndMembershipDialog({
  membership: { id, memberId, bodyId },
  all,
  onClose,
}: {
  membership: ManagedOrganisation["members"][number];
  all: readonly ManagedOrganisation[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [to, setTo] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const write = useOrganisationWrite(
    `/admin/memberships/${id}/end`,
    t("organisations.endMembership.done"),
    onClose,
  );
  const nameOf = (organisationId: string) =>
    all.find((one) => one.id === organisationId)?.name[language] ?? organisationId;
  return (
    <FormDialog
      title={t("organisations.endMembership.title")}
      text={t("organisations.endMembership.text", {
        member: nameOf(memberId),
        body: nameOf(bodyId),
      })}
      submitLabel={t("organisations.endMembership.submit")}
      tone="danger"
      size="small"
      isPending={write.isPending}
      problem={write.problem}
      onClose={onClose}
      onSubmit={() => {
        setWasTried(true);
        if (to !== "") write.send({ to });
      }}
    >
      <DateField
        label={t("organisations.endMembership.lastDay")}
        isRequired
        value={to}
        onChange={setTo}
        {...(wasTried && to === "" ? { errorMessage: t("ui.required") } : {})}
      />
    </FormDialog>
  );
}
