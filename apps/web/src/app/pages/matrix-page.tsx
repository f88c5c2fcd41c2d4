import type { MatrixRow, Round } from "@istmo/contracts";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  useFinishMatrix,
  useMatrix,
  useRowAct,
  type Matrix,
  type RowAct,
} from "../../api/matrix.ts";
import { isProblem } from "../../api/problem.ts";
import { useRound } from "../../api/rounds.ts";
import { ExportMatrix } from "../../features/matrix/export-matrix.tsx";
import { ImportMatrix } from "../../features/matrix/import-matrix.tsx";
import { MatrixFilterBar } from "../../features/matrix/matrix-filter-bar.tsx";
import { countsOf, noFilters, shownRows } from "../../features/matrix/matrix-filters.ts";
import { MatrixTable } from "../../features/matrix/matrix-table.tsx";
import { seenVersion } from "../../features/matrix/row-drafts.ts";
import { useLiveMatrix } from "../../features/matrix/use-live-matrix.ts";
import { useRowDrafts } from "../../features/matrix/use-row-drafts.ts";
import { ClassificationBadge } from "../../features/papers/paper-badges.tsx";
import { useLanguage } from "../../i18n/use-language.ts";
import { wordsIn } from "../../lib/texts.ts";
import { problemText } from "../../lib/problem-text.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, Loading } from "../../ui/states.tsx";
import { useToast } from "../../ui/toaster.tsx";
import { LeaveQuestion } from "../leave-question.tsx";
import { PageError } from "../not-found-page.tsx";
import styles from "./matrix-page.module.css";

const route = getRouteApi("/shell/rounds/$roundId/matrix");

/** The comment matrix of a round, worked on by several people at once. */
export function MatrixPage(): ReactNode {
  const { roundId } = route.useParams();
  const round = useRound(roundId);
  const matrix = useMatrix(roundId);
  useLiveMatrix(roundId);
  const error = round.error ?? matrix.error;
  if (round.data !== undefined && matrix.data !== undefined)
    return (
      <>
        <LeaveQuestion />
        <OpenMatrix key={roundId} round={round.data} matrix={matrix.data} />
      </>
    );
  if (error === null) return <Loading lines={8} />;
  return (
    <PageError
      error={error}
      onRetry={() => {
        void round.refetch();
        void matrix.refetch();
      }}
    />
  );
}

function OpenMatrix({ round, matrix }: { round: Round; matrix: Matrix }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [filters, setFilters] = useState(noFilters);
  const [openId, setOpenId] = useState<string | null>(null);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const drafts = useRowDrafts();
  const act = useSentActs(drafts);
  const title = t("matrix.titleOf", { number: round.number });
  usePageTitle(title);
  const rows = shownRows(matrix.items, filters, openId ?? currentId);
  const { open, contested } = countsOf(matrix.items);
  return (
    <div className={styles.page}>
      <PageHeader
        eyebrow={
          <Link to="/rounds/$roundId" params={{ roundId: round.id }} search={{}}>
            {wordsIn(round.title, language)}
          </Link>
        }
        title={title}
        meta={
          <>
            <ClassificationBadge classification={round.classification} />
            <Badge tone={open > 0 ? "warn" : "ok"}>{t("matrix.openRows", { count: open })}</Badge>
            {contested > 0 && (
              <Badge tone="danger">{t("matrix.contestedRows", { count: contested })}</Badge>
            )}
            {round.state === "answered" && <Badge tone="ok">{t("matrix.finished")}</Badge>}
            <code title={round.sha256}>{round.sha256.slice(0, 12)}</code>
          </>
        }
        actions={
          <>
            <ExportMatrix roundId={round.id} may={matrix.abilities.export} />
            {matrix.abilities.import && round.state === "closed" && (
              <ImportMatrix roundId={round.id} />
            )}
            {matrix.standing.canFinish && <Finish matrix={matrix} roundId={round.id} open={open} />}
          </>
        }
      />
      {round.state === "open" && <p className={styles.note}>{t("matrix.notYet")}</p>}
      {matrix.items.length === 0 ? (
        <EmptyState title={t("matrix.none")}>{t("matrix.noneText")}</EmptyState>
      ) : (
        <>
          <MatrixFilterBar
            rows={matrix.items}
            sections={matrix.sections}
            filters={filters}
            onChange={(next) => {
              setCurrentId(null);
              setFilters(next);
            }}
          />
          {rows.length === 0 ? (
            <EmptyState
              title={t("matrix.noneFiltered")}
              action={<Button onPress={() => setFilters(noFilters)}>{t("matrix.showAll")}</Button>}
            />
          ) : (
            <MatrixTable
              rows={rows}
              openId={openId}
              onOpen={setOpenId}
              currentId={currentId}
              onCurrent={setCurrentId}
              drafts={drafts}
              owners={matrix.owners}
              paperId={round.paperId}
              onAct={act}
            />
          )}
          <p className={styles.keys}>{t("matrix.keys")}</p>
        </>
      )}
    </div>
  );
}

/** Sends what is done to a row; what was typed goes when the server has it, and not before. */
function useSentActs({ drafts, drop }: ReturnType<typeof useRowDrafts>) {
  const { t } = useTranslation();
  const toast = useToast();
  const send = useRowAct();
  return async (row: MatrixRow, act: RowAct): Promise<boolean> => {
    const version = seenVersion(row, drafts[row.id]);
    try {
      await send.mutateAsync({ rowId: row.id, version, ...act });
      if (act.act === "answer" || act.act === "draft") drop(row.id);
      return true;
    } catch (error) {
      toast.show({
        tone: "danger",
        text: isProblem(error, "stale_version") ? t("matrix.conflict.told") : problemText(t, error),
      });
      return false;
    }
  };
}

function Finish({ matrix, roundId, open }: { matrix: Matrix; roundId: string; open: number }) {
  const { t } = useTranslation();
  const [isAsked, setIsAsked] = useState(false);
  const finish = useFinishMatrix(roundId);
  return (
    <>
      <Button variant="primary" onPress={() => setIsAsked(true)}>
        {t("matrix.finish.action")}
      </Button>
      {isAsked && (
        <FormDialog
          size="small"
          title={t("matrix.finish.title")}
          text={t("matrix.finish.text")}
          submitLabel={t("matrix.finish.action")}
          isPending={finish.isPending}
          problem={
            finish.error === null
              ? open > 0 && t("matrix.finish.open", { count: open })
              : isProblem(finish.error, "matrix_incomplete")
                ? t("matrix.finish.open", { count: Number(finish.error.details["open"] ?? open) })
                : problemText(t, finish.error)
          }
          onSubmit={() =>
            finish.mutate(matrix.standing.roundVersion, { onSuccess: () => setIsAsked(false) })
          }
          onClose={() => setIsAsked(false)}
        />
      )}
    </>
  );
}
