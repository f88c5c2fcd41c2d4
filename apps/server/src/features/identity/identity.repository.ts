import type { Person } from "@istmo/contracts";
import type { PrismaClient } from "@istmo/prisma/client";
import type { Clock } from "../../platform/clock.ts";
import { listPeople } from "./identity.queries.ts";

export class IdentityRepository {
  readonly #client: PrismaClient;
  readonly #clock: Clock;

  constructor(client: PrismaClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  async centreIds(): Promise<string[]> {
    const centres = await this.#client.centre.findMany({
      select: { id: true },
      orderBy: { id: "asc" },
    });
    return centres.map(({ id }) => id);
  }

  people(centreId?: string): Promise<Person[]> {
    return listPeople(this.#client, this.#clock.now(), centreId);
  }

  async setLocale(personId: string, locale: string): Promise<void> {
    await this.#client.person.update({ where: { id: personId }, data: { locale } });
  }
}
