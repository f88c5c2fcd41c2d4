/**
 * Review rounds. The office freezes a version and asks organisations, and persons by themselves, for
 * their comments by an hour. Each of them speaks once: what is drafted within stays within, one
 * position is submitted, and the positions of the others stay hidden until the round closes.
 */
import { can } from "./abilities.ts";
import {
  isClearedFor,
  isOffice,
  subjectsOf,
  type Actor,
  type ClassificationLevel,
} from "./actor.ts";
import { accept, refuse, type Decision } from "./decision.ts";
import type { PaperFacts } from "./paper.ts";
import { transitionFor, type RoundState } from "./state-machines.ts";
import { hasPassed, isTimeZone, type TimeLimit } from "./time-limit.ts";

/** What the invited are asked about: the paper, or only the paragraphs that have changed. */
export const roundScopes = ["whole", "changed"] as const;
export type RoundScope = (typeof roundScopes)[number];

/** Everything by which this module refuses; each has a text in every language. */
export const roundRefusals = [
  "not_found",
  "not_allowed",
  "not_focal_point",
  "paper_not_in_review",
  "round_open",
  "version_not_of_paper",
  "nobody_invited",
  "already_invited",
  "not_invited",
  "speaks_within_organisation",
  "person_not_cleared",
  "unknown_time_zone",
  "deadline_in_past",
  "nothing_changed",
  "earlier_deadline",
  "reason_required",
  "round_closed",
  "already_submitted",
  "position_empty",
  "position_contradicts",
  "position_not_submitted",
  "last_participant",
  "deadline_not_reached",
  "summary_required",
  "matrix_incomplete",
  "out_of_scope",
] as const;
export type RoundRefusal = (typeof roundRefusals)[number];

/** A participant's part in a round: that of an organisation, or of one person in their own name. */
export interface Participant {
  /** "organisation:<id>" or "person:<id>". */
  readonly subject: string;
  /** "removed" in mid-round: what it submitted before stays on record. */
  readonly state: "invited" | "submitted" | "removed";
  readonly submittedAt: Date | null;
  /** Its own limit, where it was given more time than the others. */
  readonly extendedTo: Date | null;
}

export interface RoundFacts {
  readonly id: string;
  readonly state: RoundState;
  readonly scope: RoundScope;
  /** The blocks that may be commented on, of a round about what has changed. */
  readonly blockIds: readonly string[];
  readonly openedAt: Date;
  readonly limit: TimeLimit;
  readonly participants: readonly Participant[];
}

const isOrganisation = (subject: string) => subject.startsWith("organisation:");
const organisationOf = (subject: string) => subject.slice("organisation:".length);

/** The organisations that take part, or took part until they were removed. */
export function organisationsOf({ participants }: Pick<RoundFacts, "participants">): string[] {
  return participants
    .filter(({ subject, state }) => isOrganisation(subject) && state !== "removed")
    .map(({ subject }) => organisationOf(subject));
}

function participant(round: RoundFacts, subject: string): Participant | undefined {
  return round.participants.find((one) => one.subject === subject);
}

/** Whether the actor runs the rounds of this paper. */
export function managesRounds(actor: Actor, { classification }: PaperFacts): boolean {
  return can(actor, "round.manage", { classification });
}

/**
 * Whose parts the actor takes in a round: of the organisations of their posts, and in their own name.
 * Only who may read a frozen version when invited takes part, so no observer, and nobody above their
 * clearance. Whoever was removed takes no part.
 */
export function partsOf(actor: Actor, paper: PaperFacts, round: RoundFacts): string[] {
  if (!isClearedFor(actor.clearedTo, paper.classification)) return [];
  const invitedOrganisationIds = organisationsOf(round);
  const { classification } = paper;
  return round.participants
    .filter(({ subject, state }) => {
      if (state === "removed" || !subjectsOf(actor).includes(subject)) return false;
      if (!isOrganisation(subject)) return actor.posts.length > 0;
      const own = actor.posts.filter(
        ({ organisationId }) => organisationId === organisationOf(subject),
      );
      const alone = { ...actor, posts: own };
      return can(alone, "paper.read_frozen", { invitedOrganisationIds, classification });
    })
    .map(({ subject }) => subject);
}

