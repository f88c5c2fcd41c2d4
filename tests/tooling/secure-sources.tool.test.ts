/** What the sources may not hold. Each rule is shown to find what it is for, in a line of its own. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Our own sources below a folder, without their tests. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|node_modules|(^|\/)dist\//.test(path))
    .map((path) => join(folder, path));
}

interface Rule {
  readonly says: string;
  readonly folders: readonly string[];
  readonly forbids: RegExp;
  /** What the rule must find. */
  readonly planted: readonly string[];
  /** Files whose use of it is known, and why it is harmless there. */
  readonly knows?: readonly string[];
}

const page = ["apps/web/src"];
const server = ["apps/server/src"];
const shared = [
  "packages/contracts/src",
  "packages/domain/src",
  "packages/paper-schema/src",
  "packages/sync/src",
];

const rules: readonly Rule[] = [
  {
    says: "text becomes no markup in the page",
    folders: [...page, ...shared],
    forbids:
      /dangerouslySetInnerHTML|\b(inner|outer)HTML\b|insertAdjacentHTML|document\s*\.\s*write|createContextualFragment|\bsrcDoc\b/,
    planted: [
      "<p dangerouslySetInnerHTML={{ __html: title }} />",
      "node.innerHTML = title;",
      "node.outerHTML = title;",
      "node.insertAdjacentHTML('beforeend', title)",
      "document.write(title)",
      "range.createContextualFragment(title)",
      "<iframe srcDoc={title} />",
    ],
  },
  {
    says: "no text is run as a program",
    folders: [...page, ...server, ...shared],
    forbids: /\beval\s*\(|new\s+Function\b|from "node:vm"|set(Timeout|Interval)\(\s*["'`]/,
    planted: [
      "eval(text)",
      "new Function(text)",
      'import { runInThisContext } from "node:vm";',
      "setTimeout('go()', 1)",
    ],
  },
  {
    says: "no SQL is put together from strings",
    folders: [...server, ...shared],
    forbids:
      /\$(query|execute)Raw(Unsafe|\s*(<[^`;]*>)?\s*\()|Prisma\.raw\b|\.query\(\s*(`[^`]*\$\{|["'][^"']*["']\s*\+)/,
    planted: [
      "client.$queryRawUnsafe(sql)",
      "client.$executeRawUnsafe(sql)",
      "client.$executeRaw(Prisma.sql([text]))",
      "Prisma.raw(name)",
      "pool.query(`SELECT ${name}`)",
      "pool.query('SELECT ' + name)",
    ],
  },
  {
    says: "no other program is started; the one child process is our own file",
    folders: [...server, ...shared],
    forbids: /node:child_process|\b(exec|execFile|spawn|spawnSync|execSync)\s*\(\s*["'`]/,
    planted: ['import { exec } from "node:child_process";', "execSync(`convert ${name}`)"],
    knows: ["apps/server/src/main.ts"],
  },
  {
    says: "the server calls no address: only its mail, its database and its identity provider do, by their settings",
    folders: [...server, ...shared],
    forbids:
      /\bfetch\s*\(|import \{[^}]*\b(request|get)\b[^}]*\} from "node:http"|import (\* as )?\w+ from "node:http"|from "(node:https|node:http2|undici|axios|node-fetch|got)"/,
    planted: [
      "await fetch(body.address)",
      'import { request } from "node:http";',
      'import * as http from "node:http";',
      'import { get } from "node:https";',
      'import got from "got";',
    ],
  },
  {
    says: "the browser keeps how the page looks, the link of an invitation, how the line is and sealed drafts, and nothing else by name",
    folders: page,
    forbids: /\b(local|session)Storage\b|document\s*\.\s*cookie/,
    planted: ["localStorage.setItem('token', token)", "sessionStorage.token", "document.cookie"],
    knows: [
      "apps/web/src/lib/scheme.ts",
      "apps/web/src/i18n/i18n.ts",
      // Which panel stands beside a paper, and whether one edits or suggests.
      "apps/web/src/lib/use-remembered.ts",
      // Comments and changes that are not sent yet, encrypted under a key that the server gives to their author.
      "apps/web/src/lib/sealed-storage.ts",
      // Whether WebSockets are blocked here.
      "apps/web/src/features/editor/browser-world.ts",
      // Until the invited person has signed in; the tab forgets it with itself.
      "apps/web/src/lib/link-token.ts",
    ],
  },
  {
    says: "certificates are checked",
    folders: [...server, ...shared],
    forbids: /rejectUnauthorized\s*:\s*false|NODE_TLS_REJECT_UNAUTHORIZED/,
    planted: ["tls: { rejectUnauthorized: false }", "env.NODE_TLS_REJECT_UNAUTHORIZED = '0'"],
  },
  {
    says: "what is secret does not come from Math.random",
    folders: [...server, ...shared],
    forbids: /Math\.random/,
    planted: ["const token = Math.random().toString(36);"],
  },
  {
    says: "nothing takes pasting away, nor plug-ins back",
    folders: page,
    forbids: /onPaste=\{[^}]*preventDefault|<(object|embed|applet)\s+[\w-]+=/,
    planted: ["<Input onPaste={(event) => event.preventDefault()} />", "<object data={file} />"],
  },
];

describe("in the sources", () => {
  it.each(rules)("$says", ({ folders, forbids, knows = [], planted }) => {
    for (const line of planted) expect(line, "the rule finds what it is for").toMatch(forbids);
    const files = folders.flatMap(sources);
    expect(files.length).toBeGreaterThan(20);
    const found = files.filter((file) => forbids.test(readFileSync(join(root, file), "utf8")));
    expect(found.sort()).toEqual([...knows].sort());
  });

  it("the one child process is started from a fixed file of ours", () => {
    const main = readFileSync(join(root, "apps/server/src/main.ts"), "utf8");
    expect(main.match(/\b(fork|spawn\w*|exec\w*)\s*\([^;]*;/g)).toEqual([
      'fork(new URL("./prepare.js", import.meta.url));',
    ]);
  });
});

/** Lines of a lock file that name a package without saying what its bytes must be. */
const unproved = (lock: string) =>
  lock
    .split("\n")
    .filter((line) => /^\s+resolution:/.test(line))
    .filter((line) => !/resolution: \{integrity: sha512-[\w+/]+=*\}$/.test(line));

describe("every library", () => {
  const lock = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");

  it("stands in the lock file with the checksum of its bytes, from the registry alone", () => {
    const elsewhere = "    resolution: {tarball: https://example.org/x.tgz}";
    expect(unproved(`${lock}\n${elsewhere}\n`)).toEqual([elsewhere]);
    expect(lock.match(/^\s+resolution:/gm)?.length).toBeGreaterThan(100);
    expect(unproved(lock)).toEqual([]);
  });

  it("that a package.json asks for stands in the lock file as it is asked for", () => {
    const missing: string[] = [];
    for (const folder of [".", "apps/server", "apps/web", "prisma", "tests", ...packages()]) {
      const own = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Record<
        string,
        Record<string, string> | undefined
      >;
      const importer = lock.split(`\n  ${folder}:\n`)[1]?.split(/\n {2}\S/)[0] ?? "";
      for (const [name, wanted] of [
        ...Object.entries(own["dependencies"] ?? {}),
        ...Object.entries(own["devDependencies"] ?? {}),
      ]) {
        const entry = importer.split(new RegExp(`\n {6}'?${name}'?:\n`))[1] ?? "";
        const specifier = /^ {8}specifier: '?([^'\n]+)'?\n/.exec(entry)?.[1];
        if (specifier !== wanted) missing.push(`${folder}: ${name} ${wanted}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

function packages(): string[] {
  return readdirSync(join(root, "packages")).map((name) => `packages/${name}`);
}
