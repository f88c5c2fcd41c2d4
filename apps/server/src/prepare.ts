/**
 * Creates, migrates and seeds the embedded database of a new installation, in a process of its own
 * that ends then: doing it takes half a gigabyte, which the server would keep.
 */
import { readConfig } from "./config/config.ts";
import { systemClock } from "./platform/clock.ts";
import { openDatabase } from "./platform/database.ts";
import { seedDatabase } from "./seed-database.ts";

const config = readConfig(process.env);
const database = await openDatabase(config, (error) => {
  throw error;
});
await seedDatabase({ config, database, clock: systemClock(config.clockAhead) });
await database.close();
process.exit(0);
