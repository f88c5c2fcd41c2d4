import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AuditEntry } from "@istmo/contracts";
import { expect, test } from "./people.ts";

const serverFolder = fileURLToPath(new URL("../../apps/server", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

function run(args: string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: serverFolder,
    env: { ...process.env, DATABASE_URL: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, said })));
}

const istmo = (dataFolder: string, ...args: string[]) =>
  run([join(serverFolder, "dist/istmo.js"), ...args], { ISTMO_DATA: dataFolder });

/** Statements straight into the database's files, past the server. */
async function tamper(dataFolder: string, sql: string): Promise<void> {
  const script = `
    import { PGlite } from "@electric-sql/pglite";
    const db = await PGlite.create(process.env.FOLDER);
    await db.exec(process.env.SQL);
    await db.close();`;
  const { code, said } = await run(["--input-type=module", "--eval", script], {
    FOLDER: join(dataFolder, "database"),
    SQL: sql,
  });
  expect(code, said).toBe(0);
}

const past = (sql: string) =>
  `ALTER TABLE "AuditEntry" DISABLE TRIGGER USER; ${sql}; ALTER TABLE "AuditEntry" ENABLE TRIGGER USER;`;

test("an entry of the audit log that was tampered with in the database's files is found and named", async ({
  server,
  signIn,
}) => {
  await signIn("lead.pa");
  const head = await signIn("head");
  await signIn("admin");
  const answer = await head.context.request.get("/api/v1/audit?kind=sign_in.succeeded");
  const { items } = (await answer.json()) as { items: AuditEntry[] };
  const [last, victim] = items;
  expect(victim).toBeDefined();

  const running = await istmo(server.dataFolder, "audit", "verify");
  expect(running.said).toMatch(/^Istmo already runs on .*: stop it/);
  expect(running.code).toBe(2);

  expect(await server.stop()).toBe(0);
  const sound = await istmo(server.dataFolder, "audit", "verify");
  expect(sound.said).toMatch(/^The audit log is sound: \d+ entries, head \d+:[0-9a-f]{64}\n$/);
  expect(sound.code).toBe(0);

  const anchor = ["--head", `${last?.seq}:${last?.hash}`];
  expect((await istmo(server.dataFolder, "audit", "verify", ...anchor)).code).toBe(0);
  const other = ["--head", `${last?.seq}:${victim?.hash}`];
  const rewritten = await istmo(server.dataFolder, "audit", "verify", ...other);
  expect(rewritten.said).toContain(`Broken at entry ${last?.seq}: it is not the one`);
  expect(rewritten.code).toBe(1);

  await tamper(
    server.dataFolder,
    past(
      `UPDATE "AuditEntry" SET body = replace(body, 'succeeded', 'refused') WHERE seq = ${victim?.seq}`,
    ),
  );
  const broken = await istmo(server.dataFolder, "audit", "verify");
  expect(broken.said).toBe(`Broken at entry ${victim?.seq}: its text or its hash was changed.\n`);
  expect(broken.code).toBe(1);

  // The server starts on it and says the same on the page.
  await server.start();
  const admin = await signIn("admin");
  await admin.goto("/audit");
  await admin.page.getByRole("button", { name: "Comprobar la cadena" }).click();
  await expect(admin.page.getByRole("alert")).toContainText(`entrada ${victim?.seq}`);
});

test("one command says whether a log whose end was cut off is whole", async ({
  server,
  signIn,
}) => {
  await signIn("lead.pa");
  await server.stop();
  await tamper(
    server.dataFolder,
    past(`DELETE FROM "AuditEntry" WHERE seq = (SELECT max(seq) FROM "AuditEntry")`),
  );
  const { code, said } = await istmo(server.dataFolder, "audit", "verify");
  expect(said).toMatch(/^Broken at entry \d+: the log does not end where its head says/);
  expect(code).toBe(1);
});
