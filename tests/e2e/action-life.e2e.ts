/** The whole life of an action, by the lead who wants it done and the expert who does it. */
import type { Locator } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

interface Made {
  readonly id: string;
  readonly version: number;
}

const inDays = (count: number) =>
  new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

/** An action of El Salvador that its first expert owns. */
async function make({ context }: Person, title: string): Promise<Made> {
  const data = {
    ...{ title, language: "es", centreId: "centre-sv", ownerId: "person-expert1-sv" },
    dueOn: inDays(10),
  };
  const answer = await context.request.post("/api/v1/actions", { data });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as Made;
}

async function open(person: Person, { id }: Made, title: string): Promise<Locator> {
  await person.goto(`/actions?action=${id}`);
  const panel = person.page.getByRole("dialog", { name: "Acción" });
  await expect(panel.getByRole("heading", { name: title })).toBeVisible();
  return panel;
}

test("a lead and an expert talk about an action, tick it off, prove it, take steps back and see it come again", async ({
  signIn,
}) => {
  const lead = await signIn("lead.sv");
  const expert = await signIn("expert1.sv");
  const [item, other] = [
    await make(lead, "Enviar el informe semanal"),
    await make(lead, "Reunir los datos de las unidades"),
  ];
  const leads = await open(lead, item, "Enviar el informe semanal");
  const experts = await open(expert, item, "Enviar el informe semanal");

  // A comment names the expert, who reads it without asking again.
  await experts.getByRole("tab", { name: /Comentarios/ }).click();
  await leads.getByRole("tab", { name: /Comentarios/ }).click();
  const field = leads.getByRole("textbox", { name: "Escriba un comentario" });
  await field.pressSequentially("¿Cómo va, @bals");
  await expect(leads.getByRole("option", { name: "Bálsamo El Salvador" })).toBeVisible();
  await field.press("Enter");
  await field.press("Control+Enter");
  await expect(experts.getByText("@Bálsamo El Salvador")).toBeVisible();
  expect(await violations(lead.page)).toEqual([]);

  // The checklist, by keyboard.
  await experts.getByRole("tab", { name: "Detalle" }).click();
  await leads.getByRole("tab", { name: "Detalle" }).click();
  const step = leads.getByRole("textbox", { name: "Añadir un paso" });
  for (const text of ["Pedir los datos", "Cotejar"]) {
    await step.fill(text);
    await step.press("Enter");
    await expect(leads.getByRole("checkbox", { name: text })).toBeVisible();
  }
  await experts.getByRole("checkbox", { name: "Cotejar" }).press("Space");
  await expect(leads.getByText("1 de 2")).toBeVisible();
  await leads.getByRole("button", { name: "Opciones de «Cotejar»" }).press("Enter");
  await lead.page.getByRole("menuitem", { name: "Subir" }).press("Enter");
  await expect(experts.getByRole("checkbox").first()).toHaveAccessibleName("Cotejar");

  // It waits for another one, which cannot wait for it in turn.
  await leads
    .getByRole("combobox", { name: "Esperar a otra acción" })
    .pressSequentially("reunir los datos");
  await lead.page.getByRole("option", { name: "Reunir los datos de las unidades" }).click();
  await expect(experts.getByRole("list", { name: "Espera a" })).toContainText("Reunir los datos");
  const circle = await lead.context.request.post(`/api/v1/actions/${other.id}/dependencies`, {
    data: { needsId: item.id },
  });
  expect(((await circle.json()) as { code: string }).code).toBe("circular_dependency");

  // It comes again every Friday.
  await leads.getByRole("button", { name: "Hacer que se repita" }).click();
  await lead.page
    .getByRole("dialog", { name: "Repetición" })
    .getByRole("button", { name: "Guardar" })
    .click();
  await expect(experts.getByText(/^Cada semana/)).toBeVisible();

  // Evidence, and done: the next one is there at once.
  await experts.getByRole("button", { name: "Añadir evidencia" }).click();
  const evidence = expert.page.getByRole("dialog", { name: "Añadir evidencia" });
  await evidence.getByRole("textbox", { name: "Enlace" }).fill("https://example.org/informe");
  const choosing = expert.page.waitForEvent("filechooser");
  await evidence.getByRole("button", { name: "Subir un documento" }).click();
  const buffer = Buffer.from("Informe (muestra).");
  await (await choosing).setFiles({ name: "informe.txt", mimeType: "text/plain", buffer });
  await expect(evidence.getByText("informe.txt")).toBeVisible();
  await evidence.getByRole("button", { name: "Añadir", exact: true }).click();
  await expect(leads.getByRole("link", { name: "informe.txt" })).toBeVisible();
  await experts.getByRole("button", { name: "Dar por hecha" }).click();
  await expert.page
    .getByRole("dialog", { name: "Dar por hecha" })
    .getByRole("button", { name: "Dar por hecha" })
    .click();
  await expect(leads.getByText(/La siguiente: .* Abierta/)).toBeVisible();

  // Taken back by who did it, done again, and seen by somebody else.
  await experts.getByRole("tab", { name: "Historia" }).click();
  await experts.getByRole("button", { name: /Deshacer: pasó de «Abierta» a «Hecha»/ }).click();
  await expect(experts.getByText("deshizo un cambio")).toBeVisible();
  await experts.getByRole("tab", { name: "Detalle" }).click();
  await experts.getByRole("button", { name: "Dar por hecha" }).click();
  await expert.page
    .getByRole("dialog", { name: "Dar por hecha" })
    .getByRole("button", { name: "Dar por hecha" })
    .click();
  await leads.getByRole("button", { name: "Verificar" }).click();
  await expect(experts.getByText("Verificada", { exact: true })).toBeVisible();
  await leads.getByRole("tab", { name: "Historia" }).click();
  await expect(leads.getByText("pasó de «Hecha» a «Verificada»")).toBeVisible();
  await expect(leads.getByRole("button", { name: /Deshacer: .*Verificada/ })).toBeHidden();
  expect(await violations(lead.page)).toEqual([]);
  const series = await lead.context.request.get("/api/v1/actions?limit=500&q=informe%20semanal");
  expect(((await series.json()) as { items: unknown[] }).items).toHaveLength(2);
});

