import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-secondary-ports";
const paragraph = ({ page }: Person) => page.locator('[data-block-id="governance-2"]');
const bracket = (person: Person) => paragraph(person).locator("[data-bracket-id]");
const card = ({ page }: Person) => page.getByRole("dialog", { name: "Texto sin acordar" });
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();

async function open(person: Person): Promise<void> {
  await person.goto(paper);
  await isSaved(person);
}

/** Selects "Las diferencias", with which the paragraph begins. */
async function selectFirstWords(person: Person): Promise<void> {
  await paragraph(person).click();
  await paragraph(person).evaluate((it) => {
    const words = document.createTreeWalker(it, NodeFilter.SHOW_TEXT).nextNode();
    if (words !== null) getSelection()?.setBaseAndExtent(words, 0, words, "Las diferencias".length);
  });
}

test("words in dispute are put in brackets, preferred by a centre, seen so by the office alone, and agreed", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const head = await signIn("head");
  const other = await signIn("lead.sv");
  for (const person of [lead, head, other]) await open(person);

  await selectFirstWords(lead);
  await lead.page.keyboard.press("Control+Alt+b");
  await expect(card(lead)).toBeVisible();
  await lead.page.keyboard.type("Toda diferencia");
  await card(lead).getByRole("button", { name: "GT prefiere esta" }).last().click();
  await expect(
    card(lead).getByRole("button", { name: "GT prefiere esta", pressed: true }),
  ).toHaveCount(1);
  expect(await violations(lead.page)).toEqual([]);
  await card(lead).getByRole("button", { name: "Cerrar" }).click();

  // Live at a colleague's, who sees the alternatives and no preference of another centre.
  await expect(bracket(other).locator("[data-alternative-id]")).toHaveText([
    "Las diferencias",
    "Toda diferencia",
  ]);
  await bracket(other).click();
  await expect(card(other).getByText("Preferida por")).toHaveCount(0);
  await other.page.keyboard.press("Escape");
  await expect(card(other)).toHaveCount(0);

  // The office finds it in the panel, with who prefers which.
  await head.page.getByRole("tab", { name: /Corchetes/ }).click();
  const panel = head.page.getByRole("tabpanel", { name: /Corchetes/ });
  await expect(panel.getByText("1 pasaje sin acordar")).toBeVisible();
  await panel.getByRole("button", { name: /Toda diferencia/ }).click();
  await expect(card(head).getByRole("listitem").nth(1)).toContainText("Preferida porGT");

  // The lead agrees on the second, by the keyboard.
  await bracket(lead).focus();
  await lead.page.keyboard.press("Enter");
  await card(lead).getByRole("button", { name: "Acordar este texto" }).nth(1).focus();
  await lead.page.keyboard.press("Enter");
  await expect(bracket(lead)).toHaveCount(0);
  // A colleague's cursor may stand in the midst with its name.
  const agreed = /^Toda diferencia.* se tratan primero entre los centros/;
  await expect(paragraph(other)).toHaveText(agreed);
  await expect(panel.getByText("No hay texto sin acordar.")).toBeVisible();
  await isSaved(lead);
  await lead.page.reload();
  await expect(paragraph(lead)).toHaveText(agreed);
});

test("a bracket can be read and answered on a phone", async ({ signIn }) => {
  const lead = await signIn("lead.gt", { width: 390 });
  await open(lead);
  await selectFirstWords(lead);
  await lead.page.keyboard.press("Control+Alt+b");
  await lead.page.keyboard.type("Toda diferencia");
  const box = await card(lead).boundingBox();
  expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
  await card(lead).getByRole("button", { name: "Cerrar" }).click();
  await expect(bracket(lead)).toBeVisible();
});
