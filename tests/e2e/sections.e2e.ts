import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { violations } from "./axe.ts";
import { expect, test, type OpenOptions, type Person } from "./people.ts";

const paper = "/papers/paper-urban-analysts";
const edition = "paper-urban-analysts-es";
const section = "sec-summary";

const paragraph = ({ page }: Person) => page.locator('[data-block-id="summary-1"]');
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();

async function openText(person: Person): Promise<Person> {
  await person.goto(paper);
  await isSaved(person);
  return person;
}

async function type(person: Person, words: string): Promise<void> {
  await paragraph(person).click();
  await person.page.keyboard.press("End");
  await person.page.keyboard.type(words, { delay: 5 });
}

/** In the panel of sections, with the dialog. */
async function assign({ page }: Person, choice: string): Promise<void> {
  await page.getByRole("tab", { name: "Secciones" }).click();
  await page
    .locator(`[data-section="${section}"]`)
    .getByRole("button", { name: /^Asignar la sección/ })
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("radio", { name: choice }).focus();
  await page.keyboard.press("Space");
  await dialog.getByRole("button", { name: "Asignar" }).click();
  await expect(dialog).toBeHidden();
}

/** A plain y-websocket client, which knows nothing of suggestions. */
async function stockClient(person: Person, origin: string) {
  const cookie = (await person.context.cookies()).map((it) => `${it.name}=${it.value}`).join("; ");
  const denied: string[] = [];
  class WithCookie extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers: { cookie } });
      this.on("message", (data: ArrayBuffer) => {
        const frame = Buffer.from(data);
        if (frame[0] === 2) denied.push(frame.subarray(3).toString());
      });
    }
  }
  const doc = new Y.Doc();
  const url = `${origin.replace("http", "ws")}/collab`;
  const provider = new WebsocketProvider(url, edition, doc, {
    WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  await new Promise<void>((resolve) => provider.on("sync", (is: boolean) => is && resolve()));
  const body = doc.getXmlFragment("body");
  const block = body
    .toArray()
    .find((it) => (it as Y.XmlElement).getAttribute("id") === "summary-1");
  return { doc, provider, denied, text: (block as Y.XmlElement).get(0) as Y.XmlText };
}

test("R29: a lead keeps a section to its centre, and the others suggest in it, whatever they send", async ({
  server,
  signIn,
}) => {
  const lead = await openText(await signIn("lead.sv"));
  const expert = await openText(await signIn("expert1.gt"));
  const before = (await paragraph(lead).textContent()) ?? "";
  await expect(
    expert.page.locator(`[data-section="${section}"]`).getByRole("button", { name: /^Asignar/ }),
  ).toHaveCount(0);

  await assign(lead, "Solo sugieren");
  await expect(lead.page.locator(`[data-section="${section}"]`)).toContainText(
    "los demás sugieren",
  );
  await expect(expert.page.locator(`[data-block-id="${section}"]`)).toHaveAttribute(
    "data-owner",
    "SV",
  );

  // The page of somebody else suggests there by itself, and is not refused.
  await expect
    .poll(async (): Promise<unknown> => {
      const answer = await expert.context.request.get(`/api/v1/editions/${edition}`);
      return answer.json();
    })
    .toMatchObject({ sections: [{ sectionId: section, role: "suggester" }] });
  await type(expert, " Propuesta.");
  await isSaved(expert);
  await expect(paragraph(lead).locator("ins")).toHaveText(/Propuesta\./);
  await expect(expert.page.locator("[data-session-notice]")).toHaveCount(0);

  // A client that knows nothing of suggestions is told, and finds the text as it was.
  const stock = await stockClient(expert, server.origin);
  stock.text.delete(0, 10);
  stock.text.insert(0, "Sin permiso. ");
  await expect.poll(() => stock.denied).toContain("section_of_another");
  await expect.poll(() => stock.text.toJSON()).not.toContain("Sin permiso");
  await expect.poll(() => stock.text.toJSON()).toContain(before.slice(0, 10));
  await expect(paragraph(lead)).toContainText(before.slice(0, 40));
  await expect(paragraph(lead)).not.toContainText("Sin permiso");
  const fresh = await stockClient(lead, server.origin);
  await expect.poll(() => fresh.text.toJSON()).toBe(stock.text.toJSON());
  for (const { provider, doc } of [stock, fresh]) {
    provider.destroy();
    doc.destroy();
  }
});

test("what somebody wrote without a line into a section that was kept to its centre meanwhile is given back to them", async ({
  signIn,
}) => {
  const lead = await openText(await signIn("lead.sv"));
  const expert = await openText(await signIn("expert1.gt"));
  await expert.context.setOffline(true);
  await type(expert, " Escrito en el avión.");
  await assign(lead, "Solo sugieren");
  await expert.context.setOffline(false);
  const notice = expert.page.locator("[data-session-notice]");
  await expect(notice).toContainText("esa sección está a cargo de otros", { timeout: 20_000 });
  await expect(notice.getByRole("textbox")).toHaveValue("Escrito en el avión.");
  // The rest stands as it was, with a colleague's cursor and name in it perhaps.
  for (const person of [expert, lead]) {
    await expect(paragraph(person)).toHaveText(/^Las ciudades.*discuta con quienes deciden\.$/);
    await expect(paragraph(person)).not.toContainText("Escrito en el avión.");
  }
  await notice.getByRole("button", { name: "Entendido" }).click();
  await expect(notice).toHaveCount(0);
});

test("who answers for a section is seen on a phone, in the dark and in English", async ({
  signIn,
}) => {
  const options: OpenOptions = { width: 390, scheme: "dark", locale: "en" };
  const person = await openText(await signIn("expert1.gt", options));
  await expect(person.page.locator(`[data-block-id="${section}"]`)).toHaveAttribute(
    "data-owner-name",
    /El Salvador/,
  );
  await person.page.getByRole("tab", { name: "Sections" }).click();
  await expect(person.page.locator(`[data-section="${section}"]`)).toContainText("SV");
  expect(await violations(person.page)).toEqual([]);
});
