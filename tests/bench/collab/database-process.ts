/** An embedded database in a process of its own, so that its CPU is not counted as the server's. */
import { deployMigrations } from "@istmo/prisma/apply-migrations";
import { openScratchDatabase } from "@istmo/prisma/scratch-database";
import { answerParent } from "./duties.ts";

const database = await openScratchDatabase();
await deployMigrations({ connectionString: database.connectionString });
answerParent(database.connectionString, () => database.close());