/** Whether the actor may know of the round: the office, the paper's centres, and who takes part. */
export function canSeeRound(actor: Actor, paper: PaperFacts, round: RoundFacts): boolean {
  const { centreIds, classification } = paper;
  if (can(actor, "paper.read_frozen", { centreIds, classification })) return true;
  return partsOf(actor, paper, round).length > 0;
}

/** Whether the actor speaks for this part: the focal point for the organisation, a person for themselves. */
export function speaksInRound(actor: Actor, paper: PaperFacts, subject: string): boolean {
  const { classification } = paper;
  if (!isOrganisation(subject)) return subject === `person:${actor.id}`;
  const organisationId = organisationOf(subject);
  return can(actor, "comment.submit_for_org", { organisationId, classification });
}

/** A comment in a round, as far as who reads it goes. */
export interface RoundCommentFacts {
  readonly subject: string;
  /** Whether it was submitted, in whatever state it is since. */
  readonly isSubmitted: boolean;
}

/** Of whose comments the actor reads which; the condition of every query, and of `canReadComment`. */
export interface ReadableComments {
  /** Those of these parts, drafts included. */
  readonly own: readonly string[];
  /** What the others have submitted. */
  readonly submittedOfOthers: boolean;
}

/**
 * What is drafted within is read by the part's own people alone, the office excluded. What was
 * submitted is read by the office, to which it was; by the other participants and the paper's
 * centres once the round has closed.
 */
export function readableComments(
  actor: Actor,
  paper: PaperFacts,
  round: RoundFacts,
): ReadableComments {
  const own = partsOf(actor, paper, round);
  const isOver = round.state === "closed" || round.state === "answered";
  const sees = canSeeRound(actor, paper, round);
  return { own, submittedOfOthers: sees && (isOver || managesRounds(actor, paper)) };
}

/** Whether the actor reads a comment. */
export function canReadComment(
  actor: Actor,
  { paper, round }: { readonly paper: PaperFacts; readonly round: RoundFacts },
  comment: RoundCommentFacts,
): boolean {
  const { own, submittedOfOthers } = readableComments(actor, paper, round);
  return own.includes(comment.subject) || (comment.isSubmitted && submittedOfOthers);
}

// ── Opening ─────────────────────────────────────────────────────────────────

export interface WantedRound {
  readonly limit: TimeLimit;
  readonly scope: RoundScope;
  /** The blocks that changed since the version of the round before; of scope "changed". */
  readonly changedBlockIds: readonly string[];
  readonly subjects: readonly string[];
}

/** Somebody invited by name, as the rule needs them. */
export interface InvitedPerson {
  readonly id: string;
  readonly organisationIds: readonly string[];
  readonly clearedTo: ClassificationLevel;
}

export interface RoundOpened {
  readonly blockIds: readonly string[];
  readonly subjects: readonly string[];
}

/** Whether those invited may be; the rules of opening, and of inviting one more. */
function admitInvited(
  subjects: readonly string[],
  people: readonly InvitedPerson[],
  { classification }: Pick<PaperFacts, "classification">,
): Decision<null, "already_invited" | "speaks_within_organisation" | "person_not_cleared"> {
  if (new Set(subjects).size < subjects.length) return refuse("already_invited");
  const organisations = new Set(subjects.filter(isOrganisation).map(organisationOf));
  const invited = people.filter(({ id }) => subjects.includes(`person:${id}`));
  // An organisation speaks once: none of its people speaks beside it.
  if (invited.some(({ organisationIds }) => organisationIds.some((id) => organisations.has(id))))
    return refuse("speaks_within_organisation");
  if (invited.some(({ clearedTo }) => !isClearedFor(clearedTo, classification)))
    return refuse("person_not_cleared");
  return accept(null);
}

