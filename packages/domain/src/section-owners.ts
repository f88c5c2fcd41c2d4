/** Who answers for which section of a paper, and what that leaves to the others. */
import { can } from "./abilities.ts";
import { regionalOfficeId, type Actor } from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { canReadPaper, isTextOpen, type EditionRole, type PaperFacts } from "./paper.ts";

/** What the owner of a section lets everybody else do in it who may edit the paper. */
export const othersMayWays = ["edit", "suggest"] as const;
export type OthersMay = (typeof othersMayWays)[number];

export interface OwnedSection {
  readonly sectionId: string;
  /** A centre, or the regional office. */
  readonly ownerId: string;
  readonly othersMay: OthersMay;
}

/** Whether the actor belongs to the owner. */
export const isOfOwner = (actor: Actor, ownerId: string): boolean =>
  can(actor, "text.edit", { sectionOwnerIds: [ownerId] });

/** What somebody may do in a section who has this role in the edition; its owners keep theirs. */
export function sectionRoleFor(
  actor: Actor,
  role: EditionRole,
  { ownerId, othersMay }: OwnedSection,
): EditionRole {
  if (role !== "editor" || othersMay === "edit" || isOfOwner(actor, ownerId)) return role;
  return "suggester";
}

/** Sections in which an editor may only suggest. Text in no section, or in nobody's, is everybody's. */
export function suggestOnlySections(
  actor: Actor,
  role: EditionRole,
  sections: readonly OwnedSection[],
): string[] {
  return sections
    .filter((section) => role === "editor" && sectionRoleFor(actor, role, section) !== "editor")
    .map(({ sectionId }) => sectionId);
}

/** Whether the actor assigns sections of this paper: the office, and the lead of the lead centre. */
export function mayAssignSections(actor: Actor, paper: PaperFacts): boolean {
  const { leadCentreId, classification } = paper;
  return (
    canReadPaper(actor, paper) &&
    isTextOpen(paper.stage) &&
    can(actor, "section.assign", { centreIds: [leadCentreId], classification })
  );
}

/** To whom a section of this paper can be assigned: its centres and the regional office. */
export const sectionOwnersOf = ({ centreIds }: PaperFacts): string[] => [
  ...centreIds,
  regionalOfficeId,
];

export interface SectionAssigned {
  readonly ownerId: string;
  readonly othersMay: OthersMay;
}

/**
 * Whether a section is given to this owner. Who is not told otherwise only suggests in a section
 * that has just been given to somebody; a section that keeps its owner keeps its way.
 */
export function decideSectionOwner(
  paper: PaperFacts,
  actor: Actor,
  wanted: {
    readonly ownerId: string;
    readonly othersMay?: OthersMay | undefined;
    /** How it stands; null for a section that was nobody's. */
    readonly before: SectionAssigned | null;
  },
): Decision<SectionAssigned, "not_allowed" | "paper_not_open" | "owner_not_in_paper"> {
  const { leadCentreId, classification } = paper;
  const mayAssign = can(actor, "section.assign", { centreIds: [leadCentreId], classification });
  if (!canReadPaper(actor, paper) || !mayAssign) return refuse("not_allowed");
  if (!isTextOpen(paper.stage)) return refuse("paper_not_open");
  const { ownerId, before } = wanted;
  if (!sectionOwnersOf(paper).includes(ownerId)) return refuse("owner_not_in_paper");
  const usual = before?.ownerId === ownerId ? before.othersMay : "suggest";
  return accept({ ownerId, othersMay: wanted.othersMay ?? usual });
}
