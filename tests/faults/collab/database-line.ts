/** The way from a server to its database, which a test can cut and mend. */
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

export interface DatabaseLine {
  /** Opens the same database by way of this line. */
  readonly connectionString: string;
  /** Connections that were refused since the line was opened. */
  readonly refused: () => number;
  /** Ends every connection, and refuses new ones until it is mended. */
  cut(): void;
  mend(): void;
  /**
   * Passes the next append on, keeps its answer back, and cuts when the database has given it.
   * Settles then.
   */
  cutInTheNextAppend(): Promise<void>;
  close(): Promise<void>;
}

/** By its text, or by its name where a connection has it prepared. */
const isAppend = (sent: Buffer): boolean =>
  sent.includes('INSERT INTO "EditionUpdate"') || sent.includes("istmo append");

/** ReadyForQuery, outside any transaction: the statement has ended, and what it wrote is committed. */
const isEnd = (answer: Buffer): boolean =>
  answer.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]));

/** Opens the line to the database that the URL names. */
export async function openDatabaseLine(databaseUrl: string): Promise<DatabaseLine> {
  const through = new URL(databaseUrl);
  // The embedded database has a folder with its socket there.
  const folder = through.searchParams.get("host");
  const database =
    folder === null
      ? { host: through.hostname, port: Number(through.port || 5432) }
      : { path: `${folder}/.s.PGSQL.5432` };
  const open = new Set<Socket>();
  let isCut = false;
  let refused = 0;
  let awaitAppend: (() => void) | null = null;

  const server = createServer((near) => {
    near.on("error", () => near.destroy());
    if (isCut) {
      refused++;
      near.destroy();
      return;
    }
    const far = connect(database);
    let onAppended: (() => void) | null = null;
    far.on("error", () => far.destroy());
    open.add(near);
    near.on("close", () => {
      open.delete(near);
      far.destroy();
    });
    far.on("close", () => near.destroy());
    near.on("data", (sent: Buffer) => {
      if (awaitAppend !== null && isAppend(sent)) {
        onAppended = awaitAppend;
        awaitAppend = null;
      }
      far.write(sent);
    });
    far.on("data", (answer: Buffer) => {
      if (onAppended === null) return near.write(answer);
      if (!isEnd(answer)) return;
      line.cut();
      onAppended();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  through.searchParams.delete("host");
  through.hostname = "127.0.0.1";
  through.port = String((server.address() as AddressInfo).port);
  const line: DatabaseLine = {
    connectionString: through.href,
    refused: () => refused,
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    cutInTheNextAppend: () => new Promise((resolve) => (awaitAppend = resolve)),
    async close() {
      line.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return line;
}
