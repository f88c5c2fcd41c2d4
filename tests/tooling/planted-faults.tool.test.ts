/**
 * `pnpm check` must notice what it is for. A copy of the project gets one fault planted at a time,
 * and the part of the check that should find it must fail and name it.
 */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const notCopied = /(^|\/)(node_modules|dist|\.git|\.data|results)$/;

/** Links everything that is installed, except our own packages, which are those of the copy. */
function linkModules(from: string, to: string, copy: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    const target = join(to, name);
    if (name === "@istmo") {
      mkdirSync(target);
      for (const own of readdirSync(source)) {
        const real = realpathSync(join(source, own));
        symlinkSync(join(copy, real.slice(root.length)), join(target, own));
      }
    } else if (name.startsWith("@")) {
      linkModules(source, target, copy);
    } else {
      symlinkSync(lstatSync(source).isSymbolicLink() ? realpathSync(source) : source, target);
    }
  }
}

describe("the check", () => {
  let copy: string;
  beforeAll(() => {
    copy = realpathSync(mkdtempSync(join(tmpdir(), "istmo-planted-")));
    cpSync(root, copy, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !notCopied.test(source),
    });
    const packages = ["apps", "packages"].flatMap((group) =>
      readdirSync(join(root, group)).map((name) => `${group}/${name}`),
    );
    for (const folder of ["", "prisma", "tests", ...packages]) {
      const modules = join(root, folder, "node_modules");
      if (existsSync(modules)) linkModules(modules, join(copy, folder, "node_modules"), copy);
    }
  }, 120_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  /** Runs one part of the check in the copy. */
  function check(part: string): { isFine: boolean; said: string } {
    const { status, stdout, stderr } = spawnSync("node", ["scripts/check.mjs", part], {
      cwd: copy,
      encoding: "utf8",
      env: { ...process.env, VITEST: "" },
    });
    return { isFine: status === 0, said: stdout + stderr };
  }

  /** What the parts say of the copy as it is. */
  const soundly = new Map<string, ReturnType<typeof check>>();

  /** Changes a file for the length of `work`. */
  function plant<Result>(path: string, change: (file: string) => void, work: () => Result): Result {
    const file = join(copy, path);
    const before = existsSync(file) ? readFileSync(file) : null;
    change(file);
    try {
      return work();
    } finally {
      if (before === null) rmSync(file);
      else writeFileSync(file, before);
    }
  }

  it.each([
    [
      "types of the server",
      "a type error",
      "packages/domain/src/decision.ts",
      (file: string) => appendFileSync(file, 'export const planted: number = "word";\n'),
      "decision.ts",
    ],
    [
      "import rules",
      "an import that the domain must not have",
      "packages/domain/src/decision.ts",
      (file: string) =>
        appendFileSync(file, 'import { readFileSync } from "node:fs";\nvoid readFileSync;\n'),
      "domain-imports-nothing",
    ],
    [
      "import rules",
      "a service that talks to the database",
      "apps/server/src/features/papers/papers.service.ts",
      (file: string) =>
        appendFileSync(file, 'import { Prisma } from "@istmo/prisma/client";\nvoid Prisma;\n'),
      "prisma-behind-doors",
    ],
    [
      "import rules",
      "a web feature that imports another",
      "apps/web/src/features/home/planted.ts",
      (file: string) => writeFileSync(file, 'import "../actions/index.ts";\n'),
      "web-features-stay-apart",
    ],
    [
      "dead code",
      "an export that nobody uses",
      "apps/server/src/platform/clock.ts",
      (file: string) => appendFileSync(file, "export const nobodyUsesThis = 1;\n"),
      "nobodyUsesThis",
    ],
    [
      "texts",
      "a text that one language lacks",
      "apps/web/src/i18n/paper/editor.en.json",
      (file: string) =>
        writeFileSync(file, readFileSync(file, "utf8").replace(/\n {4}"opening": .*/, "")),
      "editor.opening",
    ],
  ])("of %s fails on %s", (part, _what, path, change, named) => {
    const sound = soundly.get(part) ?? check(part);
    soundly.set(part, sound);
    expect(sound.isFine, sound.said).toBe(true);
    const { isFine, said } = plant(path, change, () => check(part));
    expect(isFine).toBe(false);
    expect(said).toContain(named);
  });
});
