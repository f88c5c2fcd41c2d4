/** The review rounds of a paper, as its page shows them: a list beside the text, and the way to open one. */
import type { Paper } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useRounds } from "../../api/rounds.ts";
import { RoundsList } from "../../features/rounds/rounds-list.tsx";
import { Button } from "../../ui/button.tsx";
import type { RailTabSpec } from "../../ui/rail-tabs.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";

const OpenRoundDialog = lazy(async () => ({
  default: (await import("../../features/rounds/open-round-dialog.tsx")).OpenRoundDialog,
}));

function PaperRounds({ paper, onOpen }: { paper: Paper; onOpen: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useRounds({ paper: paper.id });
  if (data === undefined)
    return error === null ? (
      <Loading lines={3} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  const isBusy = data.some(({ state }) => state === "open" || state === "planned");
  return (
    <>
      {paper.stage !== "draft" && paper.stage !== "submitted" && (
        <p>
          <Link to="/papers/$paperId/clearance" params={{ paperId: paper.id }}>
            {t("rounds.clearance")}
          </Link>
        </p>
      )}
      {paper.abilities.openRound && !isBusy && (
        <Button size="small" icon={<MessagesSquare />} onPress={onOpen}>
          {t("rounds.open.action")}
        </Button>
      )}
      {data.length === 0 ? (
        <EmptyState title={t("rounds.none")}>{t("rounds.noneText")}</EmptyState>
      ) : (
        <RoundsList rounds={data} isOfOnePaper />
      )}
    </>
  );
}

export function usePaperRounds(paper: Paper): {
  readonly tab: RailTabSpec;
  readonly dialog: ReactNode;
} {
  const { t } = useTranslation();
  const [isOpening, setOpening] = useState(false);
  return {
    tab: {
      id: "rounds",
      icon: <MessagesSquare />,
      label: t("rounds.tab"),
      panel: <PaperRounds paper={paper} onOpen={() => setOpening(true)} />,
    },
    dialog: isOpening && (
      <Suspense>
        <OpenRoundDialog paperId={paper.id} onClose={() => setOpening(false)} />
      </Suspense>
    ),
  };
}
