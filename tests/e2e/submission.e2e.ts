import { expect, test, type Person } from "./people.ts";

/** Starts a policy brief of Guatemala with Panama and returns to its text. */
async function startPaper(lead: Person, title: string): Promise<void> {
  await lead.goto("/papers");
  await lead.page.getByRole("button", { name: "Nuevo documento" }).click();
  const dialog = lead.page.getByRole("dialog");
  await dialog.getByRole("button", { name: /Plantilla/ }).click();
  await lead.page.getByRole("option", { name: /Nota de políticas/ }).click();
  await dialog.getByRole("textbox", { name: "Título en español" }).fill(title);
  await dialog.getByRole("textbox", { name: "Título en inglés" }).fill(`${title} (en)`);
  await dialog.getByRole("button", { name: "Crear documento" }).click();
  await expect(lead.page.getByRole("heading", { name: title })).toBeVisible();
  await expect(lead.page.locator('[data-claim="saved"]')).toBeVisible();
}

const sections = ["ask", "why", "options", "recommendation", "next", "sources"];

test("a draft is written, submitted, appears live in the office's queue and comes back with a note", async ({
  server,
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const reviewer = await signIn("reviewer");
  await reviewer.goto("/review");
  const title = "Control de precursores en aduanas";
  await startPaper(lead, title);

  // What is still empty is named, and nothing is sent.
  await lead.page.getByRole("button", { name: "Presentar a la Oficina Regional" }).click();
  await lead.page
    .getByRole("dialog")
    .getByRole("button", { name: "Presentar", exact: true })
    .click();
  await expect(lead.page.getByRole("dialog").getByText("Decisión que se pide")).toBeVisible();
  await lead.page.keyboard.press("Escape");

  for (const section of sections) {
    await lead.page.locator(`[data-block-id="${section}-1"]`).click();
    await lead.page.keyboard.type(`Texto de la sección ${section}.`);
  }
  await expect(lead.page.locator('[data-claim="saved"]')).toBeVisible();
  await lead.page.getByRole("button", { name: "Presentar a la Oficina Regional" }).click();
  const dialog = lead.page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Listo para su revisión.");
  await dialog.getByRole("button", { name: "Presentar", exact: true }).click();

  const row = reviewer.page.getByRole("listitem").filter({ hasText: title });
  await expect(row).toBeVisible();
  await expect(row).toContainText("Listo para su revisión.");
  await row.getByRole("button", { name: "Devolver con nota" }).click();
  const decision = reviewer.page.getByRole("dialog");
  await decision.getByRole("textbox").fill("Añada las fuentes de la segunda sección.");
  await decision.getByRole("button", { name: "Devolver", exact: true }).click();
  await expect(row).toHaveCount(0);

  // The lead sees it at once in the paper, and it waits at home.
  await lead.page.getByRole("tab", { name: /Versiones/ }).click();
  await expect(lead.page.getByText("Añada las fuentes de la segunda sección.")).toBeVisible();
  await lead.goto("/");
  await expect(lead.page.getByText("Añada las fuentes de la segunda sección.")).toBeVisible();

  const log = await lead.context.request.get(`${server.origin}/api/v1/events?since=0&limit=200`);
  const { items } = (await log.json()) as {
    items: { type: string; payload: { title: { es?: string } } }[];
  };
  expect(items.filter(({ payload }) => payload.title.es === title).map(({ type }) => type)).toEqual(
    ["paper.created", "paper.submitted", "paper.returned"],
  );
});

test("the office accepts a submitted draft for expert review", async ({ signIn }) => {
  const reviewer = await signIn("reviewer");
  const lead = await signIn("lead.sv");
  await lead.goto("/papers/paper-urban-analysts");
  await reviewer.goto("/review");
  const row = reviewer.page.getByRole("listitem").filter({ hasText: "Red de analistas" });
  await row.getByRole("button", { name: "Aceptar para revisión" }).click();
  await reviewer.page
    .getByRole("dialog")
    .getByRole("button", { name: "Aceptar", exact: true })
    .click();
  await expect(row).toHaveCount(0);
  await expect(lead.page.getByText("En revisión de expertos")).toBeVisible();
});