test("two who change the same field are shown both values, and nothing that was typed is lost", async ({
  signIn,
}) => {
  const lead = await signIn("lead.sv");
  const item = await make(lead, "Comparar los registros");
  const panel = await open(lead, item, "Comparar los registros");
  await panel.getByRole("button", { name: "Editar" }).click();
  const form = lead.page.getByRole("dialog", { name: "Editar acción" });
  const expert = await signIn("expert1.sv");
  const changed = await expert.context.request.patch(`/api/v1/actions/${item.id}`, {
    data: { version: item.version, title: { language: "es", text: "Cotejar los registros" } },
  });
  expect(changed.ok()).toBe(true);
  await form.getByRole("textbox", { name: "Título" }).fill("Comparar los dos registros");
  await form.getByRole("textbox", { name: "Descripción" }).fill("Con Panamá.");
  await form.getByRole("button", { name: "Guardar" }).click();
  const dialog = lead.page.getByRole("dialog", { name: "Otra persona cambió lo mismo" });
  await expect(dialog.getByText("Lo suyo: Comparar los dos registros")).toBeVisible();
  expect(await violations(lead.page)).toEqual([]);
  await dialog.getByText("Lo de Bálsamo El Salvador: Cotejar los registros").click();
  await dialog.getByRole("button", { name: "Guardar lo elegido" }).click();
  await expect(form).toBeHidden();
  await expect(panel.getByRole("heading", { name: "Cotejar los registros" })).toBeVisible();
  await expect(panel.getByText("Con Panamá.")).toBeVisible();
});
