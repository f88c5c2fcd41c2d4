import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries.ts";
import {
  CentreChips,
  ClassificationBadge,
  SampleBadge,
} from "../../features/papers/paper-badges.tsx";
import { ReviewQueue } from "../../features/reviews/review-queue.tsx";
import { usePageTitle } from "../../lib/use-page-title.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { ErrorState } from "../../ui/states.tsx";

export function ReviewPage(): ReactNode {
  const { t } = useTranslation();
  const { data: me } = useMe();
  usePageTitle(t("reviews.title"));
  return (
    <>
      <PageHeader title={t("reviews.title")} description={t("reviews.description")} />
      {me?.abilities.reviewSubmissions === false ? (
        <ErrorState error={{ code: "not_allowed" }} />
      ) : (
        <ReviewQueue
          renderBadges={(paper) => (
            <>
              <CentreChips leadId={paper.leadCentreId} ids={paper.centreIds} />
              {paper.sample && <SampleBadge />}
              <ClassificationBadge classification={paper.classification} />
            </>
          )}
        />
      )}
    </>
  );
}
