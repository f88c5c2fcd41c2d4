import type { ManagedOrganisation } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { PageHeader, Section } from "../../ui/page-header.tsx";
import { useKindWords, useStatusWords } from "./kinds.ts";
import styles from "./organisation-detail.module.css";
import {
  ActivityDialog,
  EndMembershipDialog,
  MembershipDialog,
  RenameDialog,
} from "./organisation-dialogs.tsx";

type Membership = ManagedOrganisation["members"][number];
type Step =
  | { readonly kind: "rename" | "activity" | "add-member" | "add-membership" }
  | { readonly kind: "end"; readonly membership: Membership };

/** One organisation: what it is called, who belongs to it and where it belongs. */
export function OrganisationDetail({
  organisation,
  all,
  mayChange,
}: {
  organisation: ManagedOrganisation;
  all: readonly ManagedOrganisation[];
  mayChange: boolean;
}) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step | null>(null);
  const list = {
    all,
    mayChange,
    onEnd: (membership: Membership) => setStep({ kind: "end", membership }),
  };
  const add = (kind: "add-member" | "add-membership") =>
    mayChange && (
      <Button size="small" onPress={() => setStep({ kind })}>
        {t("organisations.addMembership.action")}
      </Button>
    );
  return (
    <>
      <Head organisation={organisation} mayChange={mayChange} onStep={setStep} />
      <div className={styles.columns}>
        <Section
          title={t("organisations.members")}
          count={organisation.members.length}
          aside={add("add-member")}
        >
          <Memberships
            {...list}
            label={t("organisations.members")}
            memberships={organisation.members}
            other={({ memberId }) => memberId}
            none={t("organisations.noMembers")}
          />
        </Section>
        <Section
          title={t("organisations.memberOf")}
          count={organisation.memberOf.length}
          aside={add("add-membership")}
        >
          <Memberships
            {...list}
            label={t("organisations.memberOf")}
            memberships={organisation.memberOf}
            other={({ bodyId }) => bodyId}
            none={t("organisations.noMemberOf")}
          />
        </Section>
      </div>
      {step !== null && (
        <Dialogs organisation={organisation} all={all} step={step} onClose={() => setStep(null)} />
      )}
    </>
  );
}

function Head({
  organisation,
  mayChange,
  onStep,
}: {
  organisation: ManagedOrganisation;
  mayChange: boolean;
  onStep: (step: Step) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const kindWords = useKindWords();
  const { id, name, abbreviation, kind, country, languages, people, isActive } = organisation;
  const other = language === "es" ? "en" : "es";
  const countryName =
    country === null ? null : new Intl.DisplayNames([language], { type: "region" }).of(country);
  const languageNames = new Intl.DisplayNames([language], { type: "language" });
  return (
    <PageHeader
      title={name[language]}
      description={
        name[other] === name[language] ? undefined : <span lang={other}>{name[other]}</span>
      }
      meta={
        <>
          <Badge>{abbreviation[language]}</Badge>
          <Badge tone="outline">{kindWords(kind)}</Badge>
          {!isActive && <Badge>{t("organisations.inactive")}</Badge>}
          <span className={styles.muted}>
            {[
              kind === "state" ? null : countryName,
              languages.map((code) => languageNames.of(code) ?? code).join(", "),
            ]
              .filter((part) => part !== null && part !== undefined && part !== "")
              .join(" · ")}
          </span>
          {people > 0 && (
            <Link to="/people" search={{ organisation: id }} className={styles.people}>
              {t("organisations.peopleCount", { count: people })}
            </Link>
          )}
        </>
      }
      actions={
        mayChange && (
          <>
            <Button onPress={() => onStep({ kind: "rename" })}>
              {t("organisations.rename.action")}
            </Button>
            <Button
              variant={isActive ? "danger" : "secondary"}
              onPress={() => onStep({ kind: "activity" })}
            >
              {isActive
                ? t("organisations.deactivate.action")
                : t("organisations.reactivate.action")}
            </Button>
          </>
        )
      }
    />
  );
}

function Memberships({
  memberships,
  other,
  all,
  label,
  none,
  mayChange,
  onEnd,
}: {
  memberships: readonly Membership[];
  /** The organisation at the other end. */
  other: (membership: Membership) => string;
  all: readonly ManagedOrganisation[];
  label: string;
  none: string;
  mayChange: boolean;
  onEnd: (membership: Membership) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const statusWords = useStatusWords();
  const days = useMembershipDays();
  if (memberships.length === 0) return <p className={styles.none}>{none}</p>;
  const nameOf = (id: string) => all.find((one) => one.id === id)?.name[language] ?? id;
  const sorted = [...memberships].sort((a, b) =>
    nameOf(other(a)).localeCompare(nameOf(other(b)), language),
  );
  return (
    <ul className={styles.memberships} aria-label={label}>
      {sorted.map((membership) => (
        <li key={membership.id} className={styles.membership}>
          <span className={styles.other}>
            <Link
              to="/organisations/$organisationId"
              params={{ organisationId: other(membership) }}
            >
              {nameOf(other(membership))}
            </Link>
            <span className={styles.muted}>
              {[statusWords(membership.status), days(membership)].filter(Boolean).join(" · ")}
            </span>
          </span>
          {mayChange && membership.to === null && (
            <Button
              size="small"
              variant="quiet"
              aria-label={t("organisations.endMembership.of", {
                name: nameOf(other(membership)),
              })}
              onPress={() => onEnd(membership)}
            >
              {t("organisations.endMembership.action")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** From when until when, as far as it is known. */
function useMembershipDays(): (membership: Membership) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  // Older memberships are known by their year alone.
  const inWords = (day: string) => (day.length === 10 ? formatDay(day, language) : day);
  return ({ from, to }) => {
    if (from !== null && to !== null) {
      return t("organisations.days.fromTo", { from: inWords(from), to: inWords(to) });
    }
    if (from !== null) return t("organisations.days.from", { from: inWords(from) });
    return to === null ? "" : t("organisations.days.to", { to: inWords(to) });
  };
}

function Dialogs({
  organisation,
  all,
  step,
  onClose,
}: {
  organisation: ManagedOrganisation;
  all: readonly ManagedOrganisation[];
  step: Step;
  onClose: () => void;
}) {
  switch (step.kind) {
    case "rename":
      return <RenameDialog organisation={organisation} onClose={onClose} />;
    case "activity":
      return <ActivityDialog organisation={organisation} onClose={onClose} />;
    case "end":
      return <EndMembershipDialog membership={step.membership} all={all} onClose={onClose} />;
    default:
      return (
        <MembershipDialog
          organisation={organisation}
          all={all}
          as={step.kind === "add-member" ? "body" : "member"}
          onClose={onClose}
        />
      );
  }
}
