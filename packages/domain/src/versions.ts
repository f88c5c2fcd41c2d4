/** Versions of a text: what kinds there are, who sees which, and who keeps and names them. */
import { can } from "./abilities.ts";
import type { Actor } from "./actor.ts";
import { canReadPaper, isIssued, sharedRoleOf, type PaperFacts } from "./paper.ts";

/**
 * "automatic": kept by the installation. "named": kept or named by somebody. "frozen": bound to an
 * act (a submission, a round, a clearance) and never changed or renamed.
 */
export const versionKinds = ["automatic", "named", "frozen"] as const;
export type VersionKind = (typeof versionKinds)[number];

/** Why a version was kept; of a frozen one, what it was frozen for. */
export const versionReasons = [
  /** The text that the edition began with. */
  "founded",
  /** The text had rested for some minutes. */
  "pause",
  /** Somebody else was about to write on. */
  "takeover",
  /** It had been written on for long without a pause. */
  "writing",
  /** Somebody kept it. */
  "by_hand",
  /** Somebody was about to put an earlier text back. */
  "before_restore",
  "submitted",
  "round",
  "clearance",
  "issued",
] as const;
export type VersionReason = (typeof versionReasons)[number];

/** What of a paper's versions somebody sees. "issued": those that were issued, and no draft. */
export type VersionsSeen = "all" | "frozen" | "issued" | "none";

/**
 * Who writes a paper sees all of its history; so does whoever was given a share to write. Who was
 * given it to read or comment sees what was frozen and not the drafts between, in which stands what
 * was taken out. Everybody else reads what is issued.
 */
export function versionsSeenBy(actor: Actor, paper: PaperFacts): VersionsSeen {
  if (!canReadPaper(actor, paper)) return "none";
  const { centreIds, classification } = paper;
  if (can(actor, "paper.read_draft", { centreIds, classification })) return "all";
  const share = sharedRoleOf(actor, paper);
  if (share === "editor" || share === "suggester") return "all";
  if (share !== null) return "frozen";
  return isIssued(paper) ? "issued" : "none";
}

/** Whether somebody who sees so much of the history sees this version. */
export function seesVersion(
  seen: VersionsSeen,
  version: { readonly kind: string; readonly reason: string },
): boolean {
  if (seen === "all") return true;
  if (seen === "frozen") return version.kind === "frozen";
  return seen === "issued" && version.reason === "issued";
}

/** Whether the actor keeps a version of this paper's texts, and gives names to versions. */
export function mayNameVersions(actor: Actor, paper: PaperFacts): boolean {
  const { centreIds, classification } = paper;
  return (
    versionsSeenBy(actor, paper) === "all" &&
    can(actor, "version.name", { centreIds, classification })
  );
}

/** Milliseconds by which versions are kept without anybody asking. */
export const versionTiming = {
  /** Without an edit for so long a text rests, and is what somebody else would write on. */
  rest: 60_000,
  /** Without an edit for so long it is kept. */
  pause: 3 * 60_000,
  /** Between two that are kept for pauses. */
  between: 10 * 60_000,
  /** After so long it is kept though nobody pauses. */
  writing: 30 * 60_000,
} as const;

/** A text that has been written on since its last version. */
export interface UnkeptText {
  readonly firstEditAt: number;
  readonly lastEditAt: number;
  /** When the version before was kept; null where there is none. */
  readonly lastVersionAt: number | null;
}

/** Why a version is to be kept at this instant; null while it is not. */
export function automaticVersionDue(text: UnkeptText, now: number): "pause" | "writing" | null {
  const { firstEditAt, lastEditAt, lastVersionAt } = text;
  const { pause, between, writing } = versionTiming;
  const isPaused = now - lastEditAt >= pause;
  if (isPaused && (lastVersionAt === null || now - lastVersionAt >= between)) return "pause";
  return now - firstEditAt >= writing ? "writing" : null;
}

/** Whether somebody who writes now takes a resting text over from those who wrote before. */
export function takesOver(
  text: { readonly lastEditAt: number; readonly writers: ReadonlySet<string> },
  edit: { readonly at: number; readonly personId: string },
): boolean {
  return edit.at - text.lastEditAt >= versionTiming.rest && !text.writers.has(edit.personId);
}

/**
 * Why a text is not put back. `changed` are the sections that would change: null stands for what is
 * in none.
 */
export function decideRestore(
  access: { readonly role: string; readonly suggestsIn: readonly string[] },
  changed: readonly (string | null)[],
): "read_only" | "section_of_another" | null {
  if (access.role !== "editor") return "read_only";
  const isAnothers = changed.some((id) => id !== null && access.suggestsIn.includes(id));
  return isAnothers ? "section_of_another" : null;
}
