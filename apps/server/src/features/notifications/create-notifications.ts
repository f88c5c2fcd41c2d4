/** Makes the parts of the notices and ties them together. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { Api } from "../../http/api.ts";
import type { Clock } from "../../platform/clock.ts";
import type { EventLog } from "../../platform/event-log.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import { EscalationRepository } from "./escalation.repository.ts";
import { EscalationService } from "./escalation.service.ts";
import { NoticeCalendar } from "./notice-calendar.ts";
import { NoticeMailing } from "./notice-mailing.ts";
import { NoticeMailingRepository } from "./notice-mailing.repository.ts";
import { NoticeReader } from "./notice-reader.ts";
import { NotificationsRepository } from "./notifications.repository.ts";
import { notificationsRoutes } from "./notifications.routes.ts";
import { NotificationsService } from "./notifications.service.ts";
import { Turns } from "./turns.ts";

export interface NotificationsNeeds {
  readonly client: PrismaClient;
  readonly unitOfWork: UnitOfWork;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: { error(details: object, message: string): void };
  readonly ownOrigin: () => string;
}

export interface Notifications {
  /** Begins to tell people. */
  start(): Promise<void>;
  /** Looks at the log, the calendar and the mails once, and settles when all is told. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds between two looks at the calendar and the mails. */
const lookEvery = 60_000;

/** Declares the routes; returns what tells people. */
export function createNotifications(api: Api, needs: NotificationsNeeds): Notifications {
  const { client, unitOfWork, log, clock, logger, ownOrigin } = needs;
  const repository = new NotificationsRepository(client);
  const rules = new EscalationRepository(client);
  const mails = new NoticeMailingRepository(client);
  const calendar = new NoticeCalendar({ repository, rules, unitOfWork, clock });
  const mailing = new NoticeMailing({ repository, mails, unitOfWork, clock, origin: ownOrigin });
  const clockTurns = new Turns(
    async () => {
      await calendar.look();
      await mailing.look();
      return false;
    },
    (error) =>
      logger.error({ err: error }, "the notices of the calendar could not be looked after"),
  );
  const reader = new NoticeReader({
    ...{ repository, unitOfWork, log, clock, logger },
    // Some people want a mail at once.
    onTold: () => clockTurns.wake(),
  });
  notificationsRoutes(api, {
    notifications: new NotificationsService({ repository, unitOfWork, clock }),
    escalation: new EscalationService({ rules, repository, unitOfWork, clock }),
  });
  let timer: NodeJS.Timeout | undefined;
  const wake = () => {
    reader.wake();
    clockTurns.wake();
  };
  return {
    async start() {
      await reader.start();
      timer = setInterval(wake, lookEvery);
      timer.unref();
      clockTurns.wake();
    },
    async look() {
      wake();
      await reader.settle();
      await clockTurns.settle();
    },
    async stop() {
      clearInterval(timer);
      await reader.stop();
      await clockTurns.stop();
    },
  };
}
