/**
 * Tells what comes by the calendar and by nobody's act: dates that are near or have passed, once a
 * day by the clocks of each person's zone, and what stands still, once a day by those of each
 * centre. Which day a zone or a centre has been told of is written with the notices, so a process
 * that was away catches up, and of two processes one tells.
 */
import {
  canSeeAction,
  canSeeCommitment,
  dateAlert,
  dayPlus,
  escalationsOf,
  hearsEscalation,
  localTime,
  mayCarryCommitment,
  officeTimeZone,
  possibleCommitmentSteps,
  soonDaysOfCommitment,
  usualEscalation,
} from "@istmo/domain";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork, Work } from "../../platform/unit-of-work.ts";
import type { EscalationRepository } from "./escalation.repository.ts";
import { concernedRoles } from "./event-notices.ts";
import { dueActions, dueAtOnce, dueCommitments } from "./notice-calendar.repository.ts";
import { byTheInstallation, recordTold } from "./notice-reader.ts";
import type { NewNotice, NotificationsRepository } from "./notifications.repository.ts";

export interface NoticeCalendarNeeds {
  readonly repository: NotificationsRepository;
  readonly rules: EscalationRepository;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

const dueReader = (timeZone: string) => `due:${timeZone}`;
/** The reader of a centre, or with null of what belongs to none. */
export const escalationReader = (centreId: string | null) => `escalation:${centreId ?? "office"}`;

const daysBetween = (from: string, to: string) =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000));

export class NoticeCalendar {
  readonly #needs: NoticeCalendarNeeds;

  constructor(needs: NoticeCalendarNeeds) {
    this.#needs = needs;
  }

  /** Tells what is due; answers how many were told. */
  async look(): Promise<number> {
    const { repository, rules, clock } = this.#needs;
    const days = await repository.positions();
    const today = (timeZone: string) => localTime(timeZone, clock.now()).day;
    const isNew = (reader: string, day: string) => (days.get(reader) ?? "") < day;
    let told = 0;
    for (const timeZone of await repository.timeZones()) {
      const day = today(timeZone);
      if (isNew(dueReader(timeZone), day)) told += await this.#tellDue(timeZone, day);
    }
    const centres = [...(await rules.centres()), { id: null, timeZone: officeTimeZone }];
    for (const { id, timeZone } of centres) {
      const day = today(timeZone);
      if (isNew(escalationReader(id), day)) told += await this.#escalate({ id, timeZone }, day);
    }
    return told;
  }

  async #tellDue(timeZone: string, day: string): Promise<number> {
    const { unitOfWork } = this.#needs;
    let told = 0;
    let after = { actionId: "", personId: "" };
    for (;;) {
      const step = await unitOfWork.run(byTheInstallation, (work) =>
        this.#tellSomeDue(work, { timeZone, day, after }),
      );
      told += step.told;
      if (step.next === null) return told;
      after = step.next;
    }
  }

  async #tellSomeDue(
    work: Work,
    {
      timeZone,
      day,
      after,
    }: {
      readonly timeZone: string;
      readonly day: string;
      readonly after: Parameters<typeof dueActions>[2];
    },
  ) {
    const { repository, clock } = this.#needs;
    const { tx } = work;
    const reader = dueReader(timeZone);
    const at = await repository.lockPosition(tx, reader);
    if ((at.day ?? "") >= day) return { told: 0, next: null };
    const now = clock.now();
    const due = await dueActions(tx, { timeZone, today: day }, after);
    const recipients = await repository.recipients({ timeZone, now }, tx);
    const people = new Map(recipients.map((one) => [one.actor.id, one.actor]));
    const notices = due.flatMap(({ place, facts, dueOn }): NewNotice[] => {
      const person = people.get(place.personId);
      const alert = dateAlert(dueOn, day);
      if (person === undefined || alert === null || !canSeeAction(person, facts)) return [];
      const subject = { subjectKind: "action", subjectId: facts.id } as const;
      return [dated(person.id, subject, { alert, dueOn })];
    });
    const isLast = due.length < dueAtOnce;
    if (isLast) {
      const until = dayPlus(day, soonDaysOfCommitment);
      for (const facts of await dueCommitments(tx, until)) {
        const { dueOn } = facts;
        const alert = dueOn === null ? null : dateAlert(dueOn, day, soonDaysOfCommitment);
        if (dueOn === null || alert === null) continue;
        const subject = { subjectKind: "commitment", subjectId: facts.id } as const;
        for (const { actor } of recipients) {
          const gives =
            canSeeCommitment(actor, facts) &&
            mayCarryCommitment(actor, facts) &&
            possibleCommitmentSteps(facts, actor).includes("submit_evidence");
          if (gives) notices.push(dated(actor.id, subject, { alert, dueOn }));
        }
      }
      await repository.movePosition(tx, reader, { day });
    }
    const told = await repository.tell(tx, notices, { recipients, at: now });
    recordTold(work, told);
    return { told: told.length, next: isLast ? null : (due.at(-1)?.place ?? null) };
  }

  #escalate(
    { id, timeZone }: { readonly id: string | null; readonly timeZone: string },
    day: string,
  ): Promise<number> {
    const { repository, rules, unitOfWork, clock } = this.#needs;
    return unitOfWork.run(byTheInstallation, async (work) => {
      const { tx } = work;
      const reader = escalationReader(id);
      const at = await repository.lockPosition(tx, reader);
      if ((at.day ?? "") >= day) return 0;
      const rule = (id === null ? null : await rules.rule(id, tx)) ?? usualEscalation;
      const now = clock.now();
      const recipients = await repository.recipients({ roles: concernedRoles, now }, tx);
      const late = (await rules.late(tx, id, { rule, today: day })).map((item) => ({
        ...{ item, cause: "overdue" as const, since: item.dueOn ?? day },
        span: { overdueDays: daysBetween(item.dueOn ?? day, day), blockedDays: 0 },
      }));
      const blocked = (await rules.blocked(tx, id)).map((item) => {
        const since = localTime(timeZone, item.since).day;
        return {
          ...{ item, cause: "blocked" as const, since },
          span: { overdueDays: 0, blockedDays: daysBetween(since, day) },
        };
      });
      const notices = [...late, ...blocked].flatMap(({ item, cause, since, span }) =>
        escalationsOf(rule, span).flatMap(({ to }) =>
          recipients
            .filter(({ actor }) => hearsEscalation(actor, item.facts, to))
            .map(({ actor }): NewNotice => ({
              ...{ personId: actor.id, reason: "escalated", actorId: null, eventSeq: null },
              ...{ subjectKind: "action", subjectId: item.facts.id },
              told: `escalated:${cause}:${to}:${since}`,
              detail: {
                ...{ cause, days: Math.max(span.overdueDays, span.blockedDays) },
                ...(item.dueOn === null ? {} : { dueOn: item.dueOn }),
              },
            })),
        ),
      );
      const told = await repository.tell(tx, notices, { recipients, at: now });
      await repository.movePosition(tx, reader, { day });
      recordTold(work, told);
      return told.length;
    });
  }
}

/** A date that is told once for each item, date and kind. */
function dated(
  personId: string,
  subject: Pick<NewNotice, "subjectKind" | "subjectId">,
  { alert, dueOn }: { readonly alert: "due_soon" | "overdue"; readonly dueOn: string },
): NewNotice {
  return {
    ...{ personId, ...subject, reason: alert, told: `${alert}:${dueOn}` },
    ...{ eventSeq: null, actorId: null, detail: { dueOn } },
  };
}
