import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compressedAssets, pageRoutes } from "./page.ts";
import { errorHandler, notFound } from "./problem.ts";

describe("the files of the page", () => {
  const folder = mkdtempSync(join(tmpdir(), "istmo-page-"));
  let server: Server;
  beforeAll(async () => {
    mkdirSync(join(folder, "page/assets"), { recursive: true });
    writeFileSync(join(folder, "secret.txt"), "a secret beside the page");
    writeFileSync(join(folder, "page/assets/main-1.js"), "run()");
    writeFileSync(join(folder, "page/index.html"), "<!doctype html><title>Istmo</title>");
    writeFileSync(join(folder, "page/paper.html"), "<!doctype html><title>A paper</title>");
    writeFileSync(join(folder, "page/home.html"), "<!doctype html><title>Home</title>");
    const app = express();
    app.use(compressedAssets(join(folder, "page")));
    app.use(pageRoutes(join(folder, "page")));
    app.use(notFound, errorHandler(pino({ level: "silent" })));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  /** Asks for a path as it stands: fetch would tidy it up. */
  async function ask(
    path: string,
    ...headers: string[]
  ): Promise<{ status: number; text: string }> {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    const lines = [`GET ${path} HTTP/1.1`, "Host: here", "Connection: close", ...headers];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    let text = "";
    for await (const part of socket.setEncoding("utf8")) text += String(part);
    return { status: Number(text.split(" ")[1]), text };
  }

  it("are served as they are", async () => {
    expect((await ask("/assets/main-1.js")).text).toContain("run()");
    expect((await ask("/centres", "Accept: text/html")).text).toContain("<title>Istmo</title>");
  });

  it("are compressed for whoever takes them so, and kept for ever", async () => {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/assets/main-1.js`);
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(answer.headers.get("content-type")).toContain("javascript");
    expect(await answer.text()).toBe("run()");
  });

  it("begin with what a page needs where the address is one of its", async () => {
    expect((await ask("/", "Accept: text/html")).text).toContain("<title>Home</title>");
    // Without an entry of its own: what all begin with.
    expect((await ask("/actions", "Accept: text/html")).text).toContain("<title>Istmo</title>");
    expect((await ask("/papers/one", "Accept: text/html")).text).toContain(
      "<title>A paper</title>",
    );
    expect((await ask("/papers", "Accept: text/html")).text).toContain("<title>Istmo</title>");
  });

  it.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/assets/..%252f..%252fsecret.txt",
    "/assets//../../secret.txt",
    "/assets/main-1.js%00/../../../secret.txt",
    "/..%2fsecret.txt",
  ])("lead to nothing beside them: %s", async (path) => {
    const { status, text } = await ask(path);
    expect(text).not.toContain("a secret beside the page");
    const compressed = await ask(path, "Accept-Encoding: gzip");
    expect(compressed.text).not.toContain("Content-Encoding: gzip");
    // A path that was tidied up is one of the page's own, or leads nowhere.
    expect(status).toBeLessThan(500);
    if (status === 200) expect(text).toContain("<title>Istmo</title>");
  });

  it.each(["/assets", "/assets/", "/assets/."])("are not listed: %s", async (path) => {
    expect((await ask(path, "Accept: text/html")).text).not.toContain("main-1");
  });

  it.each(["/", "/papers", "/assets/main-1.js"])(
    "end where they end, whatever part is asked for: %s",
    async (path) => {
      const { status, text } = await ask(path, "Accept: text/html", "Range: bytes=999999-");
      expect(status).toBe(416);
      expect(text).toContain("range_not_satisfiable");
    },
  );
});