/** Whether a round opens on a frozen version. */
export function decideRoundOpening(
  paper: PaperFacts,
  actor: Actor,
  wanted: WantedRound,
  context: {
    readonly now: Date;
    /** The paper of the version that is asked about. */
    readonly versionOf: string;
    /** The states of the paper's other rounds. */
    readonly otherRounds: readonly RoundState[];
    readonly people: readonly InvitedPerson[];
  },
): Decision<RoundOpened, RoundRefusal> {
  const { limit, scope, changedBlockIds, subjects } = wanted;
  if (!managesRounds(actor, paper)) return refuse("not_allowed");
  if (paper.stage !== "in_expert_review") return refuse("paper_not_in_review");
  if (context.versionOf !== paper.id) return refuse("version_not_of_paper");
  if (context.otherRounds.some((state) => state === "planned" || state === "open"))
    return refuse("round_open");
  if (subjects.length === 0) return refuse("nobody_invited");
  const admitted = admitInvited(subjects, context.people, paper);
  if (!admitted.accepted) return admitted;
  if (!isTimeZone(limit.timeZone)) return refuse("unknown_time_zone");
  if (hasPassed(limit, context.now)) return refuse("deadline_in_past");
  if (scope === "changed" && changedBlockIds.length === 0) return refuse("nothing_changed");
  return accept({ subjects, blockIds: scope === "changed" ? changedBlockIds : [] });
}

/** Whether a block may be commented on in the round; null is the paper as a whole. */
export function isInScope(round: RoundFacts, blockId: string | null): boolean {
  return round.scope === "whole" || blockId === null || round.blockIds.includes(blockId);
}

// ── While it is open ────────────────────────────────────────────────────────

/** Until when a participant has time. */
export function limitFor(round: RoundFacts, subject: string): Date {
  return participant(round, subject)?.extendedTo ?? round.limit.at;
}

/** Whether the actor drafts a comment within a part. */
export function decideRoundComment(
  paper: PaperFacts,
  actor: Actor,
  { round, subject, blockId }: { round: RoundFacts; subject: string; blockId: string | null },
): Decision<null, RoundRefusal> {
  const part = participant(round, subject);
  if (part === undefined || !partsOf(actor, paper, round).includes(subject))
    return refuse(canSeeRound(actor, paper, round) ? "not_allowed" : "not_found");
  if (round.state !== "open") return refuse("round_closed");
  if (part.state === "submitted") return refuse("already_submitted");
  if (!isInScope(round, blockId)) return refuse("out_of_scope");
  return accept(null);
}

export interface PositionSubmitted {
  readonly subject: string;
  readonly isLate: boolean;
}

/**
 * Whether a part's one position is submitted: its comments, or in so many words that it has none.
 * After its limit it is late, and is taken as long as the round is open.
 */
export function decideRoundSubmission(
  paper: PaperFacts,
  actor: Actor,
  wanted: {
    readonly round: RoundFacts;
    readonly subject: string;
    readonly comments: number;
    readonly hasNoComments: boolean;
  },
  now: Date,
): Decision<PositionSubmitted, RoundRefusal> {
  const { round, subject, comments, hasNoComments } = wanted;
  if (!canSeeRound(actor, paper, round)) return refuse("not_found");
  if (!partsOf(actor, paper, round).includes(subject)) return refuse("not_allowed");
  if (!speaksInRound(actor, paper, subject)) return refuse("not_focal_point");
  if (round.state !== "open") return refuse("round_closed");
  if (participant(round, subject)?.state === "submitted") return refuse("already_submitted");
  if (comments === 0 && !hasNoComments) return refuse("position_empty");
  if (comments > 0 && hasNoComments) return refuse("position_contradicts");
  return accept({ subject, isLate: hasPassed({ at: limitFor(round, subject) }, now) });
}

/** Whether the limit moves: of the whole round, or of one participant alone; never backwards. */
export function decideExtension(
  paper: PaperFacts,
  actor: Actor,
  wanted: {
    readonly round: RoundFacts;
    readonly until: Date;
    readonly reason: string;
    /** Null: of the whole round. */
    readonly subject: string | null;
  },
  now: Date,
): Decision<{ readonly before: Date; readonly until: Date }, RoundRefusal> {
  const { round, until, reason, subject } = wanted;
  if (!managesRounds(actor, paper)) return refuse("not_allowed");
  if (transitionFor("round", round.state, "extend") === undefined) return refuse("round_closed");
  if (subject !== null) {
    const part = participant(round, subject);
    if (part === undefined || part.state === "removed") return refuse("not_invited");
    if (part.state === "submitted") return refuse("already_submitted");
  }
  if (!reason.trim()) return refuse("reason_required");
  const before = subject === null ? round.limit.at : limitFor(round, subject);
  if (until <= before) return refuse("earlier_deadline");
  return hasPassed({ at: until }, now) ? refuse("deadline_in_past") : accept({ before, until });
}

