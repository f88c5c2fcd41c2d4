import { expect, test, type Person } from "./people.ts";

const paperId = "paper-urban-analysts";
const path = `/papers/${paperId}`;
const paragraph = (person: Person, id: string) => person.page.locator(`[data-block-id="${id}"]`);
const isSaved = (person: Person) =>
  expect(person.page.locator('[data-claim="saved"]')).toBeVisible();
const unsavedWords = (person: Person) =>
  person.page.locator("[data-unsaved-words]").getByRole("textbox");
const copies = (person: Person) =>
  person.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ""));

interface Share {
  readonly id: string;
  readonly version: number;
  readonly subject: string;
}

/** A change of the paper's shares by somebody who may; gives the share of this subject. */
async function changeShares(by: Person, below: string, data: object): Promise<Share[]> {
  const answer = await by.context.request.post(`/api/v1/papers/${paperId}/shares${below}`, {
    data,
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { shares: Share[] }).shares;
}
async function shareWith(by: Person, subject: string, level: string): Promise<Share> {
  const shares = await changeShares(by, "", { subject, level });
  return shares.find((share) => share.subject === subject)!;
}

async function write(person: Person, id: string, words: string): Promise<void> {
  await paragraph(person, id).click();
  await paragraph(person, id).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
  await person.page.keyboard.type(words);
}

/** A line on which updates can be held back, so that words stay unsaved. To be set before the page. */
async function aHoldableLine(person: Person): Promise<{ isHeld: boolean }> {
  const line = { isHeld: false };
  await person.page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const isUpdate = typeof message !== "string" && message[0] === 0 && message[1] === 2;
      if (!(line.isHeld && isUpdate)) server.send(message);
    });
  });
  return line;
}

test("access taken away while typing closes the paper within a second and keeps the unsaved words to copy", async ({
  signIn,
}) => {
  const head = await signIn("head");
  const ana = await signIn("expert1.pa");
  const line = await aHoldableLine(ana);
  const share = await shareWith(head, "person:person-expert1-pa", "editor");
  await ana.goto(path);
  await isSaved(ana);
  await write(ana, "summary-1", " Esto se guarda.");
  await isSaved(ana);
  line.isHeld = true;
  await write(ana, "summary-1", " Palabras sin guardar.");
  await expect.poll(() => copies(ana)).toHaveLength(1);

  await changeShares(head, `/${share.id}/remove`, {});
  await expect(ana.page.locator("[data-access-ended]")).toBeVisible({ timeout: 1_000 });
  await expect(ana.page.getByRole("heading", { level: 1 })).toHaveText(
    "Ya no tiene acceso a este documento",
  );
  await expect(unsavedWords(ana)).toHaveValue("Palabras sin guardar.");
  await expect(ana.page.getByRole("main")).not.toContainText("analistas");
  await expect(ana.page).not.toHaveTitle(/analistas/);
  await expect.poll(() => copies(ana)).toEqual([]);

  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.page.getByRole("button", { name: "Copiar" }).click();
  await expect(ana.page.getByText("Copiado")).toBeVisible();
  expect(await ana.page.evaluate(() => navigator.clipboard.readText())).toBe(
    "Palabras sin guardar.",
  );
});

test("whoever may only read from now on keeps the text, stops writing and gets the unsaved words", async ({
  signIn,
}) => {
  const head = await signIn("head");
  const ana = await signIn("expert1.pa");
  const line = await aHoldableLine(ana);
  const share = await shareWith(head, "person:person-expert1-pa", "editor");
  await ana.goto(path);
  await isSaved(ana);
  line.isHeld = true;
  await write(ana, "summary-1", " Sin enviar.");
  await changeShares(head, `/${share.id}`, { version: share.version, level: "reader" });
  await expect(ana.page.locator("[data-session-notice]")).toContainText(
    "Ahora solo puede leer este documento",
  );
  await expect(unsavedWords(ana)).toHaveValue("Sin enviar.");
  await expect(ana.page.locator('[contenteditable="true"]')).toHaveCount(0);
  await expect(paragraph(ana, "summary-1")).toBeVisible();
  await expect(paragraph(ana, "summary-1")).not.toContainText("Sin enviar.");
  await ana.page.getByRole("button", { name: "Entendido" }).click();
  await expect(ana.page.locator("[data-session-notice]")).toHaveCount(0);
});

