#!/usr/bin/env node
/** `istmo`: what is done to an installation from a terminal, with the server's own settings. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readConfig, StartError, type Config } from "./config/config.ts";
import {
  checkAgainstDatabase,
  type Disagreement,
} from "./features/clearance/check-record.queries.ts";
import {
  findBroken,
  fingerprintOf,
  publicKeyOf,
  readRecord,
  recordKey,
  type BrokenRecord,
} from "./features/clearance/sealed-record.ts";
import { parseAnchor, readChain, verifyChain, type ChainCheck } from "./platform/audit-chain.ts";
import type { ChainHead } from "./platform/audit-log.ts";
import { openDataFolder, readSessionSecret } from "./platform/data-folder.ts";
import { openDatabase } from "./platform/database.ts";
import { hasEmbeddedDatabase } from "./platform/embedded-database.ts";

const usage = `Usage: istmo audit verify [--head <seq>:<hash>]
       istmo verify <record.json> [--key <fingerprint>]

audit verify computes the hash chain of the audit log again and names the first entry that does
not fit. With --head it also asks that an entry noted earlier is still there as it was.

verify checks the sealed record of a clearance and names the first field that was changed. It needs
no database; with --key it asks that the record was signed by that key. Where there is a database it
also compares the record with the one that is kept, and with the texts that were cleared.

Both read the settings of the server: ISTMO_DATA, or DATABASE_URL.

Ends with 0 when all is sound, with 1 when something is broken, with 2 when it could not be read.`;

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

const recordProblems: Record<BrokenRecord["problem"], string> = {
  not_a_record: "it is no sealed record of a clearance.",
  not_canonical: "the bytes are not those that were sealed, though they say the same.",
  changed: "it is not what was sealed.",
  missing: "it is missing.",
  added: "it was added after the sealing.",
  hash_differs: "the hash does not fit what it is the hash of.",
  signature_differs: "the signature does not fit, so the record was hashed anew.",
  another_key: "it was signed by another key than this installation's.",
};
const disagreements: Record<Disagreement, string> = {
  unknown: "This installation keeps no such record.",
  record_differs: "The record that is kept is another one.",
  version_differs: "The text that is kept is not the one that was cleared.",
  audit_differs: "The audit log does not hold the entries that the record names.",
};

/** The key of this installation; null where there is none. */
function ownKey(config: Config): string | null {
  const secret = readSessionSecret(config.dataFolder);
  return secret === null ? null : publicKeyOf(recordKey(secret));
}

async function verifyRecord(file: string, key: string | null): Promise<number> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const config = readConfig(process.env);
  const broken = findBroken(text, ownKey(config));
  if (broken !== null) {
    const place = broken.path === "" ? "" : ` at ${broken.path}`;
    console.log(`Broken${place}: ${recordProblems[broken.problem]}`);
    return 1;
  }
  const record = readRecord(text);
  const fingerprint = fingerprintOf(record?.seal.publicKey ?? "");
  if (key !== null && key.toLowerCase() !== fingerprint) {
    console.log(`Broken at seal/publicKey: it was signed by the key ${fingerprint}.`);
    return 1;
  }
  console.log(`The record is as it was sealed: ${record?.seal.sha256}, key ${fingerprint}`);
  return compareWithDatabase(text, config);
}

/** 0 where there is no database to compare with: the record stands by itself. */
async function compareWithDatabase(text: string, config: Config): Promise<number> {
  const isThere = config.databaseUrl !== null || hasEmbeddedDatabase(config.dataFolder);
  if (!isThere) {
    console.log("There is no database here to compare it with.");
    return 0;
  }
  const database = await openAsItIs(config).catch((error: unknown) => {
    if (!(error instanceof StartError)) throw error;
    console.log(`It was not compared with the database: ${error.message}`);
    return null;
  });
  if (database === null) return 0;
  try {
    const wrong = await checkAgainstDatabase(database.client, text);
    console.log(
      wrong === null ? "The database agrees with it." : `Broken: ${disagreements[wrong]}`,
    );
    return wrong === null ? 0 : 1;
  } finally {
    await database.close();
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        head: { type: "string" },
        key: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
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
  const [command, file, ...more] = positionals;
  if (command === "verify" && file !== undefined && more.length === 0)
    return verifyRecord(file, values.key ?? null);
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
