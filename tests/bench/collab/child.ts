/** A process of the bench, seen from its parent. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import manifest from "../../package.json" with { type: "json" };
import type { Ask, CommonDuties, Duty, Say } from "./duties.ts";

type Output<Of extends Duty> = Awaited<ReturnType<Of>>;

export interface Child<Duties extends Readonly<Record<keyof Duties, Duty>> = CommonDuties> {
  readonly address: string;
  /** Has the process do something; rejects when that fails or the process ends. */
  ask<Name extends keyof Duties & string>(
    duty: Name,
    ...input: Parameters<Duties[Name]>
  ): Promise<Output<Duties[Name]>>;
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

const bundles = new Map<string, Promise<string>>();

/**
 * The file as the product's build would give it: a loader that translates at run time names every
 * function anew, which the measured process would pay for.
 */
function bundled(file: string): Promise<string> {
  const known = bundles.get(file) ?? bundle(fileURLToPath(new URL(file, import.meta.url)));
  bundles.set(file, known);
  return known;
}

async function bundle(path: string): Promise<string> {
  // These read files beside their own modules.
  if (/(database|y-websocket)-process/.test(path)) return path;
  const outfile = path.replace(/([^/]+)\.ts$/, "dist/$1.mjs");
  const external = Object.keys(manifest.devDependencies)
    .filter((name) => !name.startsWith("@istmo/"))
    .flatMap((name) => [name, `${name}/*`]);
  await build({
    ...{ entryPoints: [path], outfile, external, bundle: true },
    ...{ platform: "node", target: "node20", format: "esm", logLevel: "warning" },
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return outfile;
}

/** Starts a file of this folder in a process of its own and waits until it serves. */
export async function startChild<Duties extends Readonly<Record<keyof Duties, Duty>>>(
  file: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Child<Duties & CommonDuties>> {
  const child = fork(await bundled(file), {
    env: { ...process.env, ...env, NODE_ENV: "production" },
    execArgv: [...process.execArgv, "--expose-gc"],
    serialization: "advanced",
  });
  const exited = once(child, "exit");
  const waiting = new Map<number, { resolve(output: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  const address = await new Promise<string>((resolve, reject) => {
    child.on("message", (message: Say) => {
      if ("ready" in message) return resolve(message.ready);
      const asker = waiting.get(message.id);
      waiting.delete(message.id);
      if ("error" in message) asker?.reject(new Error(`${file}: ${message.error}`));
      else asker?.resolve(message.output);
    });
    void exited.then(() => {
      const error = new Error(`${file} ended`);
      reject(error);
      for (const asker of waiting.values()) asker.reject(error);
    });
  });
  return {
    address,
    ask: (duty, ...[input]) =>
      new Promise((resolve, reject) => {
        const id = asked++;
        waiting.set(id, { resolve: (output) => resolve(output as never), reject });
        child.send({ id, duty, input } satisfies Ask, (error) => error && reject(error));
      }),
    async stop() {
      if (!child.connected) return;
      child.send({ id: asked++, duty: "stop", input: undefined } satisfies Ask);
      await exited;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
