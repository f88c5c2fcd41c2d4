import { expect, test, type Person } from "./people.ts";

/** Chooses an option of a select inside the open dialog. */
async function choose({ page }: Person, field: RegExp, option: RegExp): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: field }).click();
  await page.getByRole("option", { name: option }).click();
}

test("an administrator invites somebody, and the demonstration shows the mail with its link", async ({
  server,
  signIn,
}) => {
  const admin = await signIn("admin");
  const { page } = admin;
  await admin.goto("/invitations");
  await page.getByRole("button", { name: "Invitar" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Nombre").fill("Ana María Ruiz");
  await dialog.getByLabel("Correo electrónico").fill("ana.ruiz@example.org");
  // What the role asks for is asked for, at its field.
  await choose(admin, /Función/, /Dirección del centro/);
  await dialog.getByRole("button", { name: "Enviar la invitación" }).click();
  await expect(dialog.getByText("Dato obligatorio")).toBeVisible();
  await choose(admin, /Centro/, /Nicaragua/);
  await dialog.getByRole("button", { name: "Enviar la invitación" }).click();
  await expect(page.getByText("Invitación enviada a Ana María Ruiz")).toBeVisible();
  await expect(page.getByRole("row", { name: /Ana María Ruiz/ })).toContainText("Pendiente");

  await page.getByRole("link", { name: "Abrir el correo de demostración" }).click();
  const mail = page.locator("details[open]");
  await expect(mail).toContainText("ana.ruiz@example.org");
  const link = await mail.getByRole("link").getAttribute("href");
  expect(link).toMatch(new RegExp(`^${server.origin}/invitation#`));
});

test("a lead invites experts into the own centre and nowhere else", async ({ signIn }) => {
  const lead = await signIn("lead.gt");
  await lead.goto("/");
  await lead.page.getByRole("link", { name: "Administración" }).click();
  const tabs = lead.page.getByRole("navigation", { name: "Administración" }).getByRole("link");
  await expect(tabs).toHaveText([/Personas/, /Invitaciones/, /Solicitudes/]);
  await lead.page.getByRole("button", { name: "Invitar" }).click();
  const dialog = lead.page.getByRole("dialog");
  // There is nothing to choose: the one role and the one centre stand there.
  await expect(dialog.getByRole("button", { name: /Función/ })).toContainText("Persona experta");
  await expect(dialog.getByRole("button", { name: /Centro/ })).toContainText("Guatemala");
});

test("a post passes on to a successor with its work, and its former holder keeps nothing of it", async ({
  signIn,
}) => {
  const admin = await signIn("admin");
  const { page } = admin;
  await admin.goto("/people?search=ceiba");
  await page.getByRole("link", { name: "Ceiba Guatemala" }).click();
  await page.getByRole("button", { name: "Traspasar" }).click();
  const dialog = page.getByRole("dialog");
  const successor = dialog.getByRole("combobox", { name: /Persona que asume el puesto/ });
  await successor.fill("amate");
  await page.getByRole("option", { name: /Amate El Salvador/ }).click();
  await expect(successor).toHaveValue("Amate El Salvador");
  await dialog.getByLabel("Motivo").fill("Traslado a otra oficina");
  await dialog.getByRole("button", { name: "Traspasar el puesto" }).click();
  await expect(page.getByRole("heading", { name: "Puesto traspasado" })).toBeVisible();
  await expect(page.getByRole("dialog")).toContainText("Amate El Salvador ejerce ahora");
  await page.getByRole("dialog").getByRole("button", { name: "Cerrar" }).last().click();
  await expect(page.getByRole("list", { name: "Puestos anteriores" })).toContainText("GT");
  await expect(page.getByText("Sin puesto", { exact: true })).toBeVisible();

  await admin.goto("/people/person-expert2-sv");
  await expect(page.getByRole("list", { name: "Puestos", exact: true })).toContainText("GT");
});

test("the last administrator cannot be deactivated, and the page says why", async ({ signIn }) => {
  const admin = await signIn("admin");
  const { page } = admin;
  await admin.goto("/people/person-admin");
  await page.getByRole("button", { name: "Desactivar la cuenta" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Desactivar", exact: true }).click();
  await expect(dialog.getByText("Indique el motivo.")).toBeVisible();
  await dialog.getByLabel("Motivo").fill("Prueba");
  await dialog.getByRole("button", { name: "Desactivar", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("última cuenta de administración");
});

test("whoever is deactivated leaves every page at once", async ({ signIn }) => {
  const admin = await signIn("admin");
  const expert = await signIn("expert1.ni");
  await expert.goto("/papers");
  await admin.goto("/people/person-expert1-ni");
  await admin.page.getByRole("button", { name: "Desactivar la cuenta" }).click();
  await admin.page.getByLabel("Motivo").fill("Deja la Oficina");
  await admin.page.getByRole("button", { name: "Desactivar", exact: true }).click();
  await expect(admin.page.getByText("Desactivada", { exact: true })).toBeVisible();
  await expect(expert.page).toHaveURL(/sign-in/);
});

test("a stranger's request for an account waits in the tabs until it is decided", async ({
  signIn,
  server,
  request,
}) => {
  const asked = await request.post(`${server.origin}/api/auth/ask`, {
    headers: { origin: server.origin },
    data: {
      name: "Luz Peña",
      email: "luz@example.org",
      organisation: "Ministerio Público",
      reason: "Participo en la mesa técnica.",
      locale: "es",
    },
  });
  expect(asked.ok()).toBe(true);
  const admin = await signIn("admin", { width: 390 });
  const { page } = admin;
  // On a phone the administration is in the menu of the person.
  await admin.goto("/");
  await page.getByRole("button", { name: /Cuenta/ }).click();
  await page.getByRole("menuitem", { name: "Administración" }).click();
  const tab = page.getByRole("link", { name: /Solicitudes/ });
  await expect(tab).toHaveText(/1/);
  await tab.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Solicitudes");
  await page.getByRole("button", { name: "Invitar" }).click();
  await choose(admin, /Función/, /Persona experta/);
  await choose(admin, /Centro/, /Panamá/);
  await page.getByRole("dialog").getByRole("button", { name: "Enviar la invitación" }).click();
  await expect(page.getByText("No hay solicitudes sin resolver.")).toBeVisible();
  await expect(tab).toHaveText("Solicitudes");
});

test("an organisation is added and its membership of another has dates", async ({ signIn }) => {
  const admin = await signIn("admin");
  const { page } = admin;
  await admin.goto("/organisations");
  await page.getByRole("button", { name: "Añadir organización" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Nombre en español").fill("Ministerio de Gobernación");
  await dialog.getByLabel("Nombre en inglés").fill("Ministry of the Interior");
  await dialog.getByLabel("Sigla en español").fill("MINGOB");
  await dialog.getByLabel("Sigla en inglés").fill("MINGOB");
  await dialog.getByRole("button", { name: "Añadir", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ministerio de Gobernación");

  const belongsTo = page.getByRole("region", { name: "Pertenece a" });
  await belongsTo.getByRole("button", { name: "Añadir" }).click();
  await page.getByRole("combobox").fill("guatemala");
  await page.getByRole("option", { name: "Guatemala" }).click();
  await page.getByRole("dialog").getByLabel("Desde").fill("2020-01-15");
  await page.getByRole("dialog").getByRole("button", { name: "Añadir" }).click();
  await expect(belongsTo).toContainText("Guatemala");
  await expect(belongsTo).toContainText("desde 15 ene 2020");
});
