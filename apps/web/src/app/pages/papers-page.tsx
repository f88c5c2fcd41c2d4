import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe, usePapers } from "../../api/queries.ts";
import { PapersFilterBar } from "../../features/papers/papers-filters.tsx";
import { PapersList } from "../../features/papers/papers-list.tsx";
import { paperStages } from "../../features/papers/paper-stages.ts";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";

const NewPaperDialog = lazy(async () => ({
  default: (await import("../../features/papers/new-paper-dialog.tsx")).NewPaperDialog,
}));
const route = getRouteApi("/shell/papers");

export function PapersPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = route.useSearch();
  const stage = paperStages.find((one) => one === search.stage);
  const { data: me } = useMe();
  const { data: papers, error, refetch } = usePapers({ stage, centre: search.centre });
  const [isCreating, setIsCreating] = useState(false);
  const isFiltered = stage !== undefined || search.centre !== undefined;
  const mayCreate = me !== undefined && me.abilities.createPaperFor.length > 0;
  usePageTitle(t("papers.title"));
  return (
    <>
      <PageHeader
        title={t("papers.title")}
        description={t("papers.description")}
        actions={
          mayCreate && (
            <Button variant="primary" icon={<Plus />} onPress={() => setIsCreating(true)}>
              {t("papers.new.action")}
            </Button>
          )
        }
      />
      <PapersFilterBar
        filters={{ stage: stage ?? "", centre: search.centre ?? "" }}
        onChange={(filters) =>
          void navigate({
            to: "/papers",
            replace: true,
            search: {
              ...(filters.stage === "" ? {} : { stage: filters.stage }),
              ...(filters.centre === "" ? {} : { centre: filters.centre }),
            },
          })
        }
      />
      {papers === undefined ? (
        error === null ? (
          <Loading lines={6} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : papers.length === 0 ? (
        <EmptyState title={isFiltered ? t("papers.noneFiltered") : t("papers.none")}>
          {isFiltered ? t("papers.noneFilteredText") : t("papers.noneText")}
        </EmptyState>
      ) : (
        <PapersList papers={papers} />
      )}
      {isCreating && me !== undefined && (
        <Suspense>
          <NewPaperDialog
            me={me}
            onClose={() => setIsCreating(false)}
            onCreated={(paper) =>
              void navigate({ to: "/papers/$paperId", params: { paperId: paper.id }, search: {} })
            }
          />
        </Suspense>
      )}
    </>
  );
}
