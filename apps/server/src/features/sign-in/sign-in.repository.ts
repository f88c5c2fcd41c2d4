/** The rows of signing in: people by address, passwords, authenticator apps, passkeys, sessions. */
import type { PrismaClient } from "@istmo/prisma/client";
import type { SignInMethod } from "./admission.ts";

export class SignInRepository {
  readonly #client: PrismaClient;

  constructor(client: PrismaClient) {
    this.#client = client;
  }

  findPerson(personId: string) {
    return this.#client.person.findUnique({
      where: { id: personId },
      select: { id: true, email: true, deactivatedAt: true },
    });
  }

  /** A person by address, with the hash of the password. */
  async findByEmail(email: string) {
    const person = await this.#client.person.findUnique({
      where: { email },
      select: {
        id: true,
        email: true,
        deactivatedAt: true,
        accounts: { where: { providerId: "credential" }, select: { password: true }, take: 1 },
      },
    });
    return person && { ...person, passwordHash: person.accounts[0]?.password ?? null };
  }

  async hasAuthenticator(personId: string): Promise<boolean> {
    const confirmed = { personId, confirmedAt: { not: null } };
    return (await this.#client.authenticator.count({ where: confirmed })) > 0;
  }

  async describeSession(sessionId: string, method: SignInMethod): Promise<void> {
    await this.#client.session.update({ where: { id: sessionId }, data: { method } });
  }
}
