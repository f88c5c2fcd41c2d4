/** Answering from a mail: what is asked, what changed, the text, an answer, and the code from the mail. */
import type { LinkedClearance } from "@istmo/contracts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { answerLink, openLink, sendLinkCode } from "../../api/clearance.ts";
import { isProblem } from "../../api/problem.ts";
import { AnswerForm, type GivenAnswer } from "../../features/clearance/answer-form.tsx";
import { ChangedSections } from "../../features/clearance/request-card.tsx";
import { limitWords } from "../../features/rounds/round-limit.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { useLinkToken, type LinkToken } from "../../lib/link-token.ts";
import { problemText } from "../../lib/problem-text.ts";
import { textIn } from "../../lib/texts.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader, Section } from "../../ui/page-header.tsx";
import { EmptyState, Loading } from "../../ui/states.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { OutsidePage } from "../outside-page.tsx";
import styles from "./clearance-page.module.css";
import { FrozenPaper, TextLanguages } from "./frozen-paper.tsx";

export function ClearPage(): ReactNode {
  const { t } = useTranslation();
  const token = useLinkToken("/clear");
  usePageTitle(t("clearance.link.title"));
  return (
    <OutsidePage width="wide">
      {token === null ? (
        <EmptyState title={t("clearance.link.none")} />
      ) : (
        <OneLink key={token.serial} token={token} />
      )}
    </OutsidePage>
  );
}

function OneLink({ token }: { token: LinkToken }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [wanted, setWanted] = useState<"es" | "en" | undefined>(undefined);
  const queryKey = ["clearance-link", token.serial, wanted ?? ""];
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => openLink(token.value, wanted),
    retry: false,
    staleTime: Infinity,
  });
  if (data === undefined) {
    if (error === null) return <Loading lines={8} />;
    return isProblem(error, "not_signed_in") ? (
      <EmptyState title={t("clearance.link.signIn")}>
        <Link to="/sign-in" search={{}}>
          {t("clearance.link.signInAction")}
        </Link>
      </EmptyState>
    ) : (
      <EmptyState title={problemText(t, error)} />
    );
  }
  return (
    <Asked
      token={token.value}
      asked={data}
      onLanguage={setWanted}
      onAnswered={(answered) => cache.setQueryData(queryKey, answered)}
    />
  );
}

function Asked({
  token,
  asked,
  onLanguage,
  onAnswered,
}: {
  token: string;
  asked: LinkedClearance;
  onLanguage: (language: "es" | "en") => void;
  onAnswered: (asked: LinkedClearance) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [isBefore, setBefore] = useState(false);
  const { text: title, lang } = textIn(asked.title, language);
  const { before, text, state } = asked;
  const isDone = state !== "requested";
  return (
    <div className={styles.stack}>
      <PageHeader
        eyebrow={t("clearance.link.for", { name: asked.person })}
        title={<span lang={lang}>{title}</span>}
        description={t("clearance.link.asks", { organisation: asked.organisation[language] })}
        meta={
          <>
            <span>{t(`clearance.level.${asked.level}`)}</span>
            <time dateTime={asked.limit.at}>
              {t("clearance.limitIs", { moment: limitWords(t, asked.limit, language) })}
            </time>
            <span>{t(asked.silence ? "clearance.silence.counts" : "clearance.silence.not")}</span>
          </>
        }
      />
      {asked.changedSections.length > 0 && <ChangedSections sections={asked.changedSections} />}
      {isDone ? (
        <div role="status">
          <Notice>
            {t("clearance.link.done")}{" "}
            {t("clearance.link.is", { answer: t(`clearance.state.${state}`) })}
          </Notice>
        </div>
      ) : asked.isOpen ? (
        <Section title={t("clearance.link.title")}>
          <AnswerWithCode token={token} asked={asked} onAnswered={onAnswered} />
        </Section>
      ) : (
        <Notice tone="warn">{t("clearance.link.closed")}</Notice>
      )}
      <Section
        title={t("clearance.text")}
        aside={
          <div className={styles.tools}>
            <TextLanguages
              languages={asked.languages}
              value={text.language}
              onChange={onLanguage}
            />
            {before !== null && (
              <Button size="small" onPress={() => setBefore(!isBefore)}>
                {t(isBefore ? "clearance.text.asked" : "clearance.text.before")}
              </Button>
            )}
          </div>
        }
      >
        <FrozenPaper paperId="" text={isBefore && before !== null ? before : text} />
      </Section>
    </div>
  );
}

/** First the answer, then the code that is mailed for it. */
function AnswerWithCode({
  token,
  asked,
  onAnswered,
}: {
  token: string;
  asked: LinkedClearance;
  onAnswered: (asked: LinkedClearance) => void;
}) {
  const { t } = useTranslation();
  const [given, setGiven] = useState<GivenAnswer | null>(null);
  const [code, setCode] = useState("");
  const sendCode = useMutation({ mutationFn: () => sendLinkCode(token) });
  const answer = useMutation({
    mutationFn: (said: GivenAnswer) => answerLink({ ...said, token, code: code.trim() }),
    onSuccess: onAnswered,
  });
  const isWhole = /^\d{6}$/.test(code.trim());
  if (given === null || sendCode.data === undefined)
    return (
      <AnswerForm
        sha256={asked.sha256}
        isPending={sendCode.isPending}
        problem={sendCode.error === null ? null : problemText(t, sendCode.error)}
        submitLabel={t("clearance.answer.send")}
        onSend={(said) => {
          setGiven(said);
          sendCode.mutate();
        }}
      />
    );
  return (
    <form
      className={styles.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !answer.isPending) answer.mutate(given);
      }}
    >
      <p>
        <b>{t(`clearance.answer.${given.answer}`)}</b>
      </p>
      <TextField
        label={t("clearance.link.code")}
        description={t("clearance.link.codeText", { address: sendCode.data.sentTo })}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        isRequired
        value={code}
        onChange={setCode}
      />
      {answer.error !== null && <Notice tone="danger">{problemText(t, answer.error)}</Notice>}
      <div className={styles.tools}>
        <Button type="submit" variant="primary" isPending={answer.isPending} isDisabled={!isWhole}>
          {t("clearance.link.confirm")}
        </Button>
        <Button
          isPending={sendCode.isPending}
          onPress={() => {
            setCode("");
            answer.reset();
            sendCode.mutate();
          }}
        >
          {t("clearance.link.newCode")}
        </Button>
        <Button
          variant="quiet"
          onPress={() => {
            setGiven(null);
            answer.reset();
          }}
        >
          {t("clearance.link.back")}
        </Button>
      </div>
    </form>
  );
}
