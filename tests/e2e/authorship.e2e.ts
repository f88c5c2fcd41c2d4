import type { Authorship } from "@istmo/contracts";
import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-secondary-ports";
const edition = "/api/v1/editions/paper-secondary-ports-es/authorship";
const where = "summary-1";

const paragraph = ({ page }: Person) => page.locator(`[data-block-id="${where}"]`);
const panel = ({ page }: Person) => page.getByRole("tabpanel", { name: "Autoría" });
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();

/** By the keyboard. */
async function choose(person: Person, name: string): Promise<void> {
  await panel(person).getByRole("radio", { name }).focus();
  await person.page.keyboard.press("Space");
}

/** Goes to the home page, once the visit is recorded. */
async function leave({ page }: Person): Promise<void> {
  const recorded = page.waitForResponse(
    (answer) => answer.url().endsWith("/visit") && answer.request().method() === "POST",
  );
  await page.getByRole("link", { name: "Inicio" }).click();
  await recorded;
}

async function write(person: Person, words: string): Promise<void> {
  await person.goto(paper);
  await isSaved(person);
  await paragraph(person).click();
  await paragraph(person).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
  await person.page.keyboard.type(words, { delay: 5 });
  await isSaved(person);
}

test("R28: who wrote what is shown by centre and person, beside the text and in it, and to nobody without access", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  await write(ana, " Guatemala escribe.");
  await write(luis, " Panamá escribe más.");

  await luis.page.getByRole("tab", { name: "Autoría" }).click();
  const bodies = panel(luis).getByRole("table").first();
  await expect(bodies.getByRole("row", { name: /PA.*Panamá.* 20 / })).toBeVisible();
  await expect(bodies.getByRole("row", { name: /GT.*Guatemala.* 19 / })).toBeVisible();
  const people = panel(luis).getByRole("table").last();
  await expect(people.getByRole("row", { name: /Ceiba Guatemala.* 19 .*49/ })).toBeVisible();
  await expect(people.getByRole("row", { name: /Guayacán Panamá.* 20 .*51/ })).toBeVisible();

  // By the keyboard, the marks appear in the text, each with its centre's letters.
  await choose(luis, "Quién escribió: centros y organizaciones");
  const marks = paragraph(luis).locator("[data-group][title]");
  await expect(marks.filter({ hasText: "Guatemala escribe." })).toHaveAttribute("title", /Ceiba/);
  await expect(marks.filter({ hasText: "Panamá escribe más." })).toHaveAttribute(
    "title",
    /Guayacán/,
  );
  await expect(paragraph(luis).locator("[data-author-label]")).toHaveCount(2);

  // A colleague goes on: the figures and the marks follow when the text rests.
  await write(ana, " Y sigue.");
  await expect(bodies.getByRole("row", { name: /GT.*Guatemala.* 28 / })).toBeVisible();
  await expect(marks.filter({ hasText: "Y sigue." })).toHaveAttribute("title", /Ceiba/);
  // By person, each has the letters of the name.
  await choose(luis, "Quién escribió: personas");
  await expect(paragraph(luis).locator('[data-author-label="CG"]').first()).toBeAttached();
  await choose(luis, "Nada");
  await expect(marks).toHaveCount(0);
  // What each centre wrote in which section.
  const sections = panel(luis).getByRole("region", { name: "Por sección" });
  await expect(sections.getByRole("listitem").first()).toContainText(
    /Resumen.*GT \d+\s%.*PA \d+\s%/,
  );

  const answer = await ana.context.request.get(edition);
  const { totals } = (await answer.json()) as Authorship;
  expect(totals.characters - totals.ofNobody).toBe(48);
  const outsider = await signIn("observer");
  expect((await outsider.context.request.get(edition)).status()).toBe(404);
});

test("what others wrote since one last looked is listed and marked, and one's own is not", async ({
  signIn,
}) => {
  const luis = await signIn("expert1.pa");
  await write(luis, " Panamá escribe.");
  await leave(luis);

  const ana = await signIn("expert1.gt");
  await write(ana, " Guatemala responde.");

  await write(luis, " Panamá sigue.");
  await luis.page.getByRole("tab", { name: "Autoría" }).click();
  const fresh = panel(luis).getByRole("region", { name: "Desde su última visita" });
  await expect(fresh.getByText("20 letras nuevas de otras personas.")).toBeVisible();
  await choose(luis, "Lo nuevo desde mi última visita");
  const marks = paragraph(luis).locator("[data-group][title]");
  await expect(marks).toHaveText([" Guatemala responde."]);
  await expect(marks).toHaveAttribute("title", /Ceiba Guatemala/);
  await fresh.getByRole("button").click();
  await expect(paragraph(luis)).toBeInViewport();

  // Who comes back finds nothing new.
  await leave(luis);
  await luis.goto(paper);
  await luis.page.getByRole("tab", { name: "Autoría" }).click();
  await expect(fresh.getByText("Nadie más ha escrito desde entonces.")).toBeVisible();
});
