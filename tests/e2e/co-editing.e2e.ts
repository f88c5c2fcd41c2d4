import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-urban-analysts";
const text = (person: Person) => person.page.getByRole("textbox", { name: "Texto del documento" });
/** A paragraph of the sample by the id that both languages share. */
const paragraph = (person: Person, id: string) => person.page.locator(`[data-block-id="${id}"]`);
const isSaved = (person: Person) =>
  expect(person.page.locator('[data-claim="saved"]')).toBeVisible();

/** Puts the caret at the end of a paragraph. */
async function goTo(person: Person, id: string): Promise<void> {
  await paragraph(person, id).click();
  await paragraph(person, id).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

test("two people of two centres write in the same paragraph at once, and a killed server loses nothing", async ({
  server,
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  const shared = "/papers/paper-secondary-ports";
  const where = "summary-1";
  await Promise.all([ana.goto(shared), luis.goto(shared)]);
  await Promise.all([isSaved(ana), isSaved(luis)]);
  await goTo(ana, where);
  await goTo(luis, where);

  // Each sees the other's caret, named, and that the other is here.
  const caret = (person: Person, name: string) => text(person).getByText(name);
  await expect(caret(ana, "Guayacán Panamá · PA")).toBeVisible();
  await expect(caret(luis, "Ceiba Guatemala · GT")).toBeVisible();

  await Promise.all([
    ana.page.keyboard.type(" Guatemala escribe aquí.", { delay: 15 }),
    luis.page.keyboard.type(" Panamá escribe también.", { delay: 15 }),
  ]);
  const began = Date.now();
  for (const person of [ana, luis]) {
    // Both typed at the same place: each one's words stay whole.
    await expect(paragraph(person, where)).toContainText("Guatemala escribe aquí.");
    await expect(paragraph(person, where)).toContainText("Panamá escribe también.");
  }
  /** The paragraph's words, without the names at the others' carets. */
  const read = (person: Person) =>
    paragraph(person, where).evaluate((it) => {
      const copy = it.cloneNode(true) as HTMLElement;
      for (const caret of copy.querySelectorAll("[data-caret]")) caret.remove();
      return copy.textContent;
    });
  await expect.poll(async () => (await read(ana)) === (await read(luis))).toBe(true);
  expect(Date.now() - began).toBeLessThan(5000);
  await Promise.all([isSaved(ana), isSaved(luis)]);

  await ana.page.reload();
  await luis.page.reload();
  await Promise.all([isSaved(ana), isSaved(luis)]);
  const agreed = await read(ana);
  expect(await read(luis)).toBe(agreed);

  // A last word, and the power goes while the page says "saved".
  await goTo(ana, where);
  await ana.page.keyboard.type(" Último dato.");
  await expect.poll(() => read(luis)).toContain("Último dato.");
  await isSaved(ana);
  const final = await read(ana);
  await server.kill();
  await expect(ana.page.locator('[data-claim^="offline"]')).toBeVisible();
  await server.start();

  const eva = await signIn("lead.ni");
  await eva.goto(shared);
  await isSaved(eva);
  expect(await read(eva)).toBe(final);
  // Those who were there are back by themselves.
  await isSaved(ana);
  await isSaved(luis);
});

test("what is written while the server is away is kept, said to be unsaved, and sent when it is back", async ({
  server,
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  await ana.goto(paper);
  await isSaved(ana);
  await server.kill();
  await expect(ana.page.locator('[data-claim^="offline"]')).toBeVisible();
  await goTo(ana, "summary-1");
  await ana.page.keyboard.type(" Escrito sin conexión.");
  await expect(
    ana.page.locator('[data-claim="offlineUnsaved"], [data-claim="offlineOnDevice"]'),
  ).toBeVisible();
  await server.start();
  await isSaved(ana);
  const luis = await signIn("lead.sv");
  await luis.goto(paper);
  await expect(paragraph(luis, "summary-1")).toContainText("Escrito sin conexión.");
});

test("a reload in mid-word and a second tab of the same person lose nothing", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  await ana.goto(paper);
  await isSaved(ana);
  await goTo(ana, "summary-1");
  await ana.page.keyboard.type(" a medio escr");
  await ana.page.reload();
  await expect(paragraph(ana, "summary-1")).toContainText("a medio escr");

  const second = { ...ana, page: await ana.context.newPage() };
  await second.page.goto(paper);
  await expect(paragraph(second, "summary-1")).toContainText("a medio escr");
  await isSaved(second);
  await goTo(second, "summary-1");
  await second.page.keyboard.type("ibir.");
  await expect(paragraph(ana, "summary-1")).toContainText("a medio escribir.");
});

test("undo takes back one's own words only", async ({ signIn }) => {
  const ana = await signIn("expert1.sv");
  const luis = await signIn("expert1.gt");
  await Promise.all([ana.goto(paper), luis.goto(paper)]);
  await Promise.all([isSaved(ana), isSaved(luis)]);
  await goTo(ana, "background-1");
  await ana.page.keyboard.type(" Palabras de Ana.");
  await expect(paragraph(luis, "background-1")).toContainText("Palabras de Ana.");
  await goTo(luis, "background-2");
  await luis.page.keyboard.type(" Palabras de Luis.");
  await expect(paragraph(ana, "background-2")).toContainText("Palabras de Luis.");
  await text(ana).focus();
  await ana.page.keyboard.press("Control+z");
  await expect(paragraph(ana, "background-1")).not.toContainText("Palabras de Ana.");
  await expect(paragraph(ana, "background-2")).toContainText("Palabras de Luis.");
});

test("an observer reads an issued paper and cannot write in it", async ({ signIn }) => {
  const observer = await signIn("observer");
  await observer.goto("/papers/paper-alternatives-brief");
  await expect(paragraph(observer, "ask-1")).toContainText("vía de tratamiento supervisado");
  await expect(observer.page.locator('[contenteditable="true"]')).toHaveCount(0);
});

test("signing out takes the copies of papers off the device", async ({ signIn }) => {
  const ana = await signIn("expert1.sv");
  await ana.goto(paper);
  await isSaved(ana);
  const copies = () =>
    ana.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ""));
  await expect.poll(copies).toContain("istmo-copy:person-expert1-sv:paper-urban-analysts-es");
  await ana.goto("/");
  await ana.page.getByRole("button", { name: /^Cuenta/ }).click();
  await ana.page.getByRole("menuitem", { name: "Cerrar sesión" }).click();
  await expect(ana.page).toHaveURL(/sign-in/);
  await expect.poll(copies).toEqual([]);
});

