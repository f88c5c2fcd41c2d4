/** A morning's work on a paper, from opening it to its figure; each step leaves a picture to be looked at. */
import { aPng } from "../support/pictures.ts";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

test.describe.configure({ timeout: 600_000 });

const paper = "/papers/paper-secondary-ports";
const text = ({ page }: Person) => page.locator(".ProseMirror").last();
const block = (person: Person, id: string) => text(person).locator(`[data-block-id="${id}"]`);
const isSaved = ({ page }: Person) =>
  expect(page.locator('[data-claim="saved"]').first()).toBeVisible({ timeout: 60_000 });

async function toEnd(person: Person, id: string): Promise<void> {
  await block(person, id).click();
  await block(person, id).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

/** Selects a word of a block. */
async function select(person: Person, id: string, word: string): Promise<void> {
  await block(person, id).click();
  await block(person, id).evaluate((it, wanted) => {
    const walker = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = (node.textContent ?? "").indexOf(wanted);
      if (at === -1) continue;
      getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
      return;
    }
    throw new Error(`${wanted} does not stand there`);
  }, word);
}

let pictures = 0;
async function picture({ page }: Person, name: string): Promise<void> {
  const number = String(++pictures).padStart(2, "0");
  await page.screenshot({ path: `results/working-session/${number}-${name}.png` });
}

test("two people open a paper, translate a section, suggest, comment, accept, cite and put in a figure", async ({
  signIn,
}) => {
  const lead = await signIn("lead.pa");
  const expert = await signIn("expert1.gt");
  await Promise.all([lead.goto(`${paper}?edition=es`), expert.goto(`${paper}?edition=es`)]);
  await Promise.all([isSaved(lead), isSaved(expert)]);
  await picture(expert, "open");

  // The expert suggests, and the lead sees it.
  await expert.page.keyboard.press("Control+Alt+Shift+X");
  await expect(expert.page.getByRole("button", { name: "Modo de sugerencias" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await toEnd(expert, "summary-2");
  await expert.page.keyboard.type(" Se propone un punto focal por puerto.");
  await expect(block(lead, "summary-2").locator("ins")).toContainText("punto focal por puerto");
  await picture(expert, "suggested");

  // The lead comments on words and accepts.
  await select(lead, "framework-2", (await block(lead, "framework-2").innerText()).slice(0, 24));
  await lead.page.keyboard.press("ControlOrMeta+Alt+m");
  const field = lead.page.getByRole("textbox", { name: "Comentario nuevo" });
  await expect(field).toBeFocused();
  await lead.page.keyboard.type("¿Quién lo financia en 2027?");
  await picture(lead, "comment-written");
  await lead.page.keyboard.press("ControlOrMeta+Enter");
  await expect(text(expert).locator("[data-comment]").first()).toBeVisible();
  await picture(lead, "commented");
  await lead.page.keyboard.press("Control+Home");
  await lead.page.keyboard.press("Control+Alt+ArrowDown");
  await expect(lead.page.getByRole("complementary", { name: "Sugerencia" })).toBeVisible();
  await picture(lead, "suggestion-read");
  await lead.page.keyboard.press("Control+Alt+Enter");
  await expect(block(expert, "summary-2").locator("ins")).toHaveCount(0);
  await expect(block(expert, "summary-2")).toContainText("punto focal por puerto");

  // The expert cites a source that nobody has written down yet.
  await expert.page.keyboard.press("Control+Alt+Shift+X");
  await toEnd(expert, "summary-2");
  await expert.page.keyboard.press("Control+Alt+c");
  const dialog = expert.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Nueva fuente" }).click();
  await dialog.getByRole("textbox", { name: "Autores" }).fill("Ruiz, Eva");
  await dialog.getByRole("textbox", { name: "Título" }).fill("Puertos y alertas");
  await dialog.getByRole("textbox", { name: "Fecha" }).first().fill("2025");
  await picture(expert, "source");
  await dialog.getByRole("button", { name: "Guardar la fuente" }).click();
  await dialog.getByRole("button", { name: "Insertar la cita" }).click();
  await expect(text(lead).locator("cite").last()).toContainText("Ruiz");
  await isSaved(expert);

  // A figure with its caption, alternative text and source.
  await toEnd(expert, "summary-1");
  const chosen = expert.page.waitForEvent("filechooser");
  await expert.page.keyboard.type(" /imagen");
  await picture(expert, "slash-menu");
  await expert.page.getByRole("option", { name: "Imagen" }).click();
  await (
    await chosen
  ).setFiles({
    ...{ name: "puertos.png", mimeType: "image/png" },
    buffer: Buffer.from(aPng({ width: 800, height: 450 }, 90)),
  });
  const figure = text(expert).locator("figure");
  await expect(figure.getByRole("textbox", { name: "Texto alternativo" })).toBeFocused();
  await expert.page.keyboard.type("Mapa de los puertos secundarios");
  await figure.getByRole("textbox", { name: "Fuente" }).fill("UNODC, 2024");
  await picture(expert, "figure-described");
  await figure.getByRole("button", { name: "Listo" }).click();
  await figure.locator("figcaption").click();
  await expert.page.keyboard.type("Puertos secundarios");
  await expect(
    text(lead).getByRole("img", { name: "Mapa de los puertos secundarios" }),
  ).toBeVisible();
  await isSaved(expert);
  await picture(lead, "figure-arrived");

  // The section is translated beside its original.
  await expert.goto(`${paper}?edition=en&beside=true`);
  await isSaved(expert);
  const bar = expert.page.locator('[data-section-bar="sec-summary"]');
  await expect(bar).toContainText("Desactualizada");
  await bar.getByRole("button", { name: "Ver qué cambió" }).click();
  await expect(bar.locator("ins").first()).toBeVisible();
  await picture(expert, "what-changed");
  await toEnd(expert, "summary-2");
  await expert.page.keyboard.type(" One focal point per port is proposed.");
  await isSaved(expert);
  await bar.getByRole("button", { name: "Marcar como traducida" }).click();
  await expect(bar).toContainText("Al día");
  await picture(expert, "translated");
  expect(await violations(expert.page)).toEqual([]);

  // The same paper as others see it: on a phone, on a tablet, in the dark, in English.
  const looks = [
    { name: "phone-dark-en", locale: "en", width: 390, scheme: "dark" },
    { name: "phone-light-es", locale: "es", width: 390, scheme: "light" },
    { name: "tablet-dark-es", locale: "es", width: 768, scheme: "dark" },
    { name: "desk-dark-en", locale: "en", width: 1440, scheme: "dark" },
  ] as const;
  for (const { name, ...options } of looks) {
    const person = await signIn("expert1.pa", options);
    await person.goto(`${paper}?edition=es`);
    await isSaved(person);
    await block(person, "summary-2").scrollIntoViewIfNeeded();
    await picture(person, name);
    expect(await violations(person.page), name).toEqual([]);
    await person.page.close();
  }
});
