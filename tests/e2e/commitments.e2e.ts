/** Commitments: promised, proved, seen by somebody else. Live for whoever watches the ledger. */
import type { Locator } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const promise = "Compartir el calendario regional de capacitación en análisis";

const rowOf = ({ page }: Person, name: string): Locator =>
  page.getByRole("row").filter({ hasText: name });

/** Opens a commitment of the ledger in its panel. */
async function open(person: Person): Promise<Locator> {
  await person.page.getByRole("link", { name: promise }).click();
  const panel = person.page.getByRole("dialog", { name: "Compromiso" });
  await expect(panel.getByRole("heading", { name: promise })).toBeVisible();
  return panel;
}

/** Takes the step whose dialog is open, with words where it asks for them. */
async function confirm({ page }: Person, step: string, words?: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: step });
  if (words !== undefined) await dialog.getByRole("textbox").first().fill(words);
  await dialog.getByRole("button", { name: "Confirmar" }).click();
  await expect(dialog).toBeHidden();
}

test("an organisation proves what it promised, the office asks for more and then sees that it is kept", async ({
  signIn,
}) => {
  const focal = await signIn("focal.sica");
  const reviewer = await signIn("reviewer");
  const head = await signIn("head");
  for (const person of [focal, reviewer, head]) await person.goto("/commitments");
  await expect(rowOf(head, promise)).toContainText("Asumido");
  await expect(rowOf(focal, "Proponer un protocolo")).toBeHidden();

  // What comes with the evidence is typed by what it holds, whatever its name says.
  const panel = await open(focal);
  await panel.getByRole("button", { name: "Presentar evidencia" }).click();
  const dialog = focal.page.getByRole("dialog", { name: "Presentar evidencia" });
  await dialog.getByRole("button", { name: "Confirmar" }).click();
  await expect(dialog.getByText("Añada un texto, un enlace o un documento.")).toBeVisible();
  await dialog.getByRole("textbox").first().fill("Calendario publicado (muestra).");
  const give = async (name: string, body: string) => {
    const choosing = focal.page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Añadir un documento" }).click();
    await (
      await choosing
    ).setFiles({ name, mimeType: "application/pdf", buffer: Buffer.from(body) });
  };
  await give("calendario.pdf", "MZ this is a program");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await give("calendario.txt", "Enero: análisis criminal. Marzo: inteligencia financiera.");
  await expect(dialog.getByText("calendario.txt")).toBeVisible();
  await dialog.getByRole("button", { name: "Confirmar" }).click();
  await expect(dialog).toBeHidden();
  await expect(panel.getByText("Calendario publicado (muestra).")).toBeVisible();
  await expect(panel.getByRole("link", { name: "calendario.txt" })).toBeVisible();
  await expect(panel.getByRole("button", { name: "Verificar" })).toBeHidden();

  await expect(rowOf(head, promise)).toContainText("Con evidencia");
  await rowOf(reviewer, promise).getByRole("button", { name: "No aceptar la evidencia" }).click();
  await confirm(reviewer, "No aceptar la evidencia", "Falta el segundo semestre.");
  await expect(rowOf(head, promise)).toContainText("En curso");
  await expect(panel.getByText("Falta el segundo semestre.")).toBeVisible();

  await panel.getByRole("button", { name: "Presentar evidencia" }).click();
  await confirm(focal, "Presentar evidencia", "Calendario del año entero (muestra).");
  await rowOf(reviewer, promise).getByRole("button", { name: "Verificar" }).click();
  await confirm(reviewer, "Verificar");
  await expect(panel.getByText("Cumplido", { exact: true })).toBeVisible();
  // Kept is no longer among what is open.
  await expect(rowOf(head, promise)).toBeHidden();
});

test("the ledger is reached and read by keyboard, on a phone and in the dark", async ({
  signIn,
}) => {
  const lead = await signIn("lead.ni");
  await lead.goto("/actions");
  await lead.page.getByRole("link", { name: "Compromisos" }).press("Enter");
  await expect(lead.page.getByRole("heading", { name: "Compromisos", level: 1 })).toBeVisible();
  await lead.page.getByRole("link", { name: "Proponer un protocolo de respuesta" }).press("Enter");
  const panel = lead.page.getByRole("dialog", { name: "Compromiso" });
  await expect(panel.getByText("Policía Comunitaria · Nicaragua")).toBeVisible();
  expect(await violations(lead.page)).toEqual([]);
  await lead.page.keyboard.press("Escape");
  await expect(panel).toBeHidden();

  const phone = await signIn("head", { width: 390, scheme: "dark", locale: "en" });
  await phone.goto("/commitments?age=late_over_180");
  await expect(phone.page.getByText("Deliver the comparative analysis")).toBeVisible();
  await expect(phone.page.getByText("Designate a focal point")).toHaveCount(0);
  expect(await violations(phone.page)).toEqual([]);
  const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});
