import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin, Rolldown } from "vite";

const pages = ["/src/app/pages/paper-page.tsx", "/src/app/pages/paper-workspace.tsx"];

/**
 * Writes `paper.html`, the entry with all chunks of a paper named at its head, which the server gives
 * where the address is one of a paper. The browser so asks for them at once, not page after page.
 */
export function paperEntry(): Plugin {
  return {
    name: "istmo:paper-entry",
    apply: "build",
    writeBundle({ dir }, bundle) {
      const entry = bundle["index.html"];
      if (dir === undefined || entry?.type !== "asset") throw new Error("There is no index.html.");
      const html = String(entry.source);
      const links = [...chunksOf(bundle)]
        .filter((file) => !html.includes(`/${file}"`))
        .map((file) => `    <link rel="modulepreload" crossorigin href="/${file}" />\n`);
      writeFileSync(
        join(dir, "paper.html"),
        html.replace("  </head>", `${links.join("")}  </head>`),
      );
    },
  };
}

/** The chunks of a paper and all that they import at once. */
function chunksOf(bundle: Rolldown.OutputBundle): ReadonlySet<string> {
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
