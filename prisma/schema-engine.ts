/**
 * Prisma's own migration engine, loaded from its WebAssembly package: the native one would have to
 * be downloaded at install time. What it writes stays interchangeable with `prisma migrate`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";

/** What the generated glue and the runtime offer beyond their type declarations. */
interface Glue {
  __wbg_set_wasm(exports: { __wbindgen_start(): void }): void;
}
interface WebAssemblyRuntime {
  Module: new (code: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: Record<string, unknown>,
  ) => { exports: { __wbindgen_start(): void } };
}

let isLoaded = false;
function load(): void {
  if (isLoaded) return;
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyRuntime })
    .WebAssembly;
  const glue = createRequire(import.meta.url).resolve(
    "@prisma/schema-engine-wasm/schema_engine_bg",
  );
  const code = new Module(readFileSync(join(dirname(glue), "schema_engine_bg.wasm")));
  const { exports } = new Instance(code, { "./schema_engine_bg.js": engine });
  (engine as unknown as Glue).__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  isLoaded = true;
}

/**
 * The adapter cuts a script at every semicolon, which tears the body of a function apart. Sent
 * whole, as the native engine does, it is one implicit transaction as well.
 */
function runScriptsWhole(adapter: Awaited<ReturnType<PrismaPg["connect"]>>): void {
  const { client } = adapter as unknown as { client: { query(text: string): Promise<unknown> } };
  adapter.executeScript = async (script) => {
    await client.query(script);
  };
}

/**
 * Opens the engine on a database, lends it to `work`, frees it and closes its connections, which
 * the engine leaves open.
 */
export async function withSchemaEngine<Result>(
  connectionString: string,
  work: (engine: engine.SchemaEngine) => Promise<Result>,
): Promise<Result> {
  load();
  const factory = new PrismaPg({ connectionString });
  const adapters: { dispose(): Promise<void> }[] = [];
  const connect = async () => {
    const adapter = await factory.connect();
    adapters.push(adapter);
    runScriptsWhole(adapter);
    return adapter;
  };
  const { provider, adapterName } = factory;
  const silent = () => undefined;
  const migrating = bindMigrationAwareSqlAdapterFactory({
    provider,
    adapterName,
    connect,
    connectToShadowDb: connect,
  });
  const opened = await engine.SchemaEngine.new({ datamodels: undefined }, silent, migrating);
  try {
    return await work(opened);
  } finally {
    opened.free();
    for (const adapter of adapters) await adapter.dispose();
  }
}
