#!/usr/bin/env node
/** `istmo`: what is done to an installation from a terminal, with the server's own settings. */
import { parseArgs } from "node:util";
import { readConfig, StartError, type Config } from "./config/config.ts";
import { parseAnchor, readChain, verifyChain, type ChainCheck } from "./platform/audit-chain.ts";
import type { ChainHead } from "./platform/audit-log.ts";
import { openDataFolder } from "./platform/data-folder.ts";
import { openDatabase } from "./platform/database.ts";
import { hasEmbeddedDatabase } from "./platform/embedded-database.ts";

const usage = `Usage: istmo audit verify [--head <seq>:<hash>]

Computes the hash chain of the audit log again and names the first entry that does not fit.
With --head it also asks that an entry noted earlier is still there as it was.
It reads the settings of the server: ISTMO_DATA, or DATABASE_URL.

Ends with 0 when the log is sound, with 1 when it is broken, with 2 when it could not be read.`;

const reasons: Record<NonNullable<ChainCheck["broken"]>["problem"], string> = {
  missing: "it is missing.",
  out_of_chain: "its link does not fit the entry before it, so one of the two was changed.",
  changed: "its text or its hash was changed.",
  columns_differ: "the columns by which it is found say something else than its text.",
  head_differs: "the log does not end where its head says, so entries were deleted or added there.",
};

const count = (entries: number) =>
  `${entries.toLocaleString("en-US")} ${entries === 1 ? "entry" : "entries"}`;

/** The one sentence that comes of a check. */
function describe({ entries, head, broken, isAnchorKept }: ChainCheck, anchor: ChainHead | null) {
  if (broken !== null) return `Broken at entry ${broken.seq}: ${reasons[broken.problem]}`;
  if (isAnchorKept === false)
    return `Broken at entry ${anchor?.seq}: it is not the one that was noted, so the log was written anew.`;
  if (head === null) return "The audit log is sound: it has no entries yet.";
  return `The audit log is sound: ${count(entries)}, head ${head.seq}:${head.hash}`;
}

/** The database as it lies there: nothing is created, migrated or seeded. */
async function openAsItIs(config: Config) {
  if (config.databaseUrl === null) {
    if (!hasEmbeddedDatabase(config.dataFolder))
      throw new StartError(
        `There is no database in ${config.dataFolder}: set ISTMO_DATA to the folder of the server, or DATABASE_URL.`,
      );
    const folder = openDataFolder(config.dataFolder);
    process.on("exit", () => folder.release());
  }
  const onCrash = (error: unknown) => {
    console.error(error);
    process.exit(2);
  };
  return openDatabase(config, onCrash, { migrate: false });
}

/** The table of the log is not there: the database belongs to an older version, or to something else. */
const isTableMissing = (error: unknown) => (error as { code?: unknown }).code === "P2021";

async function verifyAudit(anchor: ChainHead | null): Promise<number> {
  const database = await openAsItIs(readConfig(process.env));
  try {
    const check = await verifyChain(readChain(database.client), anchor);
    console.log(describe(check, anchor));
    return check.isSound ? 0 : 1;
  } catch (error) {
    if (isTableMissing(error))
      throw new StartError(
        "The database has no audit log yet: start this version of the server on it once.",
        { cause: error },
      );
    throw error;
  } finally {
    await database.close();
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { head: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}

async function main(): Promise<number> {
  const { positionals, values } = readArguments();
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  if (positionals.join(" ") !== "audit verify") throw new StartError(usage);
  const anchor = values.head === undefined ? null : parseAnchor(values.head);
  if (values.head !== undefined && anchor === null)
    throw new StartError("--head must look like 1234: and the 64 characters of a hash.");
  return verifyAudit(anchor);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(2);
  },
);