test("after a session that ended in mid-edit the same person signs in again and the words are sent", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.sv");
  const line = await aHoldableLine(ana);
  await ana.goto(path);
  await isSaved(ana);
  line.isHeld = true;
  await write(ana, "summary-1", " Entre dos sesiones.");
  await ana.context.request.post("/api/auth/sign-out", { data: {} });
  const notice = ana.page.locator("[data-session-notice]");
  await expect(notice).toContainText("Su sesión ha terminado");
  await expect(unsavedWords(ana)).toHaveValue("Entre dos sesiones.");
  await expect(paragraph(ana, "summary-1")).toContainText("Entre dos sesiones.");

  line.isHeld = false;
  await ana.context.request.post("/api/auth/sign-in/email", {
    data: { email: "expert1.sv@istmo.demo", password: "istmo-demo-2026" },
  });
  await notice.getByRole("button", { name: "Ya inicié sesión: continuar" }).click();
  await isSaved(ana);
  await expect(notice).toHaveCount(0);
  const luis = await signIn("expert1.gt");
  await luis.goto(path);
  await expect(paragraph(luis, "summary-1")).toContainText("Entre dos sesiones.");
});

test("a copy on the device goes with the access, open or not, and its unsaved words are offered once", async ({
  signIn,
}) => {
  const head = await signIn("head");
  const ana = await signIn("expert1.pa");
  const line = await aHoldableLine(ana);
  const share = await shareWith(head, "person:person-expert1-pa", "editor");
  await ana.goto(path);
  await isSaved(ana);
  line.isHeld = true;
  await write(ana, "summary-1", " Solo en este dispositivo.");
  await expect(ana.page.locator('[data-claim="saving"]')).toBeVisible();
  await ana.page.getByRole("link", { name: "Acciones" }).click();
  await expect(ana.page).toHaveURL(/\/actions/);
  expect(await copies(ana)).toHaveLength(1);

  await changeShares(head, `/${share.id}/remove`, {});
  const offer = ana.page.getByRole("alertdialog");
  await expect(offer.getByRole("textbox")).toHaveValue("Solo en este dispositivo.");
  expect(await copies(ana)).toEqual([]);
});

test("a strictly confidential paper names its reader across the text, under the strict policy for styles", async ({
  signIn,
}) => {
  const head = await signIn("head");
  const refusals: string[] = [];
  head.page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refusals.push(message.text());
  });
  await head.goto("/papers/paper-secondary-ports");
  await isSaved(head);
  await expect(head.page.locator("[data-watermark]")).toHaveCount(0);
  await head.page.getByRole("button", { name: "Cambiar la clasificación" }).click();
  const dialog = head.page.getByRole("dialog");
  await dialog.locator("label").filter({ hasText: "Estrictamente confidencial" }).click();
  await dialog.getByRole("button", { name: "Cambiar la clasificación" }).click();
  const mark = head.page.locator("[data-watermark]");
  await expect(mark).toHaveAttribute("data-watermark", /^Cedro Oficina Regional · .*20\d\d/);
  const covered = await mark.evaluate((it) => {
    const text = it.parentElement!.getBoundingClientRect();
    const own = it.getBoundingClientRect();
    return own.height >= text.height && own.width >= text.width;
  });
  expect(covered).toBe(true);
  await write(head, "summary-1", " Se escribe igual.");
  await isSaved(head);
  expect(refusals).toEqual([]);
});
