// Finds a Chromium for the browser tests, or brings one: Playwright's own, else the system's package.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { giveUp, root, run } from "./workspace.mjs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function playwrightsOwn() {
  const require = createRequire(join(root, "tests/package.json"));
  const path = require("@playwright/test").chromium.executablePath();
  return existsSync(path) ? path : undefined;
}
const find = () => process.env.ISTMO_CHROMIUM ?? places.find(existsSync) ?? playwrightsOwn();

/** Path of an executable Chromium. */
export function ensureChromium() {
  const found = find();
  if (found !== undefined) return found;
  console.log("Bringing a Chromium for the browser tests …");
  const cli = join(root, "tests/node_modules/@playwright/test/cli.js");
  if (run("node", [cli, "install", "chromium"])) return find();
  const apt = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  const isThere =
    existsSync("/usr/bin/apt-get") &&
    process.getuid?.() === 0 &&
    run("apt-get", ["update", "-qq"], apt) &&
    run("apt-get", ["install", "-y", "-qq", "chromium"], apt);
  if (isThere && find() !== undefined) return find();
  return giveUp(
    "No Chromium was found for the browser tests: install one, or name it in ISTMO_CHROMIUM.",
  );
}
