import type { Locator } from "@playwright/test";
import { expect, test, type Person } from "./people.ts";

const column = (person: Person, name: string) =>
  person.page.getByRole("region", { name: new RegExp(`^${name}`) });
const cardIn = (person: Person, name: string, title: string) =>
  column(person, name).getByText(title);

const title = "Diseñar el módulo sobre economía local del tráfico";
const started = "Preparar la ficha de evaluación de los ejercicios conjuntos";

/** Takes a step from a card's own menu, as one does on a phone. */
async function takeStep(person: Person, card: string, step: string): Promise<void> {
  await person.page.getByRole("button", { name: `Mover ${card}` }).click();
  await person.page.getByRole("menuitem", { name: new RegExp(`^${step}`) }).click();
}

test("a lead's board moves while an expert works in another browser, and catches up after ten seconds offline", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const expert = await signIn("expert1.gt");
  await Promise.all([lead.goto("/actions"), expert.goto("/actions")]);
  await expect(cardIn(lead, "En curso", title)).toBeVisible();

  await takeStep(expert, title, "Bloquear");
  await expert.page
    .getByRole("dialog")
    .getByRole("textbox")
    .fill("Falta el convenio con la universidad.");
  await expert.page.getByRole("dialog").getByRole("button", { name: "Bloquear" }).click();
  await expect(cardIn(lead, "Bloqueadas", title)).toBeVisible();
  await expect(column(lead, "Bloqueadas").getByText("Falta el convenio")).toBeVisible();

  // The lead's line goes for ten seconds; meanwhile the item moves twice.
  await lead.context.setOffline(true);
  const back = Date.now() + 10_000;
  await takeStep(expert, title, "Desbloquear");
  await expect(cardIn(expert, "En curso", title)).toBeVisible();
  await takeStep(expert, title, "Dar por hecha");
  await expert.page.getByRole("dialog").getByRole("textbox").fill("Módulo publicado (muestra).");
  await expert.page.getByRole("dialog").getByRole("button", { name: "Dar por hecha" }).click();
  await expect(cardIn(expert, "Hechas", title)).toBeVisible();
  await expect.poll(() => Date.now() >= back, { timeout: 15_000 }).toBe(true);
  await expect(cardIn(lead, "Bloqueadas", title)).toBeVisible();
  await lead.context.setOffline(false);
  await expect(cardIn(lead, "Hechas", title)).toBeVisible({ timeout: 20_000 });

  // Who answers for the centre verifies; the expert's board follows.
  await takeStep(lead, title, "Verificar");
  await expect(cardIn(expert, "Verificadas", title)).toBeVisible();
});

test("what was changed without a line is sent when its page is gone and its person is back", async ({
  signIn,
}) => {
  const lead = await signIn("lead.pa");
  const expert = await signIn("expert1.gt");
  const keyGiven = lead.page.waitForResponse("**/api/v1/me/device-key");
  await Promise.all([lead.goto("/actions"), expert.goto("/actions")]);
  await expect(cardIn(lead, "Abiertas", started)).toBeVisible();
  await keyGiven;

  await lead.context.setOffline(true);
  await takeStep(lead, started, "Empezar");
  await expect(lead.page.getByText("1 cambio espera la línea").first()).toBeVisible();
  // As when the browser is killed: nothing of the page is left.
  await lead.page.close();
  await lead.context.setOffline(false);
  await expect(cardIn(expert, "Abiertas", started)).toBeVisible();

  const again = await lead.context.newPage();
  await again.goto("/actions");
  await expect(again.getByText("Se envió un cambio que esperaba la línea.")).toBeVisible();
  await expect(cardIn(expert, "En curso", started)).toBeVisible();
  await again.reload();
  await expect(again.getByText(started).first()).toBeVisible();
  await expect(again.getByText("Se envió un cambio que esperaba la línea.")).toBeHidden();
});

