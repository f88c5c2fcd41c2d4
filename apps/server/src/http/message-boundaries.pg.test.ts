import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestApp, type TestApp } from "../../../../tests/support/test-app.ts";

describe("a message on the wire", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp();
  });
  afterAll(() => app.close());

  /** What the server answers to these very bytes, until it closes the connection. */
  async function send(lines: readonly string[], body = ""): Promise<string> {
    const { port } = new URL(app.origin);
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
    let text = "";
    for await (const part of socket.setEncoding("utf8")) text += String(part);
    return text;
  }
  const statuses = (answer: string) =>
    [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
  const head = ["POST /api/auth/sign-out HTTP/1.1", "Host: here", "Content-Type: application/json"];
  const smuggled = "GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";

  it("is answered when it is sound", async () => {
    const answer = await send([...head, "Content-Length: 2", "Connection: close"], "{}");
    expect(statuses(answer)).toEqual([200]);
  });

  it.each([
    ["two ways to say its length", ["Content-Length: 5", "Transfer-Encoding: chunked"]],
    ["two lengths", ["Content-Length: 5", "Content-Length: 6"]],
    ["a length that is no number", ["Content-Length: 5x"]],
    ["a space before the colon", ["Content-Length : 5"]],
    ["an encoding that hides another", ["Transfer-Encoding: chunked, identity"]],
  ])("is refused with %s, and nothing after it is read as another", async (_what, headers) => {
    const answer = await send([...head, ...headers], `0\r\n\r\n${smuggled}`);
    expect(statuses(answer)).toEqual([400]);
  });

  it("is refused with more headers than anybody needs", async () => {
    const answer = await send([...head, `X-Long: ${"x".repeat(20_000)}`]);
    expect(statuses(answer)).toEqual([431]);
  });
});
