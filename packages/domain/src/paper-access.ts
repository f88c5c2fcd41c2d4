/** Who opens a paper to whom, who changes its classification, and who takes it out of the house. */
import { can } from "./abilities.ts";
import {
  classificationLevels,
  isClearedFor,
  type Actor,
  type ClassificationLevel,
} from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import { canReadPaper, type EditionRole, type PaperFacts, type PaperShare } from "./paper.ts";

/** Whether the actor decides who else may open this paper: the office, and the lead of the lead centre. */
export function maySharePaper(actor: Actor, paper: PaperFacts): boolean {
  const { leadCentreId, classification } = paper;
  return (
    canReadPaper(actor, paper) &&
    can(actor, "paper.share", { centreIds: [leadCentreId], classification })
  );
}

export interface WantedShare {
  readonly subject: string;
  readonly level: EditionRole;
  readonly expiresAt: Date | null;
}

/** Whether a share is given now. `subjectClearance` is that of a single person, null for a group. */
export function decideShare(
  paper: PaperFacts,
  actor: Actor,
  wanted: WantedShare,
  context: { readonly now: Date; readonly subjectClearance: ClassificationLevel | null },
): Decision<PaperShare, "not_allowed" | "expiry_in_the_past" | "person_not_cleared"> {
  if (!maySharePaper(actor, paper)) return refuse("not_allowed");
  if (wanted.expiresAt !== null && wanted.expiresAt <= context.now)
    return refuse("expiry_in_the_past");
  const { subjectClearance } = context;
  if (subjectClearance !== null && !isClearedFor(subjectClearance, paper.classification))
    return refuse("person_not_cleared");
  return accept({ subject: wanted.subject, level: wanted.level });
}

const rankOf = (level: ClassificationLevel) => classificationLevels.indexOf(level);

/** The levels to which the actor may move the paper from where it stands. */
export function classificationsFor(actor: Actor, paper: PaperFacts): ClassificationLevel[] {
  return classificationLevels.filter(
    (to) => decideClassification(paper, actor, { to, reason: "given" }).accepted,
  );
}

export interface Reclassified {
  readonly from: ClassificationLevel;
  readonly to: ClassificationLevel;
}

/** Raising is open to the office and the paper's leads; lowering to the head of office, with a reason. */
export function decideClassification(
  paper: PaperFacts,
  actor: Actor,
  wanted: { readonly to: ClassificationLevel; readonly reason?: string | undefined },
): Decision<
  Reclassified,
  "not_allowed" | "same_classification" | "above_clearance" | "reason_required"
> {
  const { centreIds, classification: from } = paper;
  const { to } = wanted;
  if (!canReadPaper(actor, paper)) return refuse("not_allowed");
  if (to === from) return refuse("same_classification");
  const isRaise = rankOf(to) > rankOf(from);
  if (isRaise) {
    if (!can(actor, "classification.raise", { centreIds })) return refuse("not_allowed");
    // Nobody writes what they may not read themselves.
    if (!isClearedFor(actor.clearedTo, to)) return refuse("above_clearance");
    return accept({ from, to });
  }
  if (!can(actor, "classification.lower", { hasReason: true, classification: from }))
    return refuse("not_allowed");
  if (!wanted.reason?.trim()) return refuse("reason_required");
  return accept({ from, to });
}

/** Whether texts of a classification may stay on a device, to be worked on without a connection. */
export const mayStayOnDevices = (classification: ClassificationLevel): boolean =>
  classification === "unclassified";

/** Whether the actor's devices may keep a copy of the paper's text. */
export function mayKeepOnDevice(actor: Actor, paper: PaperFacts): boolean {
  return canReadPaper(actor, paper) && mayStayOnDevices(paper.classification);
}

/** Whether the text may leave the house as a file. Above confidential only with a reason. */
export function decideExport(
  paper: PaperFacts,
  actor: Actor,
  wanted: { readonly reason?: string | undefined },
): Decision<{ readonly marking: ClassificationLevel }, "not_allowed" | "reason_required"> {
  const { classification, centreIds, stage } = paper;
  if (!canReadPaper(actor, paper)) return refuse("not_allowed");
  const action = `export.${classification}` as const;
  const subject = { classification, centreIds, isIssued: stage === "issued" };
  if (!can(actor, action, { ...subject, hasReason: true })) return refuse("not_allowed");
  if (!can(actor, action, { ...subject, hasReason: Boolean(wanted.reason?.trim()) }))
    return refuse("reason_required");
  return accept({ marking: classification });
}