test("a confidential paper is never kept on the device", async ({ signIn }) => {
  const ana = await signIn("expert1.sv");
  await ana.goto("/papers/paper-secondary-ports");
  await isSaved(ana);
  const copies = await ana.page.evaluate(async () => (await indexedDB.databases()).length);
  expect(copies).toBe(0);
});

test("a session that ends when all is saved leads to the sign-in, and from there back to the text", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  await ana.goto(paper);
  await isSaved(ana);
  await goTo(ana, "monitoring-1");
  await ana.page.keyboard.type(" Palabras de antes.");
  await isSaved(ana);
  await ana.context.request.post("/api/auth/sign-out", { data: {} });
  await expect(ana.page).toHaveURL(/sign-in/);
  await ana.page.getByLabel("Correo electrónico").fill("expert1.sv@istmo.demo");
  await ana.page.getByLabel("Contraseña", { exact: true }).fill("istmo-demo-2026");
  await ana.page.getByRole("button", { name: "Iniciar sesión", exact: true }).click();
  await expect(paragraph(ana, "monitoring-1")).toContainText("Palabras de antes.");
});

test("a paper that is hidden looks like one that does not exist, with a way home", async ({
  signIn,
}) => {
  const observer = await signIn("observer");
  const shown = async (path: string) => {
    await observer.goto(path);
    await expect(observer.page.getByRole("link", { name: "Volver al inicio" })).toBeVisible();
    return observer.page.getByRole("main").innerText();
  };
  expect(await shown("/papers/paper-secondary-ports")).toBe(await shown("/papers/no-such-paper"));
});
