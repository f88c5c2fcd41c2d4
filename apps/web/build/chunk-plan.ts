import { build, type InlineConfig, type Rolldown } from "vite";

/** Modules that so many pages load come as one file. */
const ofMost = 10;
/** So little that a request costs more than its bytes, for pages that do not need it too. */
const smallBytes = 3000;
/** Pages that load it show actions. */
const actionModule = "/features/actions/action-detail.tsx";
/** What so many of those pages load comes as one file. */
const ofActions = 4;

/** Where a module goes, by the pages that load it. */
type Plan = ReadonlyMap<string, string>;

/**
 * Puts modules that pages load together into few files. By itself the bundler makes one for each set
 * of pages that share it, a hundred and more for a page, and on a line with a long way each half
 * dozen of them waits for the one before.
 *
 * - `start`: what the first page of the day loads: the entry's modules and the home page's.
 * - `parts`: what most of the other pages share, above all forms and dialogs, and what is small.
 * - `actions`: what most of the pages that show actions share, and no others.
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
  const detail = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(actionModule)));
  if (detail === undefined) throw new Error(`No chunk holds ${actionModule}: was it moved?`);
  const withActions = loaders.get(detail) ?? new Set();

  const names = new Map<Rolldown.OutputChunk, string>();
  for (const chunk of chunks) {
    // An entry keeps a file of its own, by which the manifest and `page-entries.ts` know it.
    if (chunk.facadeModuleId !== null) continue;
    const by = loaders.get(chunk) ?? new Set();
    if (start.has(chunk)) names.set(chunk, "start");
    else if (by.size >= ofMost) names.set(chunk, "parts");
    else if (by.size >= ofActions && [...by].every((each) => withActions.has(each)))
      names.set(chunk, "actions");
  }
  // What is small brings nothing large along: all that it imports stands in the same files.
  const isEverywhere = (chunk: Rolldown.OutputChunk | undefined): boolean => {
    if (chunk === undefined || chunk.facadeModuleId?.endsWith("/index.html") === true) return true;
    const name = names.get(chunk);
    return name === "start" || name === "parts" || (name === undefined && isSmall(chunk));
  };
  const isSmall = (chunk: Rolldown.OutputChunk): boolean =>
    chunk.facadeModuleId === null &&
    (loaders.get(chunk)?.size ?? 0) > 1 &&
    chunk.code.length < smallBytes &&
    chunk.imports.every((file) => isEverywhere(byName.get(file)));
  for (const chunk of chunks) if (!names.has(chunk) && isSmall(chunk)) names.set(chunk, "parts");

  const plan = new Map<string, string>();
  for (const [chunk, name] of names) for (const id of chunk.moduleIds) plan.set(id, name);
  return plan;
}
