/** How a draft travels to the regional office and back, and what each step asks for. */
import { can } from "./abilities.ts";
import {
  isClearedFor,
  isOffice,
  subjectsOf,
  type Actor,
  type ClassificationLevel,
} from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { transitionFor, type PaperStage } from "./state-machines.ts";

/** What a person may do inside an edition; each includes the ones before it. */
export const editionRoles = ["reader", "commenter", "suggester", "editor"] as const;
export type EditionRole = (typeof editionRoles)[number];

/** A right on one paper for those who would not have it by their post. */
export interface PaperShare {
  /** Whom: one of `subjectsOf`. */
  readonly subject: string;
  readonly level: EditionRole;
}

export interface PaperFacts {
  readonly id: string;
  readonly stage: PaperStage;
  readonly leadCentreId: string;
  readonly centreIds: readonly string[];
  readonly classification: ClassificationLevel;
  /** The shares that hold now; those that have expired are left out. */
  readonly shares: readonly PaperShare[];
}

/** One section as the guard of a submission needs it. */
export interface SectionFacts {
  readonly sectionId: string;
  readonly required: boolean;
  readonly ownerId: string | null;
  /** Whether any edition has no word in it. */
  readonly isEmpty: boolean;
}

/** Why a section keeps a paper from being submitted. */
export interface MissingSection {
  readonly sectionId: string;
  readonly problem: "empty" | "no_owner";
}

export interface PaperMoved {
  readonly from: PaperStage;
  readonly to: PaperStage;
}

/** The stages in which anybody with a post in the paper's centres may read it. */
const issuedStages: ReadonlySet<PaperStage> = new Set(["issued", "superseded"]);

/** Whether everybody who holds a post may read it. */
export function isIssued({ stage }: Pick<PaperFacts, "stage">): boolean {
  return issuedStages.has(stage);
}

/** What the shares of the paper give to the actor; null when none is theirs. */
export function sharedRoleOf(actor: Actor, paper: PaperFacts): EditionRole | null {
  const mine = new Set(subjectsOf(actor));
  const levels = paper.shares.filter(({ subject }) => mine.has(subject)).map(({ level }) => level);
  return highestRole(levels);
}

function highestRole(levels: readonly EditionRole[]): EditionRole | null {
  return editionRoles.findLast((role) => levels.includes(role)) ?? null;
}

/** Whether a post opens the text, whatever has been shared. */
function mayReadByPost(actor: Actor, { centreIds, classification, stage }: PaperFacts): boolean {
  return issuedStages.has(stage)
    ? can(actor, "paper.read_issued", { classification, isIssued: true })
    : can(actor, "paper.read_draft", { centreIds, classification });
}

/** Whether the actor may read the paper's text as it stands: by post or by a share, never above their clearance. */
export function canReadPaper(actor: Actor, paper: PaperFacts): boolean {
  if (!isClearedFor(actor.clearedTo, paper.classification)) return false;
  return mayReadByPost(actor, paper) || sharedRoleOf(actor, paper) !== null;
}

/** Whether the actor may know that the paper exists: its title, stage and centres. */
export function canSeePaper(actor: Actor, paper: PaperFacts): boolean {
  if (canReadPaper(actor, paper)) return true;
  return (
    paper.classification === "unclassified" && actor.posts.some(({ role }) => role === "admin")
  );
}

/** The stages in which the text is open to its authors; a frozen version never changes with it. */
const openStages: ReadonlySet<PaperStage> = new Set(["draft", "submitted", "in_expert_review"]);

/** Whether a paper's text may change in this stage at all. */
export function isTextOpen(stage: PaperStage): boolean {
  return openStages.has(stage);
}

/**
 * What the actor may do in an edition's text: null hides the edition. By post it is edited by those
 * who own or contribute to one of its sections; a share may give more than the post, never less.
 */
export function editionRoleFor(
  actor: Actor,
  paper: PaperFacts,
  sectionOwnerIds: readonly string[],
): EditionRole | null {
  if (!canReadPaper(actor, paper)) return null;
  if (!isTextOpen(paper.stage)) return "reader";
  return highestRole([
    sharedRoleOf(actor, paper) ?? "reader",
    roleByPost(actor, paper, sectionOwnerIds) ?? "reader",
  ]);
}

function roleByPost(
  actor: Actor,
  paper: PaperFacts,
  sectionOwnerIds: readonly string[],
): EditionRole | null {
  if (!mayReadByPost(actor, paper)) return null;
  const { centreIds, classification } = paper;
  const owners = [...centreIds, ...sectionOwnerIds];
  if (can(actor, "text.edit", { sectionOwnerIds: owners, classification })) return "editor";
  return can(actor, "text.suggest", { classification }) ? "suggester" : "reader";
}

/** Whether the actor may submit this paper at all, whatever is still missing in it. */
export function maySubmit(actor: Actor, paper: PaperFacts): boolean {
  const { leadCentreId, classification } = paper;
  return can(actor, "paper.submit", { centreIds: [leadCentreId], classification });
}

/** The sections that still keep the paper from the office. */
export function missingSections(sections: readonly SectionFacts[]): MissingSection[] {
  return sections.flatMap(({ sectionId, required, ownerId, isEmpty }): MissingSection[] => {
    if (required && isEmpty) return [{ sectionId, problem: "empty" }];
    return ownerId === null ? [{ sectionId, problem: "no_owner" }] : [];
  });
}

/** Whether the draft goes to the regional office now. */
export function decidePaperSubmission(
  paper: PaperFacts,
  actor: Actor,
  sections: readonly SectionFacts[],
): Decision<PaperMoved, "not_allowed" | "paper_not_in_draft" | "paper_incomplete"> {
  if (!maySubmit(actor, paper)) return refuse("not_allowed");
  if (transitionFor("paper", paper.stage, "submit") === undefined)
    return refuse("paper_not_in_draft");
  if (missingSections(sections).length > 0) return refuse("paper_incomplete");
  return accept({ from: paper.stage, to: "submitted" });
}

/** The office's answer to a submitted draft. */
export function decideOnSubmission(
  paper: PaperFacts,
  actor: Actor,
  answer: { readonly event: "return" | "accept_for_review"; readonly note?: string | undefined },
): Decision<PaperMoved, "not_allowed" | "not_submitted" | "note_required"> {
  const { centreIds, classification } = paper;
  if (!can(actor, "paper.return_or_accept", { centreIds, classification }))
    return refuse("not_allowed");
  if (paper.stage !== "submitted") return refuse("not_submitted");
  if (answer.event === "return" && !answer.note?.trim()) return refuse("note_required");
  return accept({
    from: "submitted",
    to: answer.event === "return" ? "draft" : "in_expert_review",
  });
}

/** Centres for which the actor may start a paper; `all` are the centres that exist. */
export function centresToStartPapersFor(actor: Actor, all: readonly string[]): string[] {
  return all.filter((centreId) => can(actor, "paper.create", { centreIds: [centreId] }));
}

/** Centres in which the actor may create action items. */
export function centresToCreateActionsIn(actor: Actor, all: readonly string[]): string[] {
  return all.filter((centreId) => can(actor, "action.create", { centreIds: [centreId] }));
}

/** Whether submissions to the regional office are decided by this person. */
export function decidesSubmissions(actor: Actor): boolean {
  return isOffice(actor) && can(actor, "paper.return_or_accept");
}