/** Whether one more takes part; one that was removed may be invited again. */
export function decideInvitation(
  paper: PaperFacts,
  actor: Actor,
  wanted: {
    readonly round: RoundFacts;
    readonly subject: string;
    /** The people among all that are invited, the new one included. */
    readonly people: readonly InvitedPerson[];
  },
): Decision<{ readonly isAgain: boolean }, RoundRefusal> {
  const { round, subject, people } = wanted;
  if (!managesRounds(actor, paper)) return refuse("not_allowed");
  if (round.state !== "open") return refuse("round_closed");
  const before = participant(round, subject);
  if (before !== undefined && before.state !== "removed") return refuse("already_invited");
  const others = round.participants.filter(({ state }) => state !== "removed");
  const subjects = [...others.map((one) => one.subject), subject];
  const admitted = admitInvited(subjects, people, paper);
  return admitted.accepted ? accept({ isAgain: before !== undefined }) : admitted;
}

/**
 * Whether a participant is taken out. What it submitted stays on record and is answered; what was
 * drafted within it stays within it, and the round no longer waits for it.
 */
export function decideRemoval(
  paper: PaperFacts,
  actor: Actor,
  wanted: { readonly round: RoundFacts; readonly subject: string; readonly reason: string },
): Decision<{ readonly hadSubmitted: boolean }, RoundRefusal> {
  const { round, subject, reason } = wanted;
  if (!managesRounds(actor, paper)) return refuse("not_allowed");
  if (round.state !== "open") return refuse("round_closed");
  const part = participant(round, subject);
  if (part === undefined || part.state === "removed") return refuse("not_invited");
  if (round.participants.every((one) => one === part || one.state === "removed"))
    return refuse("last_participant");
  if (!reason.trim()) return refuse("reason_required");
  return accept({ hadSubmitted: part.state === "submitted" });
}

/** Whether a submitted position is opened again for its participant, who asked for it. */
export function decideReopening(
  paper: PaperFacts,
  actor: Actor,
  { round, subject }: { readonly round: RoundFacts; readonly subject: string },
): Decision<null, RoundRefusal> {
  if (!managesRounds(actor, paper)) return refuse("not_allowed");
  if (transitionFor("round", round.state, "reopen_for_organisation") === undefined)
    return refuse("round_closed");
  const part = participant(round, subject);
  if (part === undefined || part.state === "removed") return refuse("not_invited");
  return part.state === "submitted" ? accept(null) : refuse("position_not_submitted");
}

// ── Its end ─────────────────────────────────────────────────────────────────

/** Those for whom a round still waits. */
export function waitingFor(round: RoundFacts): string[] {
  return round.participants
    .filter(({ state }) => state === "invited")
    .map(({ subject }) => subject);
}

/** Whether nobody has time any more: every participant has submitted, or is past their limit. */
export function isRunOut(round: RoundFacts, now: Date): boolean {
  return waitingFor(round).every((subject) => hasPassed({ at: limitFor(round, subject) }, now));
}

/** Whether the round closes: its time has run out, or all have submitted, or for a reason. */
export function decideRoundClosing(
  paper: PaperFacts,
  actor: Actor,
  wanted: {
    readonly round: RoundFacts;
    readonly summary: string;
    readonly reason?: string | undefined;
  },
  now: Date,
): Decision<{ readonly silent: readonly string[] }, RoundRefusal> {
  const { round, summary, reason } = wanted;
  if (!managesRounds(actor, paper)) return refuse("not_allowed");
  if (transitionFor("round", round.state, "close") === undefined) return refuse("round_closed");
  if (!isRunOut(round, now) && !reason?.trim()) return refuse("deadline_not_reached");
  if (!summary.trim()) return refuse("summary_required");
  return accept({ silent: waitingFor(round) });
}

