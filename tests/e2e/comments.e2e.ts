import type { CommentsPage, Paper } from "@istmo/contracts";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

/** The words of the paper, each test's own. */
const first = "El puerto recibe carga de tres navieras y no la registra.";
const second = "Las aduanas comparten alertas.";

/** A paper of Guatemala and Panama with two paragraphs, shared so that SICA and the OAS may comment. */
async function aPaper(lead: Person, classification = "unclassified"): Promise<Paper> {
  const created = await lead.context.request.post("/api/v1/papers", {
    data: {
      ...{ templateId: "tpl-policy-brief", title: { es: "Corredores", en: "Corridors" } },
      ...{ originalLanguage: "es", languages: ["es"], leadCentreId: "centre-gt", classification },
      centreIds: ["centre-gt", "centre-pa"],
    },
  });
  const paper = (await created.json()) as Paper;
  for (const organisation of ["org-sica", "org-oas"]) {
    const data = { subject: `organisation:${organisation}`, level: "commenter" };
    const shared = await lead.context.request.post(`/api/v1/papers/${paper.id}/shares`, { data });
    expect(shared.ok()).toBe(true);
  }
  await lead.goto(`/papers/${paper.id}`);
  await isSaved(lead);
  await text(lead).locator("p").first().click();
  await lead.page.keyboard.type(`${first}\n${second}`);
  await isSaved(lead);
  return paper;
}

const text = ({ page }: Person) => page.getByLabel("Texto del documento");
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();
const panel = ({ page }: Person) => page.getByRole("tabpanel", { name: /^Comentarios/ });
const marked = (person: Person, words: string) =>
  text(person).locator("[data-comment]").filter({ hasText: words });
const threads = async (person: Person, { id }: Paper) =>
  (await (
    await person.context.request.get(`/api/v1/papers/${id}/comments`)
  ).json()) as CommentsPage;

async function openPanel(person: Person): Promise<void> {
  await person.page
    .getByRole("tab", { name: /^Comentarios/ })
    .or(person.page.getByRole("button", { name: /^Comentarios/ }))
    .first()
    .click();
  await expect(panel(person)).toBeVisible();
}

async function open(person: Person, paper: Paper): Promise<void> {
  await person.goto(`/papers/${paper.id}`);
  await expect(text(person)).toContainText(second);
}

/** Selects words as a mouse or a finger does. */
async function select(person: Person, words: string): Promise<void> {
  await text(person).evaluate((box, wanted) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node.textContent ?? "").indexOf(wanted);
      if (at === -1) continue;
      if (box.getAttribute("contenteditable") === "true") (box as HTMLElement).focus();
      getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
    }
  }, words);
  await expect(
    person.page.getByRole("button", { name: "Comentar", exact: true }).last(),
  ).toBeVisible();
}

/** Comments on what is selected, by the keys. */
async function comment(person: Person, words: string): Promise<void> {
  await person.page.keyboard.press("ControlOrMeta+Alt+m");
  await expect(person.page.getByRole("textbox", { name: "Comentario nuevo" })).toBeFocused();
  await person.page.keyboard.type(words);
  await person.page.keyboard.press("ControlOrMeta+Enter");
}

const isAccessible = async ({ page }: Person) => expect(await violations(page)).toEqual([]);

