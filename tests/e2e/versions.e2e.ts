import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-secondary-ports?edition=es";
const paragraph = ({ page }: Person) => page.locator('[data-block-id="governance-2"]');
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();
const comparison = ({ page }: Person) =>
  page.getByRole("region", { name: /Comparación de versiones|Comparison of versions/ });

async function openVersions(person: Person): Promise<void> {
  await person.goto(paper);
  await expect(person.page.locator('[data-block-id="governance-2"]')).toBeVisible();
  await person.page.getByRole("tab", { name: /Versiones|Versions/ }).click();
}

/** Writes at the end of the paragraph. */
async function write(person: Person, words: string): Promise<void> {
  await paragraph(person).click();
  await person.page.keyboard.press("End");
  await person.page.keyboard.type(words);
  await isSaved(person);
}

test("a version is named, seen by a colleague at once, compared with what both wrote since, and a section is put back and taken back", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const colleague = await signIn("lead.sv");
  await openVersions(lead);
  await openVersions(colleague);

  await lead.page.getByRole("button", { name: "Guardar versión" }).click();
  const dialog = lead.page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Nombre" }).fill("Ronda 2, enviada a SICA");
  await dialog.getByRole("button", { name: "Guardar", exact: true }).click();
  const row = (person: Person) =>
    person.page.getByRole("listitem").filter({ hasText: "Ronda 2, enviada a SICA" });
  await expect(row(lead)).toContainText("la guardó");
  await expect(row(colleague)).toContainText("SHA-256");

  const before = await paragraph(lead).innerText();
  await write(colleague, " Palabras nuevas del colega.");
  await expect(paragraph(lead)).toContainText("Palabras nuevas del colega.");

  await row(lead)
    .getByRole("button", { name: /con el texto actual/ })
    .click();
  const shown = comparison(lead);
  await expect(shown.getByRole("status").getByText("1 cambio")).toBeVisible();
  await expect(shown.locator("ins")).toContainText("Palabras nuevas del colega.");
  await expect(paragraph(lead)).toBeHidden();
  expect(await violations(lead.page)).toEqual([]);

  // What is written meanwhile is compared as well.
  await write(colleague, " Y una frase más.");
  await expect(shown.locator("ins")).toContainText("Y una frase más.");

  await lead.page.keyboard.press("F7");
  await expect(shown.getByText("1 de 1")).toBeVisible();
  await expect(shown.locator('[data-change="changed"]')).toBeFocused();
  await shown.getByText("Lado a lado").click();
  await expect(shown.locator('[data-change="changed"] p[lang]')).toHaveCount(2);
  expect(await violations(lead.page)).toEqual([]);

  await shown.getByRole("button", { name: /en esta sección/ }).click();
  const confirm = lead.page.getByRole("dialog");
  await expect(confirm).toContainText("queda guardado como versión");
  await confirm.getByRole("button", { name: "Volver a esa versión" }).click();
  await expect(comparison(lead)).toHaveCount(0);
  // Beside the words stands a colleague's caret with its name.
  for (const person of [lead, colleague]) {
    await expect(paragraph(person)).not.toContainText("Palabras nuevas");
    await expect(paragraph(person)).toContainText(before);
  }
  await expect(lead.page.getByText("Antes de volver a otra versión")).toBeVisible();

  await lead.page.getByRole("button", { name: "Deshacer" }).last().click();
  await expect(paragraph(colleague)).toContainText("Y una frase más.");
  await isSaved(lead);
});

test("on a phone, in English and in the dark, the versions and what changed are read", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  await openVersions(lead);
  await lead.page.getByRole("button", { name: "Guardar versión" }).click();
  await lead.page.getByRole("dialog").getByRole("textbox", { name: "Nombre" }).fill("Uno");
  await lead.page.getByRole("dialog").getByRole("button", { name: "Guardar", exact: true }).click();
  await expect(lead.page.getByText("la guardó")).toBeVisible();
  await write(lead, " Fin nuevo.");

  const head = await signIn("head", { locale: "en", width: 390, scheme: "dark" });
  await openVersions(head);
  const kept = head.page.getByRole("listitem").filter({ hasText: "Uno" });
  await kept.getByRole("button", { name: /with the text now/ }).click();
  await expect(comparison(head).locator("ins")).toContainText("Fin nuevo.");
  expect(await violations(head.page)).toEqual([]);
  const width = await head.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await head.page.keyboard.press("Escape");
  await expect(comparison(head)).toHaveCount(0);
});
