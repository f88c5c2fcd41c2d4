// What a person downloads before the first page works: the entry, what it imports at once, and the
// chunks of the home page with their imports and one language. Run after `vite build`.
//
//   node scripts/size.mjs      prints every chunk; ends with 1 above the budget
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = 200 * 1000;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

const sizes = new Map();
for (const { file } of Object.values(manifest)) {
  if (file.endsWith(".js")) sizes.set(file, gzipSync(readFileSync(new URL(file, dist))).length);
}

/** A chunk and all that it imports at once. */
function withImports(key, found = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`The manifest names no ${key}: was the page moved?`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) withImports(imported, found);
  return found;
}
const sum = (files) => [...files].reduce((total, file) => total + (sizes.get(file) ?? 0), 0);
const kB = (bytes) => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;

const first = withImports("index.html");
withImports("src/app/pages/home-page.tsx", first);
const largestLanguage = ["src/i18n/load-es.ts", "src/i18n/load-en.ts"]
  .map((key) => manifest[key].file)
  .sort((a, b) => sizes.get(b) - sizes.get(a))[0];
first.add(largestLanguage);

for (const [file, size] of [...sizes].sort((a, b) => b[1] - a[1])) {
  console.log(`${kB(size)} gz  ${first.has(file) ? "home" : "    "}  ${file}`);
}
const editor = withImports("src/app/pages/paper-workspace.tsx");
const editorOnly = [...editor].filter((file) => !first.has(file));
console.log(`\n${kB(sum(editorOnly))} gz  more for the first paper`);
console.log(`${kB(sum(first))} gz  first load of the home page, of ${budget / 1000} kB`);

if (first.has(manifest["src/app/pages/paper-workspace.tsx"].file)) {
  console.error("The editor is part of the first load: it must stay in a chunk of its own.");
  process.exit(1);
}
if (sum(first) > budget) {
  console.error("The home page is heavier than its budget.");
  process.exit(1);
}
