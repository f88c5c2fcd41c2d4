/** Networks as people have them: WebSockets blocked, lines that come and go. */
import { openProxy, type Proxy } from "../support/proxy.ts";
import { expect, test as base, type Person } from "./people.ts";

const paper = "/papers/paper-urban-analysts";
const where = "summary-1";
const paragraph = (person: Person) => person.page.locator(`[data-block-id="${where}"]`);
const claim = (person: Person, name: string) => person.page.locator(`[data-claim="${name}"]`);
const isSaved = (person: Person) => expect(claim(person, "saved")).toBeVisible();
const restricted = (person: Person) => person.page.locator('[data-line="restricted"]');

const test = base.extend<{ network: Proxy }>({
  network: async ({ server }, use) => {
    const network = await openProxy(server.origin, false);
    await use(network);
    await network.close();
  },
});

/** Puts the caret at the end of the paragraph. */
async function goToEnd(person: Person): Promise<void> {
  await paragraph(person).click();
  await paragraph(person).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

/** The paragraph's words, without the names at the others' carets. */
const read = (person: Person) =>
  paragraph(person).evaluate((it) => {
    const copy = it.cloneNode(true) as HTMLElement;
    for (const caret of copy.querySelectorAll("[data-caret]")) caret.remove();
    return copy.textContent ?? "";
  });

/** How many changes the page says are not sent. */
async function unsent(person: Person): Promise<number> {
  const text = await person.page.locator('[data-claim^="offline"]').first().textContent();
  return Number(/(\d+) cambios? sin enviar/.exec(text ?? "")?.[1] ?? 0);
}

test("T8: where WebSockets are blocked, two people write together over plain HTTP and are told so", async ({
  server,
  network,
  signIn,
}) => {
  const ana = await signIn("expert1.gt", { origin: network.origin });
  const luis = await signIn("expert1.sv", { origin: network.origin });
  const eva = await signIn("expert2.gt");
  await Promise.all([ana, luis, eva].map((person) => person.goto(paper)));
  await Promise.all([ana, luis, eva].map(isSaved));
  expect(network.upgrades()).toBeGreaterThan(1);
  await expect(restricted(ana)).toHaveAttribute("title", /no permite la conexión directa/);
  await expect(restricted(luis)).toBeVisible();
  await expect(restricted(eva)).toHaveCount(0);

  await Promise.all([ana, luis].map(goToEnd));
  await expect(ana.page.getByText("Bálsamo El Salvador · SV")).toBeVisible();
  await ana.page.keyboard.type(" Ana por HTTP.");
  await expect(paragraph(luis)).toContainText("Ana por HTTP.");
  await goToEnd(luis);
  await luis.page.keyboard.type(" Luis por HTTP.");
  for (const person of [ana, eva]) await expect(paragraph(person)).toContainText("Luis por HTTP.");
  await Promise.all([ana, luis].map(isSaved));

  // What was shown as saved outlives the server, over this path too.
  await server.kill();
  await expect(ana.page.locator('[data-claim^="offline"]')).toBeVisible();
  await server.start();
  await Promise.all([ana, luis].map(isSaved));
  await ana.page.reload();
  await isSaved(ana);
  await expect.poll(() => read(ana)).toContain("Ana por HTTP. Luis por HTTP.");
  // The page that was left is not seen any longer: its caret went with it.
  await expect(luis.page.getByText("Ceiba Guatemala · GT")).toHaveCount(0, { timeout: 5_000 });
  await expect(restricted(ana)).toBeVisible();
});

test("T8: a page on plain HTTP goes back to WebSockets by itself when they get through", async ({
  network,
  signIn,
}) => {
  const ana = await signIn("expert1.gt", { origin: network.origin });
  await ana.goto(paper);
  await isSaved(ana);
  await expect(restricted(ana)).toBeVisible();
  network.letsUpgrade = true;
  await expect(restricted(ana)).toHaveCount(0, { timeout: 40_000 });
  await isSaved(ana);
  await goToEnd(ana);
  await ana.page.keyboard.type(" De vuelta.");
  await isSaved(ana);
});

for (const [line, letsUpgrade] of [
  ["a WebSocket", true],
  ["plain HTTP", false],
] as const)
  test(`T8: over ${line}, a line that comes and goes loses nothing and shows how much is not sent`, async ({
    network,
    signIn,
  }) => {
    network.letsUpgrade = letsUpgrade;
    const ana = await signIn("expert1.gt", { origin: network.origin });
    const eva = await signIn("expert2.gt");
    await Promise.all([ana, eva].map((person) => person.goto(paper)));
    await Promise.all([ana, eva].map(isSaved));
    await goToEnd(ana);
    const words: string[] = [];
    let most = 0;
    for (let turn = 0; turn < 4; turn++) {
      network.cut();
      const lost = ` perdida${turn}`;
      await ana.page.keyboard.type(lost, { delay: 20 });
      await expect.poll(() => unsent(ana)).toBeGreaterThan(0);
      most = Math.max(most, await unsent(ana));
      network.mend();
      const found = ` hallada${turn}`;
      await ana.page.keyboard.type(found, { delay: 20 });
      words.push(lost, found);
    }
    expect(most).toBeGreaterThan(1);
    await isSaved(ana);
    await expect(paragraph(ana)).toContainText(words.join(""));
    await expect(paragraph(eva)).toContainText(words.join(""));
  });

test("a browser that goes offline and comes back in the middle of a word loses nothing", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const eva = await signIn("expert2.gt");
  await Promise.all([ana, eva].map((person) => person.goto(paper)));
  await Promise.all([ana, eva].map(isSaved));
  await goToEnd(ana);
  for (let turn = 0; turn < 3; turn++) {
    await ana.context.setOffline(true);
    await ana.page.keyboard.type(` ida${turn}`, { delay: 20 });
    await ana.context.setOffline(false);
    await ana.page.keyboard.type(` vuelta${turn}`, { delay: 20 });
  }
  await isSaved(ana);
  const all = " ida0 vuelta0 ida1 vuelta1 ida2 vuelta2";
  await expect(paragraph(ana)).toContainText(all);
  await expect(paragraph(eva)).toContainText(all);
});

test("T5: a session that ends in the middle of writing over plain HTTP keeps the words, and goes on after the sign-in", async ({
  network,
  signIn,
}) => {
  const ana = await signIn("expert1.gt", { origin: network.origin });
  await ana.goto(paper);
  await isSaved(ana);
  await goToEnd(ana);
  await ana.page.keyboard.type(" Antes.");
  await isSaved(ana);
  // What is sent from now on does not arrive.
  const sending = /\/http\/[^?]+\?from=/;
  await ana.page.route(sending, () => undefined);
  await ana.page.keyboard.type(" Entre dos.");
  await ana.context.request.post("/api/auth/sign-out", { data: {} });
  const notice = ana.page.locator("[data-session-notice]");
  await expect(notice).toContainText("Su sesión ha terminado");
  await expect(notice.getByRole("textbox")).toHaveValue("Entre dos.");
  await ana.page.unroute(sending);
  await ana.context.request.post("/api/auth/sign-in/email", {
    data: { email: "expert1.gt@istmo.demo", password: "istmo-demo-2026" },
  });
  await notice.getByRole("button", { name: "Ya inicié sesión: continuar" }).click();
  await isSaved(ana);
  await expect(notice).toHaveCount(0);
  await goToEnd(ana);
  await ana.page.keyboard.type(" Después.");
  await isSaved(ana);
  await expect(paragraph(ana)).toContainText("Antes. Entre dos. Después.");
});
