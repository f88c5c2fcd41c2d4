import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { expect, test } from "./people.ts";

/** A newer page, as far as the text is concerned: a plain client with a session's cookie. */
async function connectAs(origin: string, account: string, editionId: string) {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: `${account}@istmo.demo`, password: "istmo-demo-2026" }),
  });
  const cookie = answer.headers.getSetCookie().map((it) => it.split(";")[0]);
  class WithCookie extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers: { cookie: cookie.join("; ") } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${origin.replace("http", "ws")}/collab`, editionId, doc, {
    WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  await new Promise<void>((resolve) => {
    provider.on("sync", (isSynced: boolean) => isSynced && resolve());
  });
  const close = () => {
    provider.destroy();
    doc.destroy();
  };
  return { body: doc.getXmlFragment("body"), close };
}

const paper = "/papers/paper-urban-analysts";
const edition = "paper-urban-analysts-es";
const nodeNames = (body: Y.XmlFragment) =>
  body.toArray().map((it) => (it instanceof Y.XmlElement ? it.nodeName : "?"));

test("an older page that does not know a node reads the paper, says so, and leaves the node whole", async ({
  server,
  signIn,
}) => {
  const person = await signIn("expert1.gt");
  await person.goto(paper);
  const text = person.page.getByRole("textbox", { name: "Texto del documento" });
  await expect(text).toBeVisible();
  await expect(person.page.locator('[data-claim="saved"]')).toBeVisible();

  // Somebody whose page is newer writes what this one does not know, while it is open here.
  const newer = await connectAs(server.origin, "expert2.gt", edition);
  const chart = new Y.XmlElement("chart");
  chart.setAttribute("rows", "3");
  newer.body.insert(1, [chart]);
  const notice = person.page.locator("[data-session-notice]");
  await expect(notice).toContainText("algo que esta página aún no conoce");
  await expect(text).toHaveCount(0);
  await expect(person.page.getByRole("document", { name: "Texto del documento" })).toBeVisible();

  // What it does know goes on arriving, and nothing is taken away.
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText("Escrito en una página más nueva.")]);
  newer.body.insert(1, [paragraph]);
  await expect(person.page.getByText("Escrito en una página más nueva.")).toBeVisible();
  await person.page.locator('[data-block-id="summary-1"]').click();
  await person.page.keyboard.type("No debe llegar.");

  const between = await connectAs(server.origin, "expert2.gt", edition);
  expect(nodeNames(between.body).slice(1, 3)).toEqual(["paragraph", "chart"]);
  between.close();

  // Opened anew by the same older page.
  await person.page.reload();
  await expect(notice).toContainText("algo que esta página aún no conoce");
  await expect(person.page.getByText("Escrito en una página más nueva.")).toBeVisible();

  const fresh = await connectAs(server.origin, "expert2.gt", edition);
  expect(nodeNames(fresh.body).slice(1, 3)).toEqual(["paragraph", "chart"]);
  expect((fresh.body.get(2) as Y.XmlElement).getAttribute("rows")).toBe("3");
  expect(fresh.body.toJSON()).not.toContain("No debe llegar.");
  newer.close();
  fresh.close();
});
