/** Changing many items at once, a sheet read back, and the secret address of a calendar. */
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const dialog = ({ page }: Person) => page.getByRole("dialog");

async function choose({ page }: Person, menu: string, entry: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: menu, exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

test("items that are chosen in the list change together, a colleague sees it, and one step takes it back", async ({
  signIn,
}) => {
  const lead = await signIn("lead.pa");
  const expert = await signIn("expert1.gt");
  const titles = ["Redactar el protocolo común de alertas", "Recoger designaciones de puntos"];
  const rowOf = (person: Person, title: string) =>
    person.page.getByRole("row", { name: new RegExp(title) });
  await Promise.all([
    lead.goto("/actions?view=list&centre=centre-pa"),
    expert.goto("/actions?view=list&centre=centre-pa"),
  ]);
  for (const title of titles)
    await lead.page.getByRole("checkbox", { name: new RegExp(`^Seleccionar ${title}`) }).check();
  await expect(lead.page.getByText("2 seleccionadas")).toBeVisible();
  await choose(lead, "Cambiar…", "Cambiar la prioridad");
  await dialog(lead).getByText("Baja", { exact: true }).click();
  expect(await violations(lead.page)).toEqual([]);
  await dialog(lead)
    .getByRole("button", { name: /^Aplicar/ })
    .click();
  await expect(lead.page.getByText("2 acciones cambiadas")).toBeVisible();
  for (const title of titles) await expect(rowOf(expert, title)).toContainText("Baja");

  await lead.page.getByRole("button", { name: "Deshacer" }).click();
  await expect(lead.page.getByText("Cambio deshecho")).toBeVisible();
  for (const title of titles) await expect(rowOf(expert, title)).toContainText("Alta");
});

test("a sheet says of each row what is wrong, and makes the items of the others once", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  await lead.goto("/actions?view=list");
  await choose(lead, "Hoja de cálculo", /^Importar acciones/);
  const sheet = [
    "Título;Descripción;Centro;Responsable;Apoyos;Prioridad;Empieza;Vence",
    "Preparar la sala;;GT;expert1.gt@istmo.demo;;Alta;;15/02/2027",
    "Sin fecha posible;;GT;;;Normal;;31/02/2027",
    "=HIPERVINCULO(1);;GT;;;Normal;;",
    ";;GT;;;Normal;;",
  ].join("\n");
  await dialog(lead)
    .getByLabel("Archivo")
    .setInputFiles({ name: "acciones.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
  await expect(dialog(lead)).toContainText("Se crearía 1 acción.");
  await expect(dialog(lead)).toContainText("3 con errores.");
  await expect(dialog(lead)).toContainText("Una fecha no existe o no se entiende.");
  await expect(dialog(lead)).toContainText("Hay una fórmula: escriba el valor.");
  await expect(dialog(lead)).toContainText("Falta el título.");
  expect(await violations(lead.page)).toEqual([]);
  await dialog(lead).getByRole("button", { name: "Importar 1" }).click();
  await expect(dialog(lead)).toContainText("Se creó 1 acción.");
  await dialog(lead).getByRole("button", { name: "Cerrar" }).last().click();
  await lead.page.getByRole("searchbox").fill("Preparar la sala");
  await expect(lead.page.getByRole("row", { name: /Preparar la sala/ })).toHaveCount(1);
  await expect(lead.page.getByRole("row", { name: /Preparar la sala/ })).toContainText("Ceiba");
});

test("the address of one's calendar shows one's items to whoever has it, until it is revoked", async ({
  signIn,
  playwright,
  server,
}) => {
  const expert = await signIn("expert1.gt");
  await expert.goto("/account");
  await expert.page.getByRole("button", { name: "Crear la dirección" }).click();
  const field = expert.page.getByRole("textbox", { name: "Cópiela ahora" });
  const address = await field.inputValue();
  expect(await violations(expert.page)).toEqual([]);
  const stranger = await playwright.request.newContext({ baseURL: server.origin });
  const calendar = await stranger.get(address);
  expect(calendar.headers()["content-type"]).toContain("text/calendar");
  // Whoever finds the address reads no title of what is classified.
  const events = await calendar.text();
  expect(events).toContain("SUMMARY:Acción reservada");
  expect(events).toContain("/actions?action=act-06");
  await expert.page.getByRole("button", { name: "Retirar", exact: true }).last().click();
  await expect(expert.page.getByText("La dirección ya no muestra nada")).toBeVisible();
  expect((await stranger.get(address)).status()).toBe(404);
  await stranger.dispose();
});
