import { isProblem } from "../../api/problem.ts";

export interface MissingSection {
  readonly sectionId: string;
  readonly heading: { es?: string; en?: string } | null;
  /** `empty`, `no_owner`, …; a text for each is in the catalogues. */
  readonly problem: string;
}

/** A heading comes as plain text or in both languages. */
function headingOf(value: unknown): MissingSection["heading"] {
  if (typeof value === "string") return { es: value, en: value };
  return typeof value === "object" ? value : null;
}

/** What `paper_incomplete` names in its details; nothing for any other error. */
export function missingSections(error: unknown): MissingSection[] {
  if (!isProblem(error, "paper_incomplete")) return [];
  const { sections } = error.details;
  if (!Array.isArray(sections)) return [];
  return sections.flatMap((section: unknown) => {
    if (typeof section !== "object" || section === null || !("sectionId" in section)) return [];
    const { sectionId } = section;
    if (typeof sectionId !== "string") return [];
    const heading = "heading" in section ? headingOf(section.heading) : null;
    const problem =
      "problem" in section && typeof section.problem === "string" ? section.problem : "other";
    return [{ sectionId, heading, problem }];
  });
}
