import type { ActionItem } from "@istmo/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePaper } from "../api/queries.ts";
import { useLanguage } from "../i18n/use-language.ts";
import { wordsIn } from "../lib/texts.ts";

function PaperLink({ paperId, blockId }: { paperId: string; blockId: string | null }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: paper } = usePaper(paperId);
  return (
    <Link
      to="/papers/$paperId"
      params={{ paperId }}
      search={{}}
      {...(blockId === null ? {} : { hash: blockId })}
    >
      {paper === undefined ? t("papers.one") : wordsIn(paper.title, language)}
    </Link>
  );
}

/** The paragraph that an action comes from; nothing where there is none, or it is hidden. */
export function OriginLink({ origin }: { origin: ActionItem["origin"] }) {
  return origin.paperId === null ? null : (
    <PaperLink paperId={origin.paperId} blockId={origin.blockId} />
  );
}
