import type { PrismaClient } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";

export class OutboxRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  /** Up to which classification the owners of these addresses are cleared; strangers are left out. */
  async clearances(addresses: readonly string[]): Promise<Map<string, string>> {
    const people = await this.#client.person.findMany({
      where: { email: { in: [...new Set(addresses)] } },
      select: { email: true, clearedTo: true },
    });
    return new Map(people.map(({ email, clearedTo }) => [email, clearedTo]));
  }

  /** The newest first. */
  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) {
    return this.#client.mail.findMany({
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...pageAfter(cursor, limit),
    });
  }
}
