import type { Edition, Paper } from "@istmo/contracts";
import { LayoutList } from "lucide-react";
import { useCallback, useMemo, type ComponentProps, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCentreLookup } from "../../api/use-centre-lookup.ts";
import {
  SectionOwnersInText,
  usePaperOutline,
  type OutlinePanel,
} from "../../features/editor/index.ts";
import { SectionsPanel } from "../../features/papers/sections-panel.tsx";
import { shownSections } from "../../features/papers/shown-sections.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { CodeChip } from "../../ui/code-chip.tsx";
import type { RailTabSpec } from "../../ui/rail-tabs.tsx";

/** Who answers for which section: in a panel, in the outline and at the sections' heads. */
export function useSectionOwners({
  paper,
  edition,
  editor,
  onOpen,
}: {
  readonly paper: Paper;
  readonly edition: Edition;
  readonly editor: ComponentProps<typeof OutlinePanel>["editor"];
  readonly onOpen: (sectionId: string) => void;
}): {
  readonly aside: RailTabSpec;
  readonly beside: (headingId: string) => ReactNode;
  readonly inText: ReactNode;
} {
  const { t } = useTranslation();
  const language = useLanguage();
  const centreOf = useCentreLookup();
  const outline = usePaperOutline(editor, edition.language);
  const officeCode = t("papers.officeCode");
  const office = t("papers.office");
  const owners = useMemo(
    () =>
      new Map(
        paper.sections.flatMap(({ sectionId, ownerId }) => {
          if (ownerId === null) return [];
          const centre = centreOf(ownerId);
          const code = centre?.code ?? officeCode;
          const name = centre?.shortName[language] ?? office;
          return [[sectionId, { code, name: t("sections.inOutline", { name }) }] as const];
        }),
      ),
    [paper.sections, centreOf, officeCode, office, language, t],
  );
  const headings = useMemo(
    () =>
      outline?.sections.flatMap(({ id, heading }) =>
        id === null ? [] : [{ id, text: heading }],
      ) ?? null,
    [outline],
  );
  const beside = useCallback(
    (headingId: string) => {
      const owner = owners.get(headingId);
      return owner === undefined ? null : <CodeChip code={owner.code} name={owner.name} />;
    },
    [owners],
  );
  return {
    aside: {
      id: "sections",
      icon: <LayoutList />,
      label: t("papers.sections"),
      panel: (
        <SectionsPanel
          paper={paper}
          sections={shownSections(paper, headings, language)}
          onOpen={onOpen}
        />
      ),
    },
    beside,
    inText: editor !== null && <SectionOwnersInText editor={editor} owners={owners} />,
  };
}
