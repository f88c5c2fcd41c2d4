/** Starts one server process, and ends it without losing anything. */
import { fork } from "node:child_process";
import { createApp, type App } from "./app.ts";
import { readConfig, StartError, type Config } from "./config/config.ts";
import { systemClock } from "./platform/clock.ts";
import { openDataFolder } from "./platform/data-folder.ts";
import { openDatabase } from "./platform/database.ts";
import { hasEmbeddedDatabase } from "./platform/embedded-database.ts";
import { createLogger } from "./platform/logger.ts";

/** Milliseconds after which a stop no longer waits. */
const stopDeadline = 9000;

function listen({ server }: App, { port, host }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const mend: Record<string, string> = {
        EADDRINUSE: `Port ${port} is taken: stop what uses it, or set PORT to another number.`,
        EACCES: `Port ${port} is not yours to open: set PORT to a number above 1023.`,
        EADDRNOTAVAIL: `HOST ${host} is no address of this machine: set HOST to 127.0.0.1 or 0.0.0.0.`,
        ENOTFOUND: `HOST ${host} is no address of this machine: set HOST to 127.0.0.1 or 0.0.0.0.`,
      };
      const sentence = mend[error.code ?? ""];
      reject(sentence === undefined ? error : new StartError(sentence, { cause: error }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Runs prepare.ts to its end; what it has to say is shown. */
function prepareApart(): Promise<void> {
  const child = fork(new URL("./prepare.js", import.meta.url));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new StartError("The database could not be created; the reason stands above."));
    });
  });
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const folder = openDataFolder(config.dataFolder);
  process.on("exit", () => folder.release());

  if (config.databaseUrl === null && !hasEmbeddedDatabase(config.dataFolder)) await prepareApart();
  const database = await openDatabase(config, (error) => {
    logger.fatal({ err: error }, "the embedded database died");
    process.exit(1);
  });
  const app = await createApp({
    config,
    database,
    sessionSecret: folder.sessionSecret,
    logger,
    clock: systemClock(config.clockAhead),
  });
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, "stopping");
    setTimeout(() => {
      logger.error({}, "the stop took too long");
      process.exit(1);
    }, stopDeadline).unref();
    const isSaved = await app.drain();
    await database.close();
    process.exit(isSaved ? 0 : 1);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        logger.error({ err: error }, "the stop failed");
        process.exit(1);
      });
    });
  }

  const port = await listen(app, config);
  const shownHost = ["0.0.0.0", "::"].includes(config.host) ? "localhost" : config.host;
  const origin = config.publicOrigin ?? `http://${shownHost}:${port}`;
  console.log(`Istmo is ready at ${origin}`);
  const { firstAdministratorToken: token } = app;
  if (token !== null)
    console.log(
      `There is no administrator yet. Within 24 hours, make the first one at ${origin}/first-administrator#${token}`,
    );
}

main().catch((error: unknown) => {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
});
