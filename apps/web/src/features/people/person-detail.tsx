import type { ManagedPersonDetail, Tenure } from "@istmo/contracts";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay } from "../../lib/dates.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { PageHeader, Section } from "../../ui/page-header.tsx";
import { Row, Rows } from "../../ui/rows.tsx";
import { ClearanceBadge, PersonStateBadge, SampleMark } from "./person-badges.tsx";
import styles from "./person-detail.module.css";
import { PersonDialogs, type PersonStep } from "./person-dialogs.tsx";
import { PostLabel, useTenureDays } from "./post-label.tsx";

/** One person: posts, clearance, how they sign in, and what may be done about each. */
export function PersonDetail({ person }: { person: ManagedPersonDetail }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<PersonStep | null>(null);
  const { abilities } = person;
  return (
    <>
      <PersonHead person={person} onStep={setStep} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Section
            title={t("people.posts")}
            count={person.posts.length}
            aside={
              abilities.givePost && (
                <Button size="small" onPress={() => setStep({ kind: "give-post" })}>
                  {t("people.givePost.action")}
                </Button>
              )
            }
          >
            {person.posts.length === 0 ? (
              <p className={styles.empty}>{t("people.noPostsText")}</p>
            ) : (
              <Posts posts={person.posts} label={t("people.posts")} onStep={setStep} />
            )}
          </Section>
          {person.endedPosts.length > 0 && (
            <Section title={t("people.endedPosts")} count={person.endedPosts.length}>
              <Posts posts={person.endedPosts} label={t("people.endedPosts")} onStep={setStep} />
            </Section>
          )}
        </div>
        <div className={styles.column}>
          <Clearance person={person} onStep={setStep} />
          <SignInFacts person={person} onStep={setStep} />
          <Account person={person} onStep={setStep} />
        </div>
      </div>
      {step !== null && <PersonDialogs person={person} step={step} onClose={() => setStep(null)} />}
    </>
  );
}

interface PartProps {
  readonly person: ManagedPersonDetail;
  readonly onStep: (step: PersonStep) => void;
}

function PersonHead({ person, onStep }: PartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  return (
    <PageHeader
      title={
        <span className={styles.name}>
          <Avatar
            name={person.name}
            size="large"
            group={centreOf(person.posts[0]?.centreId ?? null)?.code ?? null}
          />
          {person.name}
        </span>
      }
      description={person.email}
      meta={
        <>
          <PersonStateBadge person={person} />
          {person.sample && <SampleMark />}
          <span className={styles.muted}>
            {t("people.since", {
              day: formatDay(person.createdAt, language),
              language: t(`language.${person.locale}`),
            })}
          </span>
        </>
      }
      actions={
        person.abilities.edit && (
          <Button onPress={() => onStep({ kind: "edit" })}>{t("people.edit.action")}</Button>
        )
      }
    />
  );
}

function Posts({
  posts,
  label,
  onStep,
}: {
  posts: readonly Tenure[];
  label: string;
  onStep: (step: PersonStep) => void;
}) {
  const { t } = useTranslation();
  const days = useTenureDays();
  return (
    <Rows label={label}>
      {posts.map((post) => (
        <Row
          key={post.id}
          title={<PostLabel post={post} />}
          meta={
            <>
              {post.state === "planned" && <Badge tone="accent">{t("people.planned")}</Badge>}
              <span>{days(post)}</span>
            </>
          }
          end={
            <>
              {post.abilities.handOver && (
                <Button size="small" onPress={() => onStep({ kind: "hand-over", post })}>
                  {t("people.handOver.action")}
                </Button>
              )}
              {post.abilities.end && (
                <Button size="small" onPress={() => onStep({ kind: "end-post", post })}>
                  {t("people.endPost.action")}
                </Button>
              )}
            </>
          }
        />
      ))}
    </Rows>
  );
}

function Part({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div className={styles.part}>
      {children}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

function Clearance({ person, onStep }: PartProps) {
  const { t } = useTranslation();
  return (
    <Section
      title={t("people.clearance")}
      aside={
        person.abilities.clear && (
          <Button size="small" onPress={() => onStep({ kind: "clear" })}>
            {t("people.clear.action")}
          </Button>
        )
      }
    >
      <Part>
        <p>
          <ClearanceBadge level={person.clearedTo} />
        </p>
        <p className={styles.muted}>{t("people.clear.note")}</p>
      </Part>
    </Section>
  );
}

function SignInFacts({ person, onStep }: PartProps) {
  const { t } = useTranslation();
  const { hasPassword, hasTotp, passkeys, sessions } = person.signIn;
  const yesNo = (is: boolean) => (is ? t("people.signIn.yes") : t("people.signIn.no"));
  const facts = [
    [t("people.signIn.password"), yesNo(hasPassword)],
    [t("people.signIn.totp"), yesNo(hasTotp)],
    [t("people.signIn.passkeys"), passkeys],
    [t("people.signIn.sessions"), sessions],
  ] as const;
  const { signOut, resetSignIn } = person.abilities;
  return (
    <Section title={t("people.signIn.title")}>
      <Part
        actions={
          (signOut || resetSignIn) && (
            <>
              {signOut && (
                <Button
                  size="small"
                  isDisabled={sessions === 0}
                  onPress={() => onStep({ kind: "sign-out" })}
                >
                  {t("people.signOut.action")}
                </Button>
              )}
              {resetSignIn && (
                <Button size="small" onPress={() => onStep({ kind: "reset-sign-in" })}>
                  {t("people.resetSignIn.action")}
                </Button>
              )}
            </>
          )
        }
      >
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Part>
    </Section>
  );
}

function Account({ person, onStep }: PartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { deactivate, reactivate } = person.abilities;
  if (!deactivate && !reactivate && person.deactivatedAt === null) return null;
  return (
    <Section title={t("people.account")}>
      <Part
        actions={
          (deactivate || reactivate) && (
            <>
              {deactivate && (
                <Button
                  size="small"
                  variant="danger"
                  onPress={() => onStep({ kind: "deactivate" })}
                >
                  {t("people.deactivate.action")}
                </Button>
              )}
              {reactivate && (
                <Button size="small" onPress={() => onStep({ kind: "reactivate" })}>
                  {t("people.reactivate.action")}
                </Button>
              )}
            </>
          )
        }
      >
        <p className={styles.muted}>
          {person.deactivatedAt === null
            ? t("people.deactivate.note")
            : t("people.deactivatedOn", { day: formatDay(person.deactivatedAt, language) })}
        </p>
      </Part>
    </Section>
  );
}