test("two people speak about words of the text, which may move, change and go", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const paper = await aPaper(lead);
  const luis = await signIn("expert1.pa");
  await open(luis, paper);

  await select(lead, "carga de tres navieras");
  await lead.page.keyboard.press("ControlOrMeta+Alt+m");
  await lead.page.keyboard.type("¿De dónde sale? @guayac", { delay: 20 });
  await expect(lead.page.getByRole("option", { name: /Guayacán/ })).toBeVisible();
  await lead.page.keyboard.press("Enter");
  await lead.page.keyboard.press("ControlOrMeta+Enter");
  await expect(marked(lead, "carga de tres navieras")).toBeVisible();

  // The other one hears of it, finds that it names him, and answers.
  await expect(marked(luis, "carga de tres navieras")).toBeVisible();
  await expect(
    luis.page
      .getByRole("button", { name: /^Comentarios ?1$/ })
      .or(luis.page.getByRole("tab", { name: /^Comentarios ?1$/ })),
  ).toBeVisible();
  await marked(luis, "carga de tres navieras").click();
  const card = panel(luis).getByRole("article");
  await expect(card).toContainText("@Guayacán Panamá");
  await card.getByRole("button", { name: "Responder" }).click();
  await luis.page.keyboard.type("Del registro del puerto.");
  await luis.page.keyboard.press("ControlOrMeta+Enter");
  await expect(panel(lead).getByRole("article")).toContainText("Del registro del puerto.");
  await isAccessible(lead);

  // He mends what he said, and it shows; she makes an action item of it.
  await card.getByRole("button", { name: "Editar el comentario" }).click();
  await luis.page.keyboard.type(" Está al día.");
  await luis.page.keyboard.press("ControlOrMeta+Enter");
  await expect(panel(lead).getByRole("article")).toContainText("Está al día.");
  await expect(panel(lead).getByText("editado")).toBeVisible();
  await panel(lead).getByRole("button", { name: "Más sobre este comentario" }).click();
  await lead.page.getByRole("menuitem", { name: "Asignar como acción" }).click();
  const form = lead.page.getByRole("dialog", { name: "Nueva acción" });
  await expect(form.getByLabel("Título")).toHaveValue("¿De dónde sale? @Guayacán Panamá");
  await form.getByRole("button", { name: "Crear acción" }).click();
  await expect(card.getByRole("button", { name: /Abierta.*¿De dónde sale/ })).toBeVisible();

  // The words move down and are changed within; the mark stays with them.
  await text(luis)
    .getByText(first)
    .click({ position: { x: 2, y: 5 } });
  await luis.page.keyboard.press("Home");
  await luis.page.keyboard.type("Ayer. ");
  await luis.page.keyboard.press("Home");
  await luis.page.keyboard.press("Enter");
  await isSaved(luis);
  await expect(marked(lead, "carga de tres navieras")).toBeVisible();
  await lead.page.reload();
  await expect(marked(lead, "carga de tres navieras")).toBeVisible();

  await openPanel(lead);
  await panel(lead)
    .getByRole("button", { name: /^Abrir/ })
    .click();
  await panel(lead).getByRole("button", { name: "Resolver" }).click();
  await expect(panel(lead).getByRole("button", { name: "Reabrir" })).toBeVisible();
  await expect(panel(luis).getByText(/^Resuelto por/)).toBeVisible();
  await panel(luis).getByRole("button", { name: "Reabrir" }).click();
  await expect(panel(lead).getByRole("button", { name: "Resolver" })).toBeVisible();

  // The words go: the conversation stays, apart, with its quote.
  await select(luis, "carga de tres navieras");
  await luis.page.keyboard.press("Delete");
  await isSaved(luis);
  for (const person of [lead, luis]) {
    const lost = panel(person).getByRole("region", { name: "Sin lugar en el texto" });
    await expect(lost.getByRole("article")).toContainText("carga de tres navieras");
    await expect(marked(person, "carga")).toHaveCount(0);
  }
  await luis.page.keyboard.press("ControlOrMeta+z");
  await expect(marked(lead, "carga de tres navieras")).toBeVisible();
});

test("an organisation speaks within itself until its focal point submits its one position", async ({
  signIn,
}) => {
  test.setTimeout(180_000);
  const lead = await signIn("lead.gt");
  const paper = await aPaper(lead);
  const [sica, oas, head] = [
    await signIn("focal.sica"),
    await signIn("focal.oas"),
    await signIn("head"),
  ];
  await Promise.all([sica, oas, head].map((person) => open(person, paper)));

  // Whoever may only comment selects in a text that cannot be written.
  await expect(text(sica)).toHaveAttribute("contenteditable", "false");
  await select(sica, "comparten alertas");
  await comment(sica, "No nos conviene, por lo de Corinto.");
  const internal = panel(sica).getByRole("article").filter({ hasText: "Corinto" });
  await expect(internal).toContainText("Solo SICA ve esto");
  await expect(marked(sica, "comparten alertas")).toHaveAttribute("data-internal", "");

  for (const person of [lead, oas, head]) {
    expect((await threads(person, paper)).items, "nobody outside is sent it").toEqual([]);
    await expect(marked(person, "comparten alertas")).toHaveCount(0);
  }
  const { id } = (await threads(sica, paper)).items[0]!;
  for (const person of [lead, oas, head])
    expect((await person.context.request.get(`/api/v1/comments/${id}`)).status()).toBe(404);

  await internal.getByRole("button", { name: "Más sobre este comentario" }).click();
  await sica.page.getByRole("menuitem", { name: "Presentar como posición de SICA" }).click();
  const dialog = sica.page.getByRole("dialog", { name: "Presentar la posición de SICA" });
  await expect(dialog).toContainText("siguen siendo solo para SICA");
  await isAccessible(sica);
  await dialog.getByRole("textbox").fill("SICA propone «comparten alertas tempranas».");
  await dialog.getByRole("button", { name: "Presentar por SICA" }).click();

  for (const person of [lead, oas, head]) {
    await expect(marked(person, "comparten alertas")).toBeVisible();
    await openPanel(person);
    const position = panel(person).getByRole("article");
    await expect(position).toContainText("Posición de SICA");
    await expect(position).toContainText("alertas tempranas");
    const answer = JSON.stringify(await threads(person, paper));
    expect(answer, "nothing of what was said within").not.toContain("Corinto");
    expect(answer).not.toContain(id);
  }
});

