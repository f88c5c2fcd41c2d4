import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const paperId = "paper-urban-analysts";
const panel = ({ page }: Person) => page.getByRole("complementary", { name: /La ronda|The round/ });
const frozenText = ({ page }: Person) => page.locator("[data-frozen-text]");
const paragraph = (person: Person, number: number) =>
  frozenText(person)
    .locator("p[data-block-id]")
    .nth(number + 1);

async function accept({ page }: Person): Promise<void> {
  await page.goto(`/papers/${paperId}`);
  await page.getByRole("button", { name: "Aceptar para revisión" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Aceptar", exact: true }).click();
  await expect(page.getByText("En revisión de expertos")).toBeVisible();
}

/** Opens a round that asks these organisations; the address of its page. */
async function openRound({ page }: Person, organisations: readonly string[]): Promise<string> {
  await page.getByRole("tab", { name: "Rondas" }).click();
  await page.getByRole("button", { name: "Abrir una ronda" }).click();
  const dialog = page.getByRole("dialog");
  for (const name of organisations) {
    await dialog.getByRole("textbox", { name: "Buscar organización" }).fill(name);
    await dialog.getByText(name, { exact: true }).click();
  }
  await dialog.getByRole("button", { name: "Abrir la ronda" }).click();
  await expect(dialog.getByText("Escriba qué se pregunta.")).toBeVisible();
  await dialog
    .getByRole("textbox", { name: "Preguntas a los invitados" })
    .fill("¿Es correcto el diagnóstico?");
  await dialog.getByRole("button", { name: "Abrir la ronda" }).click();
  await page.waitForURL(/\/rounds\//);
  return new URL(page.url()).pathname;
}

/** Comments on the words of a paragraph, into the position of the person's organisation. */
async function say(person: Person, number: number, words: string): Promise<void> {
  await paragraph(person, number).dblclick();
  await person.page.getByRole("button", { name: "Observar sobre lo seleccionado" }).click();
  await panel(person).getByRole("textbox", { name: "Observación" }).fill(words);
  await panel(person).getByRole("button", { name: "Guardar en la posición" }).click();
  await expect(panel(person).getByRole("article").filter({ hasText: words })).toBeVisible();
}

test("an organisation drafts within, submits once, and sees the others when the office closes the round", async ({
  signIn,
}) => {
  const office = await signIn("reviewer");
  const sica = await signIn("focal.sica");
  const caricom = await signIn("focal.caricom", { locale: "en", width: 390 });
  await accept(office);
  const address = await openRound(office, ["SICA", "CARICOM"]);
  await office.page.getByRole("tab", { name: "Participantes" }).click();
  await expect(panel(office).getByText("0 de 2 han enviado")).toBeVisible();
  await expect(frozenText(office).getByText("En los talleres de 2025")).toBeVisible();
  expect(await violations(office.page)).toEqual([]);

  // The one who is asked finds the round where their day begins.
  await sica.goto("/");
  await sica.page
    .getByRole("listitem")
    .filter({ hasText: "Posición por enviar en una ronda" })
    .getByRole("link")
    .click();
  await expect(sica.page).toHaveURL(new RegExp(`${address}$`));
  await expect(paragraph(sica, 3)).toContainText("La red trabaja con datos agregados");
  await say(sica, 3, "Falta citar la ley de datos.");
  await say(sica, 1, "¿Cuántas ciudades?");
  // In the order of the text, whatever was written first.
  await expect(panel(sica).getByRole("article").first()).toContainText("Párr. 1");
  expect(await violations(sica.page)).toEqual([]);

  await panel(office).getByRole("tab", { name: "Posiciones" }).click();
  await expect(panel(office).getByText("Nadie ha enviado su posición todavía")).toBeVisible();

  await sica.page.reload();
  await panel(sica)
    .getByRole("button", { name: /^Quitar la observación sobre Párr\. 1/ })
    .click();
  await expect(panel(sica).getByRole("article")).toHaveCount(1);
  await panel(sica).getByRole("button", { name: "Enviar la posición" }).click();
  const sending = sica.page.getByRole("dialog");
  await expect(sending.getByText("Se envía 1 observación como posición única")).toBeVisible();
  await sending.getByRole("button", { name: "Enviar", exact: true }).click();
  await expect(panel(sica).getByText(/^Posición enviada el/)).toBeVisible();
  await expect(panel(sica).getByRole("button", { name: /Editar/ })).toHaveCount(0);
  await panel(sica).getByRole("tab", { name: "Posiciones" }).click();
  await expect(panel(sica).getByText(/se ven cuando se cierre la ronda/)).toBeVisible();

  // The office has it at once; the others have not.
  await expect(panel(office).getByText("Falta citar la ley de datos.")).toBeVisible();
  await panel(office).getByRole("tab", { name: "Participantes" }).click();
  await expect(panel(office).getByText("1 de 2 han enviado")).toBeVisible();

  await caricom.goto(address);
  await expect(frozenText(caricom)).toBeVisible();
  await caricom.page.getByRole("tab", { name: "Positions" }).click();
  await expect(caricom.page.getByText(/are seen when the round closes/)).toBeVisible();
  await caricom.page.getByRole("tab", { name: "My position" }).click();
  await caricom.page.getByRole("button", { name: "Submit the position" }).click();
  const none = caricom.page.getByRole("dialog");
  await none.getByRole("button", { name: "Submit", exact: true }).click();
  await expect(none.getByText(/Tick that there are no comments/)).toBeVisible();
  await none.getByText("CARICOM has no comments").click();
  expect(await violations(caricom.page)).toEqual([]);
  await none.getByRole("button", { name: "Submit", exact: true }).click();
  await expect(caricom.page.getByText(/: no comments$/)).toBeVisible();

  await expect(panel(office).getByText("2 de 2 han enviado")).toBeVisible();
  await office.page.getByRole("button", { name: "Cerrar la ronda" }).click();
  const closing = office.page.getByRole("dialog");
  await closing.getByRole("textbox", { name: "Resumen de la ronda" }).fill("Dos posiciones.");
  await closing.getByRole("button", { name: "Cerrar la ronda" }).click();
  await expect(office.page.getByText("Cerrada", { exact: true })).toBeVisible();

  // Both see what was said, without a reload.
  const positions = ({ page }: Person) =>
    page.getByRole("list", { name: /^(Posiciones|Positions)$/ });
  await expect(positions(sica).getByText("Falta citar la ley de datos.")).toBeVisible();
  await caricom.page.getByRole("tab", { name: "Positions" }).click();
  await expect(positions(caricom).getByText("Falta citar la ley de datos.")).toBeVisible();
});

test("a position that two write at once keeps both their words, and one that is left is asked about", async ({
  signIn,
}) => {
  const office = await signIn("reviewer");
  const one = await signIn("focal.sica");
  await accept(office);
  const address = await openRound(office, ["SICA"]);
  await one.goto(address);
  await say(one, 2, "Primera redacción.");
  const other = await one.context.newPage();
  await other.goto(address);
  const edit = (page: Person["page"]) =>
    page.getByRole("button", { name: /^Editar la observación/ }).click();
  const field = (page: Person["page"]) => page.getByRole("textbox", { name: "Observación" });
  await edit(one.page);
  await edit(other);
  await field(other).fill("Redacción de la otra ventana.");
  await other.getByRole("button", { name: "Guardar en la posición" }).click();
  await expect(other.getByText("Redacción de la otra ventana.")).toBeVisible();
  await field(one.page).fill("Mi redacción.");
  await one.page.getByRole("button", { name: "Guardar en la posición" }).click();
  const stale = one.page.getByRole("alert");
  await expect(stale).toContainText("Redacción de la otra ventana.");
  await expect(field(one.page)).toHaveValue("Mi redacción.");

  await one.page.getByRole("link", { name: "Rondas de revisión" }).first().click();
  await one.page.getByRole("alertdialog").getByRole("button", { name: "Quedarse" }).click();
  await stale.getByRole("button", { name: "Guardar la mía" }).click();
  await expect(other.getByText("Mi redacción.")).toBeVisible();
});
