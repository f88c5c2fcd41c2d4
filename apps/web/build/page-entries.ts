import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";

/** The entries besides `index.html`, each with the pages whose chunks it names. */
const entries: Readonly<Record<string, readonly string[]>> = {
  "home.html": ["/src/app/pages/home-page.tsx"],
  "actions.html": ["/src/app/pages/actions-page.tsx"],
  "paper.html": ["/src/app/pages/paper-page.tsx", "/src/app/pages/paper-workspace.tsx"],
};

/**
 * Writes entries with all chunks of a page named at their head, which the server gives where the
 * address is one of that page (`http/page.ts`). The browser so asks for them at once, not when the
 * first scripts have found out which page it is.
 */
export function pageEntries(): Plugin {
  return {
    name: "istmo:page-entries",
    apply: "build",
    writeBundle({ dir }, bundle) {
      const entry = bundle["index.html"];
      if (dir === undefined || entry?.type !== "asset") throw new Error("There is no index.html.");
      const html = String(entry.source);
      for (const [name, pages] of Object.entries(entries)) {
        const links = [...chunksOf(bundle, pages)]
          .filter((file) => !html.includes(`/${file}"`))
          .map((file) => `    <link rel="modulepreload" crossorigin href="/${file}" />\n`);
        writeFileSync(join(dir, name), html.replace("  </head>", `${links.join("")}  </head>`));
      }
    },
  };
}

/** The chunks of pages and all that they import at once. */
function chunksOf(bundle: Rolldown.OutputBundle, pages: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>();
  const add = (file: string): void => {
    const chunk = bundle[file];
    if (chunk?.type !== "chunk" || files.has(file)) return;
    files.add(file);
    chunk.imports.forEach(add);
  };
  for (const page of pages) {
    const found = Object.values(bundle).find(
      (it) => it.type === "chunk" && it.facadeModuleId?.endsWith(page),
    );
    if (found === undefined) throw new Error(`No chunk holds ${page}: was the page moved?`);
    add(found.fileName);
  }
  return files;
}
