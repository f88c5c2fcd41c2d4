import { build, type InlineConfig, type Rolldown } from "vite";

/** Modules that so many pages load come as one file. */
const ofMost = 10;

const boardModule = "/features/actions/board-column.tsx";

/** Where a module goes, by the pages that load it. */
type Plan = ReadonlyMap<string, string>;

/**
 * Puts modules that pages load together into few files. By itself the bundler makes one for each set
 * of pages that share it, a hundred and more for a page, and on a line with a long way each half
 * dozen of them waits for the one before.
 *
 * - `start`: what the first page of the day loads: the entry's modules and the home page's.
 * - `parts`: what most of the other pages share, above all forms and dialogs.
 * - `actions`: what only pages with a board of actions share.
 *
 * Who loads what is known only when unused exports are gone; so the page is built once without a plan.
 */
export async function chunkPlan(config: InlineConfig): Promise<Rolldown.CodeSplittingOptions> {
  const plan = planOf(await withoutPlan(config));
  const names = ["start", "parts", "actions"];
  return {
    includeDependenciesRecursively: false,
    groups: names.map((name, at) => ({
      debugName: name,
      priority: names.length - at,
      name: (id) => (plan.get(id) === name ? name : null),
    })),
  };
}

async function withoutPlan(config: InlineConfig): Promise<readonly Rolldown.OutputChunk[]> {
  const built = await build({
    ...config,
    configFile: false,
    logLevel: "error",
    build: { ...config.build, write: false },
  });
  const outputs = Array.isArray(built) ? built : "output" in built ? [built] : [];
  return outputs.flatMap(({ output }) => output).filter((file) => file.type === "chunk");
}

function planOf(chunks: readonly Rolldown.OutputChunk[]): Plan {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const pages = chunks.filter(({ facadeModuleId }) => facadeModuleId?.includes("/src/app/pages/"));
  const page = (name: string) => {
    const found = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(name));
    if (found === undefined) throw new Error(`No chunk holds ${name}: was the page moved?`);
    return found;
  };
  const loads = (chunk: Rolldown.OutputChunk, found = new Set<Rolldown.OutputChunk>()) => {
    if (found.has(chunk)) return found;
    found.add(chunk);
    for (const name of chunk.imports) {
      const imported = byName.get(name);
      if (imported !== undefined) loads(imported, found);
    }
    return found;
  };
  const start = loads(page("/index.html"));
  loads(page("/pages/home-page.tsx"), start);
  const loaders = new Map<Rolldown.OutputChunk, Set<Rolldown.OutputChunk>>();
  for (const each of pages)
    for (const chunk of loads(each))
      loaders.set(chunk, (loaders.get(chunk) ?? new Set()).add(each));
  const board = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(boardModule)));
  if (board === undefined) throw new Error(`No chunk holds ${boardModule}: was it moved?`);
  const withBoard = loaders.get(board) ?? new Set();
  const plan = new Map<string, string>();
  for (const chunk of chunks) {
    // An entry keeps a file of its own, by which the manifest and `page-entries.ts` know it.
    if (chunk.facadeModuleId !== null) continue;
    const by = loaders.get(chunk) ?? new Set();
    const name = start.has(chunk)
      ? "start"
      : by.size >= ofMost
        ? "parts"
        : by.size > 1 && [...by].every((each) => withBoard.has(each))
          ? "actions"
          : null;
    if (name !== null) for (const id of chunk.moduleIds) plan.set(id, name);
  }
  return plan;
}