test("a new item is created with owner and date, and stands on a colleague's board at once", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const expert = await signIn("expert1.pa");
  await Promise.all([lead.goto("/actions"), expert.goto("/actions")]);
  await lead.page.getByRole("button", { name: "Nueva acción" }).click();
  const dialog = lead.page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Título" }).fill("Convocar a los puntos focales");
  await dialog.getByLabel("Vence").fill("2027-02-15");
  const choose = async (field: string, option: RegExp) => {
    await dialog.getByRole("button", { name: new RegExp(field) }).click();
    await lead.page.getByRole("option", { name: option }).click();
  };
  await choose("Se repite", /^Cada dos semanas/);
  await choose("Producto del programa", /^Unidades conjuntas de control/);
  await lead.page.screenshot({ path: "results/new-action.png" });
  await dialog.getByRole("button", { name: "Crear acción" }).click();
  await expect(cardIn(expert, "Abiertas", "Convocar a los puntos focales")).toBeVisible();

  // Whoever has it open is seen at its card, and at the card of nobody who closed it.
  const card = expert.page.getByRole("row", { name: /Convocar a los puntos focales/ });
  await cardIn(lead, "Abiertas", "Convocar a los puntos focales").click();
  const panel = lead.page.getByRole("dialog", { name: "Acción" });
  await expect(panel).toContainText("Unidades conjuntas de control");
  await expect(panel).toContainText("Cada 2 semanas, el lunes");
  await expect(card.getByText("Conacaste Guatemala la tiene abierta")).toBeAttached();
  await expert.page.screenshot({ path: "results/present-on-card.png" });
  await lead.page.keyboard.press("Escape");
  await expect(card.getByText("la tiene abierta")).toHaveCount(0);

  // What works towards an output of a programme is found by it.
  await lead.page.getByRole("button", { name: "Más filtros" }).click();
  const filter = async (name: RegExp, option: RegExp) => {
    await lead.page.getByRole("button", { name }).click();
    await lead.page.getByRole("option", { name: option }).click();
  };
  await filter(/^Cualquiera Programa|Programa$/, /RP-SICA/);
  await filter(/Producto$/, /^Unidades conjuntas de control/);
  await expect(lead.page.getByText("1 acción", { exact: true })).toBeVisible();
  await expect(cardIn(lead, "Abiertas", "Convocar a los puntos focales")).toBeVisible();
});

test("an item is made from a paper's text and shows its live state in every open copy", async ({
  signIn,
}) => {
  const writer = await signIn("expert1.sv");
  const reader = await signIn("expert1.gt");
  const paper = "/papers/paper-urban-analysts";
  await Promise.all([writer.goto(paper), reader.goto(paper)]);
  for (const { page } of [writer, reader])
    await expect(page.locator('[data-claim="saved"]')).toBeVisible();
  await writer.page.locator('[data-block-id="activities-1"]').click({ clickCount: 3 });
  await writer.page.getByRole("button", { name: "Acción a partir del texto" }).click();
  const dialog = writer.page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Título" }).fill("Acordar doce definiciones");
  await dialog.getByRole("button", { name: "Crear acción" }).click();

  const chip = (person: Person) =>
    person.page.locator('[data-block-id="activities-1"] [data-action-chip]');
  await expect(chip(reader)).toContainText("Acordar doce definiciones");
  await expect(chip(reader)).toContainText("Abierta");
  await writer.goto("/actions");
  await takeStep(writer, "Acordar doce definiciones", "Bloquear");
  await writer.page.getByRole("dialog").getByRole("textbox").fill("Faltan datos.");
  await writer.page.getByRole("dialog").getByRole("button", { name: "Bloquear" }).click();
  await expect(chip(reader)).toContainText("Bloqueada");
});

/** Presses a key until the focus is there. */
async function reach(target: Locator, press: () => Promise<void>): Promise<void> {
  for (let presses = 0; presses < 10; presses++) {
    if (await target.evaluate((it) => it === document.activeElement)) return;
    await press();
  }
  throw new Error("The focus did not get there in ten presses.");
}

test("the board works by keyboard alone", async ({ signIn }) => {
  const expert = await signIn("expert1.gt");
  await expert.goto("/actions");
  await expect(cardIn(expert, "En curso", title)).toBeVisible();
  const { keyboard } = expert.page;
  // Arrow keys go from card to card and, to the right, to what a card offers.
  await expert.page.getByRole("row", { name: new RegExp(title) }).focus();
  const menu = expert.page.getByRole("button", { name: `Mover ${title}` });
  await reach(menu, () => keyboard.press("ArrowRight"));
  await keyboard.press("Enter");
  await expect(expert.page.getByRole("menu")).toBeVisible();
  const item = expert.page.getByRole("menuitem", { name: /^Bloquear/ });
  await reach(item, () => keyboard.press("ArrowDown"));
  await keyboard.press("Enter");
  await keyboard.type("Espera de datos.");
  await keyboard.press("Tab");
  const confirm = expert.page.getByRole("dialog").getByRole("button", { name: "Bloquear" });
  await reach(confirm, () => keyboard.press("Tab"));
  await keyboard.press("Enter");
  await expect(cardIn(expert, "Bloqueadas", title)).toBeVisible();
});
