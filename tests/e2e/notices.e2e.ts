/** Notices: what concerns somebody reaches their bell at once, their inbox, and their mail. */
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const api = "/api/v1/actions";

async function give(by: Person, title: string): Promise<{ id: string; version: number }> {
  const answer = await by.context.request.post(api, {
    data: {
      ...{ title, language: "es", centreId: "centre-gt", priority: "normal" },
      ownerId: "person-expert1-gt",
    },
  });
  expect(answer.status()).toBe(201);
  return (await answer.json()) as { id: string; version: number };
}
const bellOf = ({ page }: Person) => page.getByRole("button", { name: /^Avisos/ });
const rowOf = ({ page }: Person, title: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });

/** Marks everything as done that the demonstration brought. */
async function beginEmpty({ context }: Person): Promise<void> {
  const { items } = (await (
    await context.request.get("/api/v1/notifications?limit=200")
  ).json()) as { items: { id: string }[] };
  if (items.length === 0) return;
  const data = { as: "done", ids: items.map(({ id }) => id) };
  await context.request.post("/api/v1/notifications/marks", { data });
}

test("what a lead gives an expert rings their bell at once, is worked through by keyboard, and can be taken back", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const expert = await signIn("expert1.gt");
  await beginEmpty(expert);
  await expert.goto("/papers");
  await expect(bellOf(expert)).toHaveAccessibleName("Avisos");
  await give(lead, "Enviar el oficio");
  await expect(bellOf(expert)).toHaveAccessibleName("Avisos: 1 sin leer");
  await give(lead, "Preparar la sala");
  await expect(bellOf(expert)).toHaveAccessibleName("Avisos: 2 sin leer");

  await bellOf(expert).press("Enter");
  const panel = expert.page.getByRole("dialog", { name: "Avisos" });
  await expect(panel.getByRole("link", { name: "Preparar la sala" })).toBeVisible();
  expect(await violations(expert.page)).toEqual([]);
  await panel.getByRole("link", { name: "Abrir la bandeja" }).press("Enter");
  await expect(expert.page.getByRole("heading", { name: "Bandeja", level: 1 })).toBeVisible();

  // The newest is first: two down and one up again.
  await expect(rowOf(expert, "Enviar el oficio")).toContainText("Se le asignó");
  await expert.page.keyboard.press("j");
  await expert.page.keyboard.press("j");
  await expert.page.keyboard.press("k");
  await expect(expert.page.getByRole("link", { name: "Preparar la sala" })).toBeFocused();
  await expert.page.keyboard.press("e");
  await expect(rowOf(expert, "Preparar la sala")).toBeHidden();
  await expect(expert.page.getByRole("link", { name: "Enviar el oficio" })).toBeFocused();
  await expect(bellOf(expert)).toHaveAccessibleName("Avisos: 1 sin leer");
  await expert.page.getByRole("button", { name: "Deshacer" }).click();
  await expect(rowOf(expert, "Preparar la sala")).toBeVisible();
  await expect(bellOf(expert)).toHaveAccessibleName("Avisos: 2 sin leer");

  // Opened, it is read; the other person's own count is another.
  await expert.page.getByRole("link", { name: "Enviar el oficio" }).press("Enter");
  await expect(expert.page).toHaveURL(/actions\?action=/);
  await expect(bellOf(expert)).toHaveAccessibleName("Avisos: 1 sin leer");
  await expert.goto("/notices?show=unread");
  await expect(rowOf(expert, "Enviar el oficio")).toBeHidden();
  await expert.page.getByRole("button", { name: "Marcar todo como leído" }).click();
  await expect(expert.page.getByText("No tiene avisos sin leer")).toBeVisible();
  await expect(bellOf(expert)).toHaveAccessibleName("Avisos");
});

test("somebody chooses to be told by mail at once, and the mail leads to what it tells of", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const expert = await signIn("expert1.gt");
  await expert.goto("/account");
  await expert.page.getByRole("link", { name: "Ajustes de avisos" }).click();
  await expect(
    expert.page.getByRole("heading", { name: "Ajustes de avisos", level: 1 }),
  ).toBeVisible();
  await expert.page.getByRole("button", { name: /Asignaciones/ }).click();
  await expert.page.getByRole("option", { name: "Bandeja y correo inmediato" }).click();
  await expert.page.getByRole("button", { name: "Guardar" }).click();
  await expect(expert.page.getByText("Se guardaron los ajustes.")).toBeVisible();
  await expert.page.reload();
  await expect(expert.page.getByRole("button", { name: /Asignaciones/ })).toContainText(
    "Bandeja y correo inmediato",
  );
  const { id } = await give(lead, "Enviar el oficio");
  await expert.page.goto("/demo-mail");
  const mail = expert.page.getByRole("listitem").filter({ hasText: "Istmo: un aviso" });
  await expect(async () => {
    await expert.page.reload();
    await expect(mail.first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await mail.first().locator("summary").focus();
  if (!(await mail.first().getByText("Acción: «Enviar el oficio»").isVisible()))
    await expert.page.keyboard.press("Enter");
  await expect(mail.first()).toContainText("Acción: «Enviar el oficio»");
  await mail
    .first()
    .getByRole("link", { name: new RegExp(id) })
    .click();
  await expect(expert.page).toHaveURL(new RegExp(`action=${id}`));
});

test("the digest of the next morning holds what is still unread, once, though the server starts again", async ({
  signIn,
  server,
}) => {
  const lead = await signIn("lead.gt");
  const { id } = await give(lead, "Enviar el oficio");
  const expert = await signIn("expert1.gt");
  const told = async () => {
    const answer = await expert.context.request.get("/api/v1/notifications?unread=true");
    return await answer.text();
  };
  await expect.poll(told).toContain(id);
  await server.stop();
  await server.start(26);
  const { page } = expert;
  const digests = page.getByRole("listitem").filter({ hasText: "expert1.gt@istmo.demo" });
  await expect(async () => {
    await page.goto("/demo-mail");
    await expect(digests).toHaveCount(1, { timeout: 2_000 });
  }).toPass();
  await expect(digests).toContainText("de hoy");
  await expect(
    digests.getByRole("link", { name: new RegExp(id), includeHidden: true }),
  ).toHaveCount(1);
  await server.stop();
  await server.start(27);
  await page.goto("/demo-mail");
  await expect(digests).toHaveCount(1);
});

test("a lead says after how many days what stands still is told to the office", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  await lead.goto("/centres/guatemala");
  const rule = lead.page.getByRole("region", { name: "Si algo no avanza" });
  await rule.getByRole("button", { name: /Vencida: a la Oficina/ }).click();
  await lead.page.getByRole("option", { name: "Tras 2 días" }).click();
  await rule.getByRole("button", { name: "Guardar" }).click();
  await expect(rule.getByText(/La Oficina no puede enterarse antes/)).toBeVisible();
  await rule.getByRole("button", { name: /Vencida: a la Oficina/ }).click();
  await lead.page.getByRole("option", { name: "Tras 7 días" }).click();
  await rule.getByRole("button", { name: "Guardar" }).click();
  await expect(lead.page.getByText("Se guardó la regla del centro.")).toBeVisible();

  const other = await signIn("lead.pa");
  await other.goto("/centres/guatemala");
  const seen = other.page.getByRole("region", { name: "Si algo no avanza" });
  await expect(seen.getByText("Tras 7 días")).toBeVisible();
  await expect(seen.getByRole("button", { name: "Guardar" })).toBeHidden();
});
