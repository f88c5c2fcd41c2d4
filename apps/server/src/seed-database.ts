import { hasDemoData, loadDomainData, seedDemoData, seedReferenceData } from "@istmo/prisma/seed";
import { StartError, type Config } from "./config/config.ts";
import { hashPassword } from "./features/sign-in/password-hash.ts";
import { demoPassword } from "./features/identity/demo-accounts.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database.ts";

export interface SeedNeeds {
  readonly config: Pick<Config, "isDemo">;
  readonly database: Pick<Database, "client">;
  readonly clock: Clock;
}

/** Everybody knows the password of the sample people. */
const noDemoHere =
  "This database holds the sample people of a demonstration: set ISTMO_DEMO=1, or name another one with ISTMO_DATA or DATABASE_URL.";

const hasSamplePeople = async (client: Database["client"]): Promise<boolean> =>
  (await client.person.count({ where: { sample: true } })) > 0;

/** Writes the data of a fresh installation, and the demonstration where it is wanted; both once. */
export async function seedDatabase({ config, database, clock }: SeedNeeds): Promise<void> {
  const data = loadDomainData();
  if (!config.isDemo && (await hasSamplePeople(database.client))) throw new StartError(noDemoHere);
  await seedReferenceData(database.client, data);
  if (!config.isDemo || (await hasDemoData(database.client))) return;
  const passwordHash = await hashPassword(demoPassword);
  await seedDemoData(database.client, data, { passwordHash, now: clock.now() });
}
