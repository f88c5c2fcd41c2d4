/** The rows that link people to the single sign-on. */
import { randomUUID } from "node:crypto";
import type { PrismaClient, PrismaTransaction } from "@istmo/prisma/client";

const providerId = "oidc";

/** How an account of an issuer is named. */
const accountIdOf = (issuer: string, subject: string) => `${issuer}|${subject}`;

export class SingleSignOnRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  /** Whose account it is; null when nobody's. */
  async findLinked(issuer: string, subject: string): Promise<string | null> {
    const account = await this.#client.account.findFirst({
      where: { providerId, accountId: accountIdOf(issuer, subject) },
    });
    return account?.userId ?? null;
  }

  findByEmail(email: string) {
    return this.#client.person.findUnique({
      where: { email },
      select: { id: true, name: true, deactivatedAt: true },
    });
  }

  /** Links a person. False when the person has another account of this issuer. */
  async link(
    tx: PrismaTransaction,
    personId: string,
    { issuer, subject }: { issuer: string; subject: string },
  ): Promise<"linked" | "already" | "another"> {
    await tx.$queryRaw`SELECT id FROM "Person" WHERE id = ${personId} FOR UPDATE`;
    const accountId = accountIdOf(issuer, subject);
    const own = await tx.account.findMany({ where: { userId: personId, providerId } });
    if (own.some((account) => account.accountId === accountId)) return "already";
    if (own.some((account) => account.accountId.startsWith(`${issuer}|`))) return "another";
    await tx.account.create({
      data: { id: randomUUID(), userId: personId, providerId, accountId },
    });
    return "linked";
  }
}
