import type { Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

// Each is seconds of work; a machine that is shared takes its time over the two browsers.
test.describe.configure({ timeout: 240_000 });

const paper = "/papers/paper-secondary-ports";
const block = ({ page }: Person, id: string) => page.locator(`[data-block-id="${id}"]`);
const text = ({ page }: Person) => page.getByRole("textbox", { name: "Texto del documento" });
const bar = ({ page }: Person) => page.locator("[data-editor-toolbar]");
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();

async function open(person: Person): Promise<void> {
  await person.goto(paper);
  await isSaved(person);
}

/** Puts the caret at the end of a block. */
async function goToEndOf(person: Person, id: string): Promise<void> {
  await block(person, id).click();
  await block(person, id).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

const paragraphAfter = (person: Person, id: string, steps = 1) =>
  block(person, id).locator(`xpath=following-sibling::*[${steps}]`);

test("what stands behind a slash or a Markdown sign comes into the text, and a colleague sees it", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  await open(ana);
  await open(luis);
  const { page } = ana;
  const menu = page.getByRole("listbox", { name: "Insertar" });

  // Within words and addresses a slash is a letter.
  await goToEndOf(ana, "summary-1");
  await page.keyboard.type(" y/o https://un.org/");
  await expect(menu).toHaveCount(0);

  await page.keyboard.press("Enter");
  await page.keyboard.type("/tabl");
  await expect(menu.getByRole("option").first()).toHaveText("Cuadro");
  await expect(text(ana)).toHaveAttribute("aria-activedescendant", "slash-table");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await page.keyboard.press("Control+Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("/");
  await page.keyboard.type("tabl");
  await page.keyboard.press("Enter");
  const table = paragraphAfter(ana, "summary-1").locator("table");
  await expect(table.locator("th")).toHaveCount(3);

  // Tab goes on, and in the last cell makes a row.
  await page.keyboard.type("Uno");
  for (let cell = 1; cell < 9; cell += 1) await page.keyboard.press("Tab");
  await page.keyboard.type("Nueve");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Diez");
  await expect(table.locator("tr")).toHaveCount(4);
  await page.keyboard.press("Alt+Shift+ArrowUp");
  await expect(table.locator("tr").nth(2).locator("td").first()).toHaveText("Diez");
  await page.keyboard.type("!");
  await expect(table.locator("tr").nth(2).locator("td").first()).toHaveText("Diez!");

  // By the toolbar, which the keys reach: a wider column, and one of headers.
  const width = () =>
    table
      .locator("th")
      .first()
      .evaluate((it) => it.getBoundingClientRect().width);
  const before = await width();
  await page.keyboard.press("Alt+F10");
  await expect(bar(ana).locator("button:focus")).toHaveCount(1);
  await bar(ana).getByRole("button", { name: "Cuadro" }).press("Enter");
  await expect(page.getByRole("menu", { name: "Cuadro" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("menuitem", { name: "Ensanchar la columna" }).press("Enter");
  await expect.poll(width).toBeGreaterThan(before + 15);
  await bar(ana).getByRole("button", { name: "Cuadro" }).click();
  await page.getByRole("menuitem", { name: "Columna de encabezado" }).click();
  await expect(table.locator("tr").nth(2).locator("th")).toHaveText("Diez!");

  // Markdown: what is written becomes what it stands for.
  await goToEndOf(ana, "summary-2");
  await page.keyboard.press("Enter");
  await page.keyboard.type("a) Primer inciso");
  await page.keyboard.press("Enter");
  await page.keyboard.type('El "segundo" **inciso** ');
  const list = paragraphAfter(ana, "summary-2");
  await expect(list).toHaveAttribute("type", "a");
  await expect(list.locator("li").nth(1)).toHaveText("El “segundo” inciso");
  await expect(list.locator("strong")).toHaveText("inciso");
  await page.keyboard.type('"');
  await page.keyboard.press("Backspace");
  await expect(list.locator("li").nth(1)).toContainText('inciso "');

  await isSaved(ana);
  await expect(paragraphAfter(luis, "summary-1").locator("tr").nth(2).locator("th")).toHaveText(
    "Diez!",
  );
  await expect(paragraphAfter(luis, "summary-2").locator("li")).toHaveCount(2);
});

test("words are found without their accents and replaced in one step, which a colleague's undo leaves alone", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  await open(ana);
  await open(luis);
  const { page } = ana;
  await goToEndOf(luis, "summary-2");
  await luis.page.keyboard.type(" Panamá añade esto.");
  await goToEndOf(ana, "summary-1");
  await page.keyboard.type(" La region cuenta 12 puertos y 7 playas.");

  await page.keyboard.press("Control+f");
  const search = page.getByRole("search", { name: "Buscar y reemplazar" });
  const status = search.getByRole("status");
  await page.keyboard.type("REGIÓN");
  await expect(status).toHaveText(/^\d+ de \d+$/);
  const all = Number(/de (\d+)/.exec(await status.innerText())?.[1]);
  await expect(page.locator("[data-find-active]")).toHaveText(/regi[oó]n/i);
  expect(await violations(page)).toEqual([]);
  await search.getByRole("button", { name: "Distinguir acentos" }).click();
  await expect(status).not.toHaveText(new RegExp(`de ${all}$`));
  await search.getByRole("button", { name: "Distinguir acentos" }).click();

  // Escape without having gone anywhere leads back to where one was.
  await page.keyboard.press("Escape");
  await expect(search).toHaveCount(0);
  await page.keyboard.type(" Fin.");
  await expect(block(ana, "summary-1")).toContainText("7 playas. Fin.");

  // A pattern with groups; one that is none, and one that never comes back, are told.
  await page.keyboard.press("Control+h");
  const find = search.getByRole("textbox", { name: "Buscar en el texto" });
  await search.getByRole("button", { name: "Expresión regular" }).click();
  await find.fill("(\\d+) (puertos");
  await expect(search.getByText("La expresión no está bien escrita")).toBeVisible();
  await find.fill("(.*)*(.*)*(.*)*(.*)*(.*)*(.*)*ñandú");
  await expect(status).toHaveText(/tarda demasiado/);
  await find.fill("(\\d+) (puertos|playas)");
  await search.getByRole("textbox", { name: "Reemplazar por" }).fill("$2: $1");
  await search.getByRole("button", { name: "Reemplazar todo" }).click();
  await expect(status).toHaveText(/^\d+ reemplazos?$/);
  await expect(block(ana, "summary-1")).toContainText("cuenta puertos: 12 y playas: 7.");
  await page.keyboard.press("Escape");
  await expect(block(luis, "summary-1")).toContainText("cuenta puertos: 12 y playas: 7.");

  // Undo is one's own only: hers takes back the replacing, his what he wrote.
  await page.keyboard.press("Control+z");
  await expect(block(ana, "summary-1")).toContainText("cuenta 12 puertos y 7 playas. Fin.");
  await expect(block(ana, "summary-2")).toContainText("Panamá añade esto.");
  await luis.page.keyboard.press("Control+z");
  await expect(block(ana, "summary-2")).not.toContainText("Panamá añade esto.");
  await expect(block(luis, "summary-1")).toContainText("cuenta 12 puertos y 7 playas. Fin.");
});

test("a section moves in the outline with all beneath it and keeps its ids, while a colleague writes in another", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  await open(ana);
  await open(luis);
  const { page } = ana;
  const outline = page.getByRole("navigation", { name: "Esquema del documento" });
  const rows = outline.getByRole("row");
  const headings = (person: Person) =>
    text(person)
      .locator("> h1, > h2")
      .evaluateAll((all) => all.map((it) => it.getAttribute("data-block-id")));
  const before = await headings(ana);
  const first = before.indexOf("sec-situation");
  expect(first, "the section is there").toBeGreaterThan(0);

  await goToEndOf(luis, "framework-1");
  await luis.page.keyboard.type(" Luis sigue");
  await rows.filter({ hasText: "Análisis de la situación" }).focus();
  await page.keyboard.press("Alt+Shift+ArrowDown");
  await expect(page.getByRole("status").filter({ hasText: "está ahora después de" })).toBeVisible();
  await luis.page.keyboard.type(" escribiendo.");
  const legal = before.indexOf("sec-framework");
  const moved = [
    ...before.slice(0, first),
    "sec-framework",
    ...before.slice(first, legal),
    ...before.slice(legal + 1),
  ];
  expect(await headings(ana)).toEqual(moved);
  await expect.poll(() => headings(luis)).toEqual(moved);
  await expect(block(ana, "framework-1")).toContainText("Luis sigue escribiendo.");

  // One step takes all of it back; the colleague's words stay.
  await text(ana).press("Control+z");
  await expect.poll(() => headings(luis)).toEqual(before);
  await expect(block(ana, "framework-1")).toContainText("Luis sigue escribiendo.");

  // From the menu, one level lower with all beneath; by the mouse, back to its place.
  const legalRow = rows.filter({ hasText: "Marco jurídico" });
  await legalRow.hover();
  await legalRow.getByRole("button", { name: /^Mover/ }).click();
  await page.getByRole("menuitem", { name: "Bajar de nivel" }).click();
  await expect(page.locator('h2[data-block-id="sec-framework"]')).toHaveCount(1);
  await legalRow.dragTo(rows.filter({ hasText: "Introducción y mandato" }), {
    targetPosition: { x: 40, y: 2 },
  });
  await expect.poll(async () => (await headings(ana)).indexOf("sec-framework")).toBe(first - 1);

  // What lies beneath a heading can be put away.
  const count = await rows.count();
  await outline.getByRole("button", { name: /^Ocultar lo que contiene «Análisis/ }).click();
  await expect.poll(() => rows.count()).toBeLessThan(count);
  expect(await violations(page)).toEqual([]);
});

test("the text alone is in sight in focus mode, and all keys stand on one sheet", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt", { scheme: "dark" });
  await open(ana);
  const { page } = ana;
  await goToEndOf(ana, "summary-1");
  await page.keyboard.press("Control+Shift+f");
  await expect(page.getByRole("button", { name: "Salir (Esc)" })).toBeVisible();
  await expect(block(ana, "summary-1")).toHaveAttribute("data-focused-block", "");
  // Wherever one looks there is the text: outline, panels and the page's places lie beneath.
  const others = await page.evaluate(() => {
    const places = [0.02, 0.15, 0.5, 0.85, 0.98].flatMap((x) =>
      [0.05, 0.5, 0.95].map((y) => [x * innerWidth, y * innerHeight] as const),
    );
    return places
      .map(([x, y]) => document.elementFromPoint(x, y))
      .filter((it) => !it?.closest("[data-paper-editor]"))
      .map((it) => it?.outerHTML.slice(0, 80));
  });
  expect(others).toEqual([]);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type(" En calma.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Salir (Esc)" })).toHaveCount(0);
  await page.keyboard.type(" Y de vuelta.");
  await expect(block(ana, "summary-1")).toContainText("En calma. Y de vuelta.");

  await page.keyboard.press("Control+/");
  const sheet = page.getByRole("dialog", { name: "Atajos de teclado" });
  await expect(sheet.getByText("Ctrl+Alt+F")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+A");
  await expect(page.getByText(/[\d.]+ seleccionadas/)).toBeVisible();
});

/** What an on-screen keyboard sends: a word is composed, changed while it is, and settled. */
async function compose(page: Page, steps: readonly string[]): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  for (const words of steps)
    await keyboard.send("Input.imeSetComposition", {
      text: words,
      selectionStart: words.length,
      selectionEnd: words.length,
    });
  await keyboard.send("Input.insertText", { text: steps.at(-1) ?? "" });
  await keyboard.detach();
}

