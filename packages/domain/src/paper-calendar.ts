/**
 * The calendar of a paper, planned backwards from the meeting that it is for. The usual way follows
 * the habit of UN documents, 10–4–6: submitted ten weeks before the meeting, four weeks of work,
 * issued six weeks before. The express way does the same in the last 24 hours, for a text that
 * experts write in one day and that is adopted on the next.
 */
import { accept, refuse, type Decision } from "./decision.ts";
import type { PaperStage } from "./state-machines.ts";
import { dayPlus, hasPassed, instantOf } from "./time-limit.ts";

/** Everything by which this module refuses; each has a text in every language. */
export const calendarRefusals = [
  "meeting_in_past",
  "unknown_time_zone",
  "too_late_for_usual_way",
  "too_late_for_express_way",
] as const;
export type CalendarRefusal = (typeof calendarRefusals)[number];

/** What has to be done by when, in its order. */
export const milestones = [
  "submitted",
  "round_closed",
  "matrix_answered",
  "expert_cleared",
  "policy_cleared",
  "issued",
  "meeting",
] as const;
export type Milestone = (typeof milestones)[number];

export const calendarPaths = ["usual", "express"] as const;
export type CalendarPath = (typeof calendarPaths)[number];

/** Days before the meeting: ten weeks, then the four of the work, then six until the meeting. */
const usualDays: Readonly<Record<Milestone, number>> = {
  submitted: 70,
  round_closed: 56,
  matrix_answered: 52,
  expert_cleared: 47,
  policy_cleared: 43,
  issued: 42,
  meeting: 0,
};

/** Hours before the meeting. */
const expressHours: Readonly<Record<Milestone, number>> = {
  submitted: 24,
  round_closed: 16,
  matrix_answered: 13,
  expert_cleared: 8,
  policy_cleared: 2,
  issued: 1,
  meeting: 0,
};

/** The hour of the meeting's zone at which a day of the usual way ends for those who owe something. */
const closeOfBusiness = "18:00";

export interface Meeting {
  /** The day and hour at which it begins, on the clocks of its place. */
  readonly day: string;
  readonly hour: string;
  readonly timeZone: string;
}

export interface PlannedMilestone {
  readonly milestone: Milestone;
  readonly at: Date;
}

/** The last working day up to this one: nobody owes anything on a Saturday or a Sunday. */
function workingDay(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (weekday === 6) return dayPlus(day, -1);
  return weekday === 0 ? dayPlus(day, -2) : day;
}

/** The milestones before a meeting, in their order; null where the meeting's hour or zone is none. */
export function planBackwards(meeting: Meeting, path: CalendarPath): PlannedMilestone[] | null {
  const { day, timeZone } = meeting;
  const begins = instantOf(meeting);
  if (begins === null) return null;
  const at = (milestone: Milestone): Date => {
    if (milestone === "meeting") return begins;
    if (path === "express") return new Date(begins.getTime() - expressHours[milestone] * 3_600_000);
    const due = workingDay(dayPlus(day, -usualDays[milestone]));
    return instantOf({ day: due, hour: closeOfBusiness, timeZone }) ?? begins;
  };
  return milestones.map((milestone) => ({ milestone, at: at(milestone) }));
}

/** Whether a paper that stands at a stage can still go this way to the meeting. */
export function decideCalendar(
  wanted: { readonly meeting: Meeting; readonly path: CalendarPath; readonly stage: PaperStage },
  now: Date,
): Decision<{ readonly plan: readonly PlannedMilestone[] }, CalendarRefusal> {
  const { meeting, path, stage } = wanted;
  const plan = planBackwards(meeting, path);
  if (plan === null) return refuse("unknown_time_zone");
  const last = plan.at(-1);
  if (last === undefined || hasPassed(last, now)) return refuse("meeting_in_past");
  if (missedMilestones(plan, stage, now).length > 0)
    return refuse(path === "usual" ? "too_late_for_usual_way" : "too_late_for_express_way");
  return accept({ plan });
}

/** What a paper of each stage has behind it. */
const reachedBy: Readonly<Record<PaperStage, number>> = {
  draft: 0,
  submitted: 1,
  in_expert_review: 1,
  in_expert_clearance: 3,
  in_policy_clearance: 4,
  cleared: 5,
  issued: 6,
  superseded: 6,
  withdrawn: 7,
};

/**
 * The milestones that a paper has missed: their instant has passed, and its stage is not beyond
 * them. In expert review it is the stage alone that is asked, not how far its rounds are.
 */
export function missedMilestones(
  plan: readonly PlannedMilestone[],
  stage: PaperStage,
  now: Date,
): Milestone[] {
  return plan
    .filter(
      ({ milestone, at }) =>
        hasPassed({ at }, now) && milestones.indexOf(milestone) >= reachedBy[stage],
    )
    .map(({ milestone }) => milestone);
}

/** What a paper owes next; null when it has everything behind it. */
export function nextMilestone(
  plan: readonly PlannedMilestone[],
  stage: PaperStage,
): PlannedMilestone | null {
  return plan.find(({ milestone }) => milestones.indexOf(milestone) >= reachedBy[stage]) ?? null;
}
