import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("what the server logs is a line of JSON with its time in UTC, without headers", () => {
  const logger = new URL("logger.ts", import.meta.url).href;
  const program = `
    import { createLogger } from ${JSON.stringify(logger)};
    const headers = { cookie: "a session" };
    createLogger("info").info({ req: { id: 7, headers }, res: { headers } }, "one\\nline");`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", program],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  const entry = JSON.parse(stdout) as { time: string };
  expect(entry).toMatchObject({ msg: "one\nline", req: { id: 7 } });
  expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(stdout).not.toContain("a session");
});