test("a comment is written, found and left by the keyboard alone, in a text that one may only read", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const paper = await aPaper(lead);
  const oas = await signIn("focal.oas");
  await open(oas, paper);
  const { keyboard } = oas.page;
  await text(oas).focus();
  // As in any text: the arrows go on, line by line.
  const line = () => oas.page.evaluate(() => getSelection()?.focusNode?.textContent ?? "");
  for (let steps = 0; steps < 9 && !(await line()).startsWith("Las aduanas"); steps += 1)
    await keyboard.press("ArrowDown");
  await keyboard.press("Home");
  for (let word = 0; word < 2; word += 1) await keyboard.press("Control+Shift+ArrowRight");
  await expect.poll(() => oas.page.evaluate(() => String(getSelection()))).toMatch(/^Las aduanas/);
  await keyboard.press("Control+Alt+m");
  await keyboard.type("¿Todas?");
  await keyboard.press("Control+Enter");
  await expect(marked(oas, "Las aduanas")).toBeVisible();
  await expect(panel(oas).getByRole("article")).toContainText("Solo OEA ve esto");

  // On to the list, into the conversation, and an answer that a reload does not lose.
  await keyboard.press("Control+Alt+n");
  await keyboard.press("Control+Alt+Shift+a");
  const reply = panel(oas).getByRole("button", { name: "Responder" });
  while (!(await reply.evaluate((it) => it === document.activeElement)))
    await keyboard.press("Tab");
  await keyboard.press("Enter");
  await keyboard.type("A medias");
  await isAccessible(oas);
  await oas.page.reload();
  await marked(oas, "Las aduanas").click();
  await expect(oas.page.getByRole("textbox", { name: "Responder" })).toHaveValue("A medias");
});

test("a comment without a connection waits in sight, and is written once when there is one", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const paper = await aPaper(lead);
  const path = `**/api/v1/papers/${paper.id}/comments`;
  // The server takes it, and the answer is lost: the same must not be written twice.
  let attempts = 0;
  await lead.page.route(path, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    attempts += 1;
    await route.fetch();
    return route.abort();
  });
  await select(lead, "tres navieras");
  await comment(lead, "Son cuatro.");
  const waiting = panel(lead).getByRole("article").filter({ hasText: "Todavía no se ha enviado" });
  await expect(waiting).toContainText("Son cuatro.");
  await lead.page.reload();
  await openPanel(lead);
  await expect(waiting).toBeVisible();
  expect(attempts).toBeGreaterThan(1);
  await lead.page.unroute(path);
  await waiting.getByRole("button", { name: "Enviar ahora" }).click();
  await expect(
    panel(lead)
      .getByRole("button", { name: "Responder" })
      .or(panel(lead).getByRole("button", { name: /^Abrir/ })),
  ).toBeVisible();
  expect((await threads(lead, paper)).items).toHaveLength(1);
});

test("on a phone one selects, comments and answers with the words in sight", async ({ signIn }) => {
  const lead = await signIn("lead.gt");
  const paper = await aPaper(lead);
  const phone = await signIn("expert1.pa", { width: 390 });
  await open(phone, paper);
  await select(phone, "Las aduanas comparten");
  await phone.page.getByRole("button", { name: "Comentar", exact: true }).last().tap();
  const sheet = phone.page.getByRole("region", { name: "Comentarios" });
  await expect(sheet.getByRole("textbox")).toBeFocused();
  const words = await marked(phone, "Las aduanas comparten").boundingBox();
  const cover = await sheet.boundingBox();
  expect(words!.y + words!.height).toBeLessThan(cover!.y);
  await phone.page.keyboard.type("¿Desde cuándo?");
  await isAccessible(phone);
  await sheet.getByRole("button", { name: "Comentar", exact: true }).tap();
  await expect(marked(lead, "Las aduanas comparten")).toBeVisible();
  await sheet.getByRole("button", { name: "Cerrar el comentario" }).tap();
  await expect(sheet).toBeHidden();
  await marked(phone, "Las aduanas comparten").tap();
  await sheet.getByRole("button", { name: "Responder" }).tap();
  await phone.page.keyboard.type("Lo veo.");
  await sheet.getByRole("button", { name: "Responder" }).tap();
  await expect(sheet.getByRole("listitem").last()).toContainText("Lo veo.");
});
