import type { Person, Site } from "@istmo/contracts";
import { roles, type Role } from "@istmo/domain";
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

  /** The sample accounts in the order of their roles. */
  async demoAccounts(): Promise<Site["demoAccounts"]> {
    const people = await this.#client.person.findMany({
      where: { sample: true, deactivatedAt: null },
      include: { posts: { include: { centre: true, organisation: true }, take: 1 } },
    });
    return people
      .flatMap(({ email, name, posts: [post] }) =>
        post === undefined
          ? []
          : [
              {
                email,
                name,
                role: post.role as Role,
                centre: post.centre?.code ?? null,
                organisation: post.organisationId,
              },
            ],
      )
      .sort(
        (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || a.email.localeCompare(b.email),
      );
  }

  async changePerson(
    personId: string,
    change: { locale?: string; name?: string; timeZone?: string },
  ): Promise<void> {
    await this.#client.person.update({ where: { id: personId }, data: change });
  }
}
