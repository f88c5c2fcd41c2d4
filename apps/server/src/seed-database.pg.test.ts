import { createPrismaClient, type PrismaClient } from "@istmo/prisma/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloneDatabase, type ClonedDatabase } from "../../../tests/support/template-database.ts";
import { systemClock } from "./platform/clock.ts";
import { seedDatabase } from "./seed-database.ts";

describe("the data of an installation", () => {
  let cloned: ClonedDatabase;
  let client: PrismaClient;
  const seed = (isDemo: boolean) =>
    seedDatabase({
      config: { isDemo },
      database: { client },
      clock: systemClock(),
    });
  beforeAll(async () => {
    cloned = await cloneDatabase();
    client = createPrismaClient(cloned.connectionString, { connections: 1 });
  });
  afterAll(async () => {
    await client.$disconnect();
    await cloned.close();
  });

  it("has no people in it", async () => {
    await seed(false);
    expect(await client.person.count()).toBe(0);
    expect(await client.centre.count()).toBe(5);
  });

  it("never mixes with a demonstration's people, whose password everybody knows", async () => {
    await seed(true);
    await expect(seed(false)).rejects.toThrow(/sample people of a demonstration.*ISTMO_DEMO=1/);
    // Not even when they have all been deactivated: somebody could bring them back.
    await client.person.updateMany({ data: { deactivatedAt: new Date() } });
    await expect(seed(false)).rejects.toThrow(/sample people/);
    await seed(true);
  });
});
