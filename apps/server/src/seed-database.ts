import { hasDemoData, loadDomainData, seedDemoData, seedReferenceData } from "@istmo/prisma/seed";
import type { Config } from "./config/config.ts";
import { hashPassword } from "./features/sign-in/auth.ts";
import { demoPassword } from "./features/identity/demo-accounts.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database.ts";

export interface SeedNeeds {
  readonly config: Pick<Config, "isDemo">;
  readonly database: Database;
  readonly clock: Clock;
}

/** Writes the data of a fresh installation, and the demonstration where it is wanted; both once. */
export async function seedDatabase({ config, database, clock }: SeedNeeds): Promise<void> {
  const data = loadDomainData();
  await seedReferenceData(database.client, data);
  if (!config.isDemo || (await hasDemoData(database.client))) return;
  const passwordHash = await hashPassword(demoPassword);
  await seedDemoData(database.client, data, { passwordHash, now: clock.now() });
}
