import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./people.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "apps/server/dist/main.js");

/** Runs a command to its end; `said` is everything that it printed. */
function run(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", REDIS_URL: "", ISTMO_LOG: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, said })));
}

test("a start that cannot succeed ends with one sentence that says what to do", async ({
  server,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "istmo-start-"));
  const taken = new URL(server.origin).port;
  const cases: [string, Record<string, string>, RegExp][] = [
    ["a used port", { ISTMO_DATA: folder, PORT: taken }, /^Port \d+ is taken: .*set PORT/],
    [
      "a data folder that another server holds",
      { ISTMO_DATA: server.dataFolder, PORT: "0" },
      /^Istmo already runs on .*set ISTMO_DATA/,
    ],
    [
      "a data folder that cannot be written",
      { ISTMO_DATA: "/dev/null/istmo", PORT: "0" },
      /^The data folder .* cannot be written \(ENOTDIR\): set ISTMO_DATA/,
    ],
    [
      "a database that does not answer",
      { ISTMO_DATA: folder, PORT: "0", DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none" },
      /^The database that DATABASE_URL names does not answer \(ECONNREFUSED\): /,
    ],
    [
      "a database URL that is none",
      { ISTMO_DATA: folder, DATABASE_URL: "mysql://somewhere" },
      /^DATABASE_URL must look like postgresql:/,
    ],
    [
      "Redis for an embedded database",
      { ISTMO_DATA: folder, REDIS_URL: "redis://127.0.0.1:6379" },
      /^REDIS_URL needs DATABASE_URL: the embedded database belongs to one process/,
    ],
    ["a port that is none", { ISTMO_DATA: folder, PORT: "many" }, /^PORT must be a number/],
    [
      "a demonstration in production",
      { ISTMO_DATA: folder, ISTMO_DEMO: "1", NODE_ENV: "production" },
      /^ISTMO_DEMO=1 is refused with NODE_ENV=production/,
    ],
  ];
  for (const [what, env, sentence] of cases) {
    const { code, said } = await run([main], env);
    expect(said, what).toMatch(sentence);
    expect(said.trim().split("\n"), what).toHaveLength(1);
    expect(code, what).toBe(1);
  }
  rmSync(folder, { recursive: true, force: true });
});

test("a demonstration's data never become an installation's", async ({ server }) => {
  expect(await server.stop()).toBe(0);
  const { code, said } = await run([main], {
    ISTMO_DATA: server.dataFolder,
    ISTMO_DEMO: "0",
    PORT: "0",
  });
  expect(said).toMatch(/^This database holds the sample people of a demonstration: set ISTMO_DEMO/);
  expect(said.trim().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
});

test("a start without an administrator prints one link for making the first", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "istmo-first-"));
  const child = spawn(process.execPath, [main], {
    cwd: root,
    env: {
      ...process.env,
      ...{
        ISTMO_DATA: folder,
        ISTMO_DEMO: "0",
        PORT: "0",
        DATABASE_URL: "",
        REDIS_URL: "",
        ISTMO_LOG: "warn",
      },
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const said = await new Promise<string>((resolve, reject) => {
      let heard = "";
      child.stdout.on("data", (chunk: Buffer) => {
        heard += chunk.toString();
        if (heard.split("\n").length > 2) resolve(heard);
      });
      child.once("exit", (code) => reject(new Error(`The server ended (${code}): ${heard}`)));
    });
    const [ready = "", link = ""] = said.split("\n");
    const origin = ready.replace("Istmo is ready at ", "");
    const token = link.split("#")[1] ?? "";
    expect(link).toBe(
      `There is no administrator yet. Within 24 hours, make the first one at ${origin}/first-administrator#${token}`,
    );
    const answer = await page.request.post(`${origin}/api/auth/first-administrator/look`, {
      data: { token },
    });
    expect(answer.ok()).toBe(true);
  } finally {
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a Node.js that is too old is told so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "istmo-old-"));
  const old = join(folder, "old-node.cjs");
  writeFileSync(old, 'Object.defineProperty(process, "versions", { value: { node: "18.20.4" } });');
  const { code, said } = await run(["-r", old, join(root, "scripts/start.mjs")], {});
  expect(said).toMatch(/^Istmo needs Node\.js 20\.19 or newer, and this is 18\.20\.4: install/);
  expect(said.trim().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
  rmSync(folder, { recursive: true, force: true });
});

test("secrets are made on the first start, for this user's eyes alone", ({ server }) => {
  const secret = statSync(join(server.dataFolder, "secrets/session"));
  expect((secret.mode & 0o777).toString(8)).toBe("600");
  expect((statSync(join(server.dataFolder, "secrets")).mode & 0o777).toString(8)).toBe("700");
});

test("a server that is asked to stop saves what was just typed and ends with 0", async ({
  server,
  signIn,
}) => {
  const expert = await signIn("expert1.sv");
  await expert.goto("/papers/paper-urban-analysts");
  const text = expert.page.locator('[data-block-id="budget-1"]');
  await expect(expert.page.locator('[data-claim="saved"]')).toBeVisible();
  await text.click();
  await expert.page.keyboard.type("Justo antes. ");
  await expect(expert.page.locator('[data-claim="saved"]')).toBeVisible();
  expect(await server.stop()).toBe(0);
  await server.start();
  const lead = await signIn("lead.sv");
  await lead.goto("/papers/paper-urban-analysts");
  await expect(lead.page.locator('[data-block-id="budget-1"]')).toContainText("Justo antes.");
});
