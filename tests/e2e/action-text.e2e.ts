import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-urban-analysts";
const line = (person: Person) => person.page.locator('[data-block-id="activities-1"]');
const chip = (person: Person) => line(person).locator("[data-action-chip]").last();

async function goToEnd(person: Person): Promise<void> {
  await line(person).click();
  await line(person).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

test("a slash makes an action of the sentence; it is ticked from the text, and stays when its line goes", async ({
  signIn,
}) => {
  const writer = await signIn("expert1.sv");
  const reader = await signIn("lead.sv");
  await Promise.all([writer.goto(paper), reader.goto(paper)]);
  for (const { page } of [writer, reader])
    await expect(page.locator('[data-claim="saved"]')).toBeVisible();
  const { keyboard } = writer.page;
  await goToEnd(writer);
  await keyboard.type(" Reunir los doce registros. /acción");
  await keyboard.press("Enter");
  const form = writer.page.getByRole("dialog", { name: "Nueva acción" });
  await expect(form.getByRole("textbox", { name: "Título" })).toHaveValue(
    "Reunir los doce registros.",
  );
  await form.getByRole("button", { name: "Crear acción" }).click();
  await expect(chip(reader)).toContainText("Reunir los doce registros.");
  await expect(chip(reader)).toContainText("Abierta");
  expect(await violations(reader.page)).toEqual([]);

  // Whoever answers for the centre ticks it from the text, by keyboard.
  const tick = chip(reader).getByRole("checkbox", { name: "Hecha: Reunir los doce registros." });
  await expect(tick).not.toBeChecked();
  await tick.focus();
  await reader.page.keyboard.press("Space");
  const done = reader.page.getByRole("dialog");
  await done.getByRole("textbox").fill("Doce registros en la carpeta común.");
  await done.getByRole("button", { name: "Dar por hecha" }).click();
  await expect(chip(writer)).toContainText("Hecha");

  // The line goes; the action does not, and beside the paper it says what has become of the line.
  await goToEnd(writer);
  await keyboard.press("Backspace");
  await expect(line(reader).locator("[data-action-chip]")).toHaveCount(0);
  await reader.page.getByRole("tab", { name: "Acciones" }).click();
  const beside = reader.page.getByRole("tabpanel", { name: "Acciones" });
  await expect(beside.getByText("Ya no está en el texto")).toBeVisible();
  await keyboard.press("Control+z");
  await expect(chip(reader)).toContainText("Hecha");
  await expect(beside.getByText("Ya no está en el texto")).toHaveCount(0);
  await expect(beside.getByText("Reunir los doce registros.")).toBeVisible();
});