/** Whether the head of office breaks the round off. */
export function decideRoundCancelling(
  paper: PaperFacts,
  actor: Actor,
  { round, reason }: { readonly round: RoundFacts; readonly reason: string },
): Decision<null, RoundRefusal> {
  const isHead = actor.posts.some(({ role }) => role === "head");
  if (!isHead || !managesRounds(actor, paper)) return refuse("not_allowed");
  if (transitionFor("round", round.state, "cancel") === undefined) return refuse("round_closed");
  return reason.trim() ? accept(null) : refuse("reason_required");
}

/** Whether the answered matrix goes out: every row has been dealt with. */
export function decideMatrixFinish(
  paper: PaperFacts,
  actor: Actor,
  { round, openRows }: { readonly round: RoundFacts; readonly openRows: number },
): Decision<null, RoundRefusal> {
  if (!isOffice(actor) || !managesRounds(actor, paper)) return refuse("not_allowed");
  if (transitionFor("round", round.state, "finish_matrix") === undefined)
    return refuse("round_closed");
  return openRows === 0 ? accept(null) : refuse("matrix_incomplete");
}

// ── Reminders and progress ──────────────────────────────────────────────────

/** When whoever has not submitted is reminded, in the order of time: milliseconds before the limit. */
export const reminders = {
  a_week_left: 7 * 86_400_000,
  two_days_left: 2 * 86_400_000,
  hours_left: 4 * 3_600_000,
  late: 0,
} as const;
export type ReminderKind = keyof typeof reminders;
const reminderKinds = Object.keys(reminders) as ReminderKind[];

export interface Reminder {
  readonly subject: string;
  readonly kind: ReminderKind;
  /** The limit that it reminds of: one that has been moved is reminded of anew. */
  readonly limit: Date;
}

const momentOf = (kind: ReminderKind, limit: Date) => limit.getTime() - reminders[kind];

/**
 * Who is to be reminded now. Of what was missed while no server ran only the latest is said, never
 * one that has lost its sense; a reminder whose moment lay before the invitation is none.
 */
export function remindersDue(round: RoundFacts, now: Date, sent: readonly Reminder[]): Reminder[] {
  if (round.state !== "open") return [];
  return waitingFor(round).flatMap((subject): Reminder[] => {
    const limit = limitFor(round, subject);
    const kind = reminderKinds.findLast((one) => {
      const at = momentOf(one, limit);
      return at <= now.getTime() && at > round.openedAt.getTime();
    });
    if (kind === undefined) return [];
    const isSent = sent.some(
      (one) =>
        one.subject === subject && one.kind === kind && one.limit.getTime() === limit.getTime(),
    );
    return isSent ? [] : [{ subject, kind, limit }];
  });
}

/** The next instant at which somebody is to be reminded; null for none. */
export function nextReminderAt(round: RoundFacts, now: Date): Date | null {
  if (round.state !== "open") return null;
  const moments = waitingFor(round).flatMap((subject) =>
    reminderKinds.map((kind) => momentOf(kind, limitFor(round, subject))),
  );
  const coming = moments.filter((at) => at > now.getTime());
  return coming.length === 0 ? null : new Date(Math.min(...coming));
}

export interface RoundProgress {
  readonly invited: number;
  readonly submitted: number;
  readonly waiting: number;
  /** Of those who are waited for, past their limit. */
  readonly late: number;
  readonly removed: number;
}

/** How far a round has come. */
export function roundProgress(round: RoundFacts, now: Date): RoundProgress {
  const count = (state: Participant["state"]) =>
    round.participants.filter((one) => one.state === state).length;
  const waiting = waitingFor(round);
  return {
    invited: round.participants.length - count("removed"),
    submitted: count("submitted"),
    waiting: waiting.length,
    late: waiting.filter((subject) => hasPassed({ at: limitFor(round, subject) }, now)).length,
    removed: count("removed"),
  };
}
