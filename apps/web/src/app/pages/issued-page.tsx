/** A paper as it was issued: read-only, in each language under one symbol. */
import type { IssuedPaper } from "@istmo/contracts";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useIssued } from "../../api/clearance.ts";
import { ActionChip } from "../../features/actions/index.ts";
import { StageBadge } from "../../features/papers/paper-badges.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { formatMoment } from "../../lib/dates.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader, Section } from "../../ui/page-header.tsx";
import { Loading } from "../../ui/states.tsx";
import { PageError } from "../not-found-page.tsx";
import styles from "./clearance-page.module.css";
import { FrozenPaper, TextLanguages } from "./frozen-paper.tsx";

const route = getRouteApi("/shell/papers/$paperId/issued");

export function IssuedPage(): ReactNode {
  const { paperId } = route.useParams();
  const { language } = route.useSearch();
  const { data, error, refetch } = useIssued(paperId, language);
  if (data === undefined)
    return error === null ? (
      <Loading lines={8} />
    ) : (
      <PageError error={error} onRetry={() => void refetch()} />
    );
  return <OneIssued issued={data} />;
}

function OneIssued({ issued }: { issued: IssuedPaper }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { paperId, text, symbol } = issued;
  usePageTitle(text === null ? symbol : `${symbol} · ${text.title}`);
  const other = (ref: { paperId: string; symbol: string }) => (
    <Link to="/papers/$paperId/issued" params={{ paperId: ref.paperId }} search={{}}>
      {ref.symbol}
    </Link>
  );
  return (
    <div className={styles.page}>
      <PageHeader
        eyebrow={symbol}
        title={
          text === null ? (
            t("clearance.issued.title")
          ) : (
            <span lang={text.language}>{text.title}</span>
          )
        }
        meta={
          <>
            <StageBadge stage={issued.stage} />
            <span>
              {t("clearance.issued.at", { when: formatMoment(issued.issuedAt, language) })}
            </span>
            <code title={issued.sha256}>{issued.sha256.slice(0, 12)}</code>
          </>
        }
        actions={
          text !== null && (
            <TextLanguages
              languages={issued.languages}
              value={text.language}
              onChange={(one) =>
                void navigate({
                  to: "/papers/$paperId/issued",
                  params: { paperId },
                  search: { language: one },
                  replace: true,
                })
              }
            />
          )
        }
      />
      <div className={styles.stack}>
        {issued.withdrawn !== null && (
          <Notice tone="warn">
            {t("clearance.issued.withdrawn", { when: formatMoment(issued.withdrawn.at, language) })}
          </Notice>
        )}
        {issued.supersededBy !== null && (
          <Notice tone="warn">
            {t("clearance.issued.supersededBy")} {other(issued.supersededBy)}
          </Notice>
        )}
        {issued.supersedes.map((one) => (
          <p key={one.paperId} className={styles.facts}>
            {t("clearance.issued.supersedes")} {other(one)}
          </p>
        ))}
        {issued.corrigenda.length > 0 && (
          <Section title={t("clearance.issued.corrigenda")} count={issued.corrigenda.length}>
            <ul className={styles.notes}>
              {issued.corrigenda.map((one) => (
                <li key={one.symbol}>
                  <b>{one.symbol}</b> ({formatMoment(one.issuedAt, language)}): {one.text}
                </li>
              ))}
            </ul>
          </Section>
        )}
        {text !== null && (
          <FrozenPaper
            {...{ paperId, text }}
            renderActionChip={(actionId) => <ActionChip actionId={actionId} />}
          />
        )}
        {issued.reservations.length > 0 && (
          <Section title={t("clearance.issued.reservations")} count={issued.reservations.length}>
            <ol className={styles.notes}>
              {issued.reservations.map((one) => (
                <li key={one.number} value={one.number}>
                  <b>{one.organisation[language]}</b> ({t(`clearance.level.${one.level}`)}):{" "}
                  {one.text}
                </li>
              ))}
            </ol>
          </Section>
        )}
      </div>
    </div>
  );
}
