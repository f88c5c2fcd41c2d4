import type { PrismaClient } from "@istmo/prisma/client";
import { pageAfter } from "../../http/lists.ts";

export class OutboxRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  /** The newest first. */
  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) {
    return this.#client.mail.findMany({
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...pageAfter(cursor, limit),
    });
  }
}
