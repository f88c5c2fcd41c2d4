import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCentres, useMe, usePaper } from "../../api/queries.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { EmptyState, Loading } from "../../ui/states.tsx";
import { PageError } from "../not-found-page.tsx";

const loadWorkspace = () => import("./paper-workspace.tsx");
const PaperWorkspace = lazy(async () => ({ default: (await loadWorkspace()).PaperWorkspace }));
// Asked for as soon as this page is: the editor then comes beside the paper's data, not after it.
// A failure shows when the component is needed.
loadWorkspace().catch(() => undefined);
const route = getRouteApi("/shell/papers/$paperId");

export function PaperPage(): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { paperId } = route.useParams();
  const search = route.useSearch();
  const { data: me } = useMe();
  const { data: paper, error, refetch } = usePaper(paperId);
  // Who somebody is in the text hangs on their centre: known late, it would open the text twice.
  const { isPending: areCentresPending } = useCentres();
  const edition =
    paper?.editions.find((one) => one.language === search.edition) ??
    paper?.editions.find((one) => one.language === language) ??
    paper?.editions[0];
  usePageTitle(edition?.title);
  if (paper === undefined || me === undefined || areCentresPending) {
    return error === null ? (
      <Loading lines={8} />
    ) : (
      <PageError error={error} onRetry={() => void refetch()} />
    );
  }
  if (edition === undefined) return <EmptyState title={t("papers.noEdition")} />;
  return (
    <Suspense fallback={<Loading lines={8} />}>
      <PaperWorkspace me={me} paper={paper} edition={edition} />
    </Suspense>
  );
}
