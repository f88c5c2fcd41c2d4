import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { expect, test } from "./people.ts";

/** A plain y-websocket client in Node, with a session's cookie. */
function connect(origin: string, editionId: string, cookie: string) {
  class WithCookie extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers: { cookie } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${origin.replace("http", "ws")}/collab`, editionId, doc, {
    WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  const synced = new Promise<void>((resolve) =>
    provider.on("sync", (isSynced: boolean) => isSynced && resolve()),
  );
  return { doc, provider, synced, body: doc.getXmlFragment("body") };
}

async function signInByHttp(origin: string, account: string): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: `${account}@istmo.demo`, password: "istmo-demo-2026" }),
  });
  return answer.headers
    .getSetCookie()
    .map((it) => it.split(";")[0])
    .join("; ");
}

/** Writes a paragraph at the end of a document. */
function append(body: Y.XmlFragment, words: string): void {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(words)]);
  body.insert(body.length, [paragraph]);
}

test("a stock y-websocket client writes in the body and the page shows it", async ({
  server,
  signIn,
}) => {
  const person = await signIn("expert1.gt");
  await person.goto("/papers/paper-urban-analysts");
  await expect(person.page.locator('[data-claim="saved"]')).toBeVisible();
  const cookie = await signInByHttp(server.origin, "expert2.gt");
  const { body, provider, synced, doc } = connect(server.origin, "paper-urban-analysts-es", cookie);
  await synced;
  append(body, "Escrito por un cliente sin página.");
  await expect(person.page.getByText("Escrito por un cliente sin página.")).toBeVisible();
  provider.destroy();
  doc.destroy();
});

test("an observer's edit of an issued paper reaches nobody", async ({ server, signIn }) => {
  const observer = await signInByHttp(server.origin, "observer");
  const forged = connect(server.origin, "paper-alternatives-brief-es", observer);
  await forged.synced;
  const before = forged.body.length;
  append(forged.body, "Escrito sin permiso.");

  const reader = await signIn("lead.do");
  await reader.goto("/papers/paper-alternatives-brief");
  await expect(reader.page.locator('[data-block-id="ask-1"]')).toBeVisible();
  const fresh = connect(server.origin, "paper-alternatives-brief-es", observer);
  await fresh.synced;
  expect(fresh.body.length).toBe(before);
  await expect(reader.page.getByText("Escrito sin permiso.")).toHaveCount(0);
  for (const { provider, doc } of [forged, fresh]) {
    provider.destroy();
    doc.destroy();
  }
});

test("a draft's room is closed to an observer, to a stranger and to another site's page", async ({
  server,
}) => {
  const attempt = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve) => {
      const url = `${server.origin.replace("http", "ws")}/collab/paper-urban-analysts-es`;
      const socket = new WebSocket(url, { headers });
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
      socket.on("open", () => resolve(101));
      socket.on("error", () => undefined);
    });
  const cookie = await signInByHttp(server.origin, "observer");
  const expert = await signInByHttp(server.origin, "expert1.gt");
  expect(await attempt({ cookie })).toBe(404);
  expect(await attempt({})).toBe(401);
  expect(await attempt({ cookie: expert, origin: "https://evil.example" })).toBe(403);
  expect(await attempt({ cookie: expert })).toBe(101);
});

test("a corrupt frame closes its own connection and nobody else's", async ({ server, signIn }) => {
  const person = await signIn("expert1.gt");
  await person.goto("/papers/paper-urban-analysts");
  await expect(person.page.locator('[data-claim="saved"]')).toBeVisible();
  const cookie = await signInByHttp(server.origin, "expert2.gt");
  const url = `${server.origin.replace("http", "ws")}/collab/paper-urban-analysts-es`;
  const socket = new WebSocket(url, { headers: { cookie } });
  await new Promise((resolve) => socket.once("open", resolve));
  socket.send(new Uint8Array([0, 2, 255, 255, 255, 255, 1, 7]));
  const code = await new Promise((resolve) => socket.once("close", resolve));
  expect(code).toBe(4400);
  await person.page.locator('[data-block-id="summary-1"]').click();
  await person.page.keyboard.press("End");
  await person.page.keyboard.type(" Sigue abierto.");
  await expect(person.page.locator('[data-claim="saved"]')).toBeVisible();
  expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
});