test("on a phone one fixes a sentence, lists and inserts with a composing keyboard", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt", { width: 390 });
  const luis = await signIn("expert1.pa");
  await open(ana);
  await open(luis);
  const { page } = ana;

  // Composed, corrected while composing, and in the middle of a sentence.
  await goToEndOf(ana, "summary-1");
  await compose(page, [" ", " s", " se", " seg", " según"]);
  await page.keyboard.type(" ");
  await compose(page, ["l", "lo", "los puertos"]);
  await expect(block(ana, "summary-1")).toContainText(/locales\. según los puertos$/);

  // Enter in a list, and Backspace at its start.
  await page.keyboard.press("Enter");
  await page.keyboard.type("- ");
  await compose(page, ["p", "primero"]);
  await page.keyboard.press("Enter");
  await compose(page, ["s", "segundo"]);
  const list = paragraphAfter(ana, "summary-1");
  await expect(list.locator("li")).toHaveText(["primero", "segundo"]);
  await page.keyboard.press("Enter");
  await expect(list.locator("li")).toHaveCount(3);
  await page.keyboard.press("Backspace");
  await expect(list.locator("li")).toHaveCount(2);

  // The slash menu follows what is composed.
  await page.keyboard.type("/");
  await compose(page, ["c", "cu", "cuad"]);
  await expect(page.getByRole("option").first()).toHaveText("Cuadro");
  await page.getByRole("option").first().tap();
  await expect(text(ana).locator("table").first().locator("th")).toHaveCount(3);
  await isSaved(ana);
  await expect(paragraphAfter(luis, "summary-1").locator("li")).toHaveText(["primero", "segundo"]);

  // The bar lies at the foot, with everything else behind "more".
  const box = await bar(ana).boundingBox();
  expect(box && box.y + box.height).toBeGreaterThan(700);
  await bar(ana).getByRole("button", { name: "Más" }).click();
  await expect(page.getByRole("menuitem", { name: "Buscar" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide, "nothing is wider than the phone").toBe(0);
});

test("a table wider than the phone is reached, scrolled and left by the keys, and takes no press from the text", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt", { width: 390 });
  await open(ana);
  const { page } = ana;
  const table = page.getByRole("group", { name: "Cuadro" }).first();
  const cell = table.locator("td").first();
  const words = await cell.innerText();
  await cell.tap();
  await page.keyboard.insertText("Uno ");
  await expect(text(ana)).toBeFocused();
  await expect(cell).toContainText("Uno");
  await page.keyboard.press("Control+z");
  await expect(cell).toHaveText(words);

  await isSaved(ana);
  await table.focus();
  await expect(table).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => table.evaluate((it) => it.scrollLeft)).toBeGreaterThan(0);
  const before = await table.innerText();
  await page.keyboard.type("zz");
  await page.keyboard.press("Backspace");
  expect(await table.innerText()).toBe(before);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(text(ana)).toBeFocused();
  await page.keyboard.type("Dos ");
  await expect(table.locator("th").first()).toContainText("Dos");
});
