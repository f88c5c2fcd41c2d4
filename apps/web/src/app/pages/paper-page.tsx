import { getRouteApi, lazyRouteComponent } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/problem.ts";
import { useCentres, useMe, usePaper } from "../../api/queries.ts";
import { queryKeys } from "../../api/query-keys.ts";
import type { EndedPaper } from "../../features/editor/index.ts";
import { AskForAccess } from "../../features/papers/ask-for-access.tsx";
import { addWords } from "../../i18n/i18n.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState, Loading } from "../../ui/states.tsx";
import { LeaveQuestion } from "../leave-question.tsx";
import { PageError } from "../not-found-page.tsx";

const loadWorkspace = () => import("./paper-workspace.tsx");
// Shown at once where it is there already, which React's own `lazy` puts off by up to 300 ms.
const PaperWorkspace = lazyRouteComponent(async () => {
  const [workspace] = await Promise.all([
    loadWorkspace(),
    addWords("paper"),
    addWords("rounds"),
    addWords("actions"),
  ]);
  return workspace;
}, "PaperWorkspace");
const AccessEnded = lazy(async () => ({ default: (await loadWorkspace()).AccessEnded }));
// Asked for as soon as this page is: the editor then comes beside the paper's data, not after it.
// A failure shows when the component is needed.
PaperWorkspace.preload?.()?.catch(() => undefined);
const route = getRouteApi("/shell/papers/$paperId");

export function PaperPage(): ReactNode {
  const { paperId } = route.useParams();
  return (
    <>
      <LeaveQuestion />
      <OnePaper key={paperId} paperId={paperId} />
    </>
  );
}

function OnePaper({ paperId }: { paperId: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const search = route.useSearch();
  const { data: me } = useMe();
  const { data: paper, error, refetch } = usePaper(paperId);
  // Who somebody is in the text hangs on their centre: known late, it would open the text twice.
  const { isPending: areCentresPending } = useCentres();
  const [ended, setEnded] = useState<EndedPaper | null>(null);
  const end = useCallback(
    (how: EndedPaper) => {
      setEnded(how);
      // Nothing of the paper stays in the page; asked for again, it comes only if access is back.
      void queryClient.resetQueries({ queryKey: queryKeys.paper(paperId) });
    },
    [queryClient, paperId],
  );
  const chosen =
    paper?.editions.find((one) => one.language === search.edition) ??
    paper?.editions.find((one) => one.language === language) ??
    paper?.editions[0];
  const translation = paper?.editions.find((one) => one.language !== paper.originalLanguage);
  const isBeside = search.beside === true && translation !== undefined;
  // Beside each other it is the translation that is worked on; the original stands on its left.
  const edition = isBeside && chosen?.language === paper?.originalLanguage ? translation : chosen;
  const isHidden = isProblem(error, "not_found");
  usePageTitle(ended === null ? edition?.title : t(`editor.ended.${ended.reason}.title`));

  if (ended !== null) {
    return (
      <Suspense>
        <AccessEnded ended={ended}>
          {ended.reason === "accessEnded" &&
            (paper === undefined ? (
              <AskForAccess paperId={paperId} />
            ) : (
              <div>
                <Button onPress={() => setEnded(null)}>{t("papers.ask.openAgain")}</Button>
              </div>
            ))}
        </AccessEnded>
      </Suspense>
    );
  }
  if (paper === undefined || me === undefined || areCentresPending) {
    if (error === null) return <Loading lines={8} />;
    return (
      <PageError error={error} onRetry={() => void refetch()}>
        {isHidden && <AskForAccess paperId={paperId} />}
      </PageError>
    );
  }
  if (edition === undefined) return <EmptyState title={t("papers.noEdition")} />;
  return (
    <Suspense fallback={<Loading lines={8} />}>
      <PaperWorkspace
        me={me}
        paper={paper}
        edition={edition}
        isBeside={isBeside}
        isGone={isHidden}
        onEnded={end}
      />
    </Suspense>
  );
}
