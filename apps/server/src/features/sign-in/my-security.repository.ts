/** What a person has set up for signing in, as the person's own page shows it. */
import type { PrismaClient } from "@istmo/prisma/client";

export class MySecurityRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  async find(personId: string) {
    const person = await this.#client.person.findUniqueOrThrow({
      where: { id: personId },
      select: {
        accounts: { select: { providerId: true, password: true } },
        authenticator: { select: { confirmedAt: true } },
        passkeys: { orderBy: [{ createdAt: "asc" }, { id: "asc" }] },
        _count: { select: { recoveryCodes: { where: { usedAt: null } } } },
      },
    });
    const { accounts, authenticator, passkeys } = person;
    const hasApp = authenticator?.confirmedAt != null;
    return {
      hasPassword: accounts.some((it) => it.providerId === "credential" && it.password !== null),
      isLinked: accounts.some((it) => it.providerId !== "credential"),
      totp: { isOn: hasApp, recoveryCodesLeft: hasApp ? person._count.recoveryCodes : 0 },
      passkeys,
    };
  }
}
