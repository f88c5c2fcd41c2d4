/** A calendar of one's action items, for programs that cannot sign in: whoever has its address reads it. */
import { createHash, randomBytes } from "node:crypto";
import type { CalendarFeed, NewCalendarFeed } from "@istmo/contracts";
import type { PrismaClient } from "@istmo/prisma/client";
import { AppError } from "../../http/app-error.ts";
import type { Clock } from "../../platform/clock.ts";
import { writeCalendar } from "../../platform/icalendar.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import { actionsInCalendar } from "../actions/actions.queries.ts";
import { findActors } from "../identity/identity.queries.ts";

export interface CalendarFeedServiceNeeds {
  readonly client: PrismaClient;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
}

const words = {
  es: { name: "Istmo · Mis acciones", restricted: "Acción reservada" },
  en: { name: "Istmo · My action items", restricted: "Restricted action item" },
} as const;

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

export class CalendarFeedService {
  readonly #needs: CalendarFeedServiceNeeds;

  constructor(needs: CalendarFeedServiceNeeds) {
    this.#needs = needs;
  }

  async get(personId: string): Promise<CalendarFeed> {
    const row = await this.#needs.client.calendarFeed.findUnique({ where: { personId } });
    return { createdAt: row?.createdAt.toISOString() ?? null };
  }

  /** Makes an address; the one before shows nothing any more. */
  renew(command: Command, personId: string): Promise<NewCalendarFeed> {
    const { unitOfWork, clock } = this.#needs;
    const token = randomBytes(32).toString("base64url");
    const createdAt = clock.now();
    const row = { tokenHash: hashOf(token), createdAt };
    // The answer holds the secret: it is not kept for a repetition, which makes another one.
    return unitOfWork.run({ ...command, idempotency: null }, async ({ tx }) => {
      await tx.calendarFeed.upsert({
        where: { personId },
        create: { personId, ...row },
        update: row,
      });
      return { createdAt: createdAt.toISOString(), path: `/calendar/${token}.ics` };
    });
  }

  async revoke(command: Command, personId: string): Promise<CalendarFeed> {
    return this.#needs.unitOfWork.run(command, async ({ tx }) => {
      await tx.calendarFeed.deleteMany({ where: { personId } });
      return { createdAt: null };
    });
  }

  /**
   * What the person may see now. Refusal: `not_found`, also for somebody who has left. `origin` is
   * the address of the page, to which the items lead.
   */
  async read(token: string, origin: string): Promise<string> {
    const { client, clock } = this.#needs;
    const feed = await client.calendarFeed.findUnique({
      where: { tokenHash: hashOf(token) },
      include: { person: { select: { locale: true } } },
    });
    const now = clock.now();
    const actor =
      feed === null
        ? undefined
        : (await findActors(client, [feed.personId], now)).get(feed.personId);
    if (feed === null || actor === undefined) throw new AppError("not_found");
    const language = feed.person.locale === "en" ? "en" : "es";
    const said = words[language];
    const items = await actionsInCalendar(client, actor);
    return writeCalendar(
      items.map(({ id, title, dueOn, isClassified, updatedAt, version }) => ({
        ...{ uid: `${id}@istmo`, day: dueOn, changedAt: updatedAt, sequence: version - 1 },
        // A calendar lies on servers of others: no word of what is classified.
        summary: isClassified
          ? said.restricted
          : (title[language] ?? title.es ?? title.en ?? said.restricted),
        url: `${origin}/actions?action=${encodeURIComponent(id)}`,
      })),
      { name: said.name, language },
    );
  }
}
