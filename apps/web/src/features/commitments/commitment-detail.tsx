import type { Commitment, CommitmentDetail as Detail } from "@istmo/contracts";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCarryCommitment, useCommitment } from "../../api/commitments.ts";
import { documentAddress } from "../../api/documents.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatDay, formatMoment } from "../../lib/dates.ts";
import { problemText } from "../../lib/problem-text.ts";
import { textIn, wordsIn } from "../../lib/texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import styles from "./detail.module.css";
import { CommitmentState, DueWords, type StepName } from "./ledger.tsx";

/** Everything about one commitment, in a panel at the side. */
export function CommitmentDetail({
  id,
  onClose,
  onStep,
  renderAction,
}: {
  id: string;
  onClose: () => void;
  onStep: (item: Commitment, step: StepName) => void;
  /** The way to an action item that carries it. */
  renderAction: (action: Detail["carriedBy"][number]) => ReactNode;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useCommitment(id);
  return (
    <Dialog isOpen size="side" title={t("commitments.detail")} onClose={onClose}>
      {data !== undefined ? (
        <Facts item={data} onStep={onStep} renderAction={renderAction} />
      ) : error === null ? (
        <Loading lines={6} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Dialog>
  );
}

/** The steps by which a commitment is kept; the others put it off, or end it otherwise. */
const goesOn: ReadonlySet<StepName> = new Set(["agree", "start", "submit_evidence", "verify"]);

function Facts({
  item,
  onStep,
  renderAction,
}: {
  item: Detail;
  onStep: (item: Commitment, step: StepName) => void;
  renderAction: (action: Detail["carriedBy"][number]) => ReactNode;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isCreating, setIsCreating] = useState(false);
  const { text, lang } = textIn(item.title, language);
  const other = item.title[language === "es" ? "en" : "es"];
  const carries = item.abilities.carry && item.body.kind === "centre";
  return (
    <>
      <div className={styles.top}>
        <div className={styles.marks}>
          <CommitmentState state={item.state} />
          {item.classification !== "unclassified" && (
            <Badge tone="warn">{t(`classification.${item.classification}`)}</Badge>
          )}
          {item.sample && <Badge tone="outline">{t("commitments.sample")}</Badge>}
        </div>
        <h3 className={styles.title} lang={lang}>
          {text}
        </h3>
        {other !== undefined && other !== text && (
          <p className={styles.other} lang={language === "es" ? "en" : "es"}>
            {other}
          </p>
        )}
      </div>
      <section className={styles.steps} aria-label={t("commitments.steps")}>
        {item.abilities.steps.length === 0 ? (
          <p className={styles.quiet}>{t("commitments.noSteps")}</p>
        ) : (
          item.abilities.steps.map((step, index) => (
            <Button
              key={step}
              variant={index === 0 && goesOn.has(step) ? "primary" : "secondary"}
              onPress={() => onStep(item, step)}
            >
              {t(`commitments.step.${step}`)}
            </Button>
          ))
        )}
      </section>
      <dl className={styles.facts}>
        <dt>{t("commitments.body")}</dt>
        <dd>{wordsIn(item.body.label, language)}</dd>
        <dt>{t("commitments.due")}</dt>
        <dd>
          <DueWords item={item} />
        </dd>
        <dt>{t("commitments.evidenceWanted")}</dt>
        <dd>
          {item.evidenceWanted === null
            ? t("commitments.noEvidenceWanted")
            : wordsIn(item.evidenceWanted, language)}
        </dd>
      </dl>
      <Part title={t("commitments.evidence")}>
        {item.evidence.length === 0 && (
          <p className={styles.quiet}>{t("commitments.noEvidence")}</p>
        )}
        {item.evidence.map((given) => (
          <div key={given.id} className={styles.entry}>
            {given.text !== "" && <p className={styles.words}>{given.text}</p>}
            {given.link !== null && (
              <a href={given.link} target="_blank" rel="noreferrer noopener">
                {given.link}
              </a>
            )}
            <span className={styles.quiet}>
              {given.givenBy?.name ?? t("commitments.unknownPerson")} ·{" "}
              {formatMoment(given.givenAt, language)} ·{" "}
              {t(`classification.${given.classification}`)}
            </span>
          </div>
        ))}
        {item.documents.map((document) => (
          <a key={document.id} href={documentAddress(document.id)} download={document.name}>
            {document.name}
          </a>
        ))}
      </Part>
      <Part title={t("commitments.carriedBy")}>
        {item.carriedBy.length === 0 && (
          <p className={styles.quiet}>{t("commitments.notCarried")}</p>
        )}
        {item.carriedBy.map((action) => (
          <div key={action.id} className={styles.entry}>
            {renderAction(action)}
          </div>
        ))}
        {carries && (
          <Button size="small" onPress={() => setIsCreating(true)}>
            {t("commitments.newAction")}
          </Button>
        )}
      </Part>
      <Part title={t("commitments.history")}>
        <ol className={styles.history}>
          {item.history.map((taken) => (
            <li key={`${taken.step}-${taken.at}`} className={styles.entry}>
              <span>
                <strong>{taken.by?.name ?? t("commitments.unknownPerson")}</strong>{" "}
                {t(`commitments.did.${taken.step}`)}
                {taken.step === "change_date" &&
                  taken.dueBefore !== null &&
                  taken.dueAfter !== null &&
                  ` ${t("commitments.dueChanged", {
                    before: formatDay(taken.dueBefore, language),
                    after: formatDay(taken.dueAfter, language),
                  })}`}
              </span>
              {taken.reason !== null && <q className={styles.words}>{taken.reason}</q>}
              <span className={styles.quiet}>{formatMoment(taken.at, language)}</span>
            </li>
          ))}
        </ol>
      </Part>
      {isCreating && <NewAction item={item} onClose={() => setIsCreating(false)} />}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h4 className={styles.partTitle}>{title}</h4>
      {children}
    </section>
  );
}

/** An action item of the body's centre that carries the commitment. */
function NewAction({ item, onClose }: { item: Detail; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const carry = useCarryCommitment(item.id);
  const [title, setTitle] = useState("");
  const [wasTried, setWasTried] = useState(false);
  const submit = () => {
    setWasTried(true);
    if (title.trim() === "") return;
    const create = { title: title.trim(), language, centreId: item.body.id };
    carry.mutate({ version: item.version, create }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t("commitments.newAction")}
      text={t("commitments.newActionText")}
      submitLabel={t("commitments.create")}
      isPending={carry.isPending}
      problem={carry.error === null ? null : problemText(t, carry.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={t("commitments.newActionTitle")}
        isRequired
        value={title}
        onChange={setTitle}
        {...(wasTried && title.trim() === "" ? { errorMessage: t("commitments.titleNeeded") } : {})}
      />
    </FormDialog>
  );
}
