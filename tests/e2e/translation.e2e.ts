import type { Paper } from "@istmo/contracts";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const ports = "/papers/paper-secondary-ports";
const side = (person: Person, which: "original" | "translation") =>
  person.page.locator(`[data-side="${which}"]`);
const block = (person: Person, which: "original" | "translation", id: string) =>
  side(person, which).locator(`[data-block-id="${id}"]`);
const bar = (person: Person, sectionId: string) =>
  person.page.locator(`[data-section-bar="${sectionId}"]`);
const isSaved = (person: Person) =>
  expect(person.page.locator('[data-claim="saved"]').first()).toBeVisible({
    // Two texts and a second person's open at once, on a machine that may be busy.
    timeout: 60_000,
  });

/** Puts the caret at the end of a block of text. */
async function goToEnd(person: Person, id: string): Promise<void> {
  const place = person.page.locator(`[data-block-id="${id}"]`).last();
  await place.click();
  await place.evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

/** Where the top of a block stands in the window. */
const topOf = (person: Person, which: "original" | "translation", id: string) =>
  block(person, which, id).evaluate((it) => Math.round(it.getBoundingClientRect().top));

test("a change in the original is seen at once beside its translation, with the words that changed, and is ticked off", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const luis = await signIn("lead.pa");
  await Promise.all([
    ana.goto(`${ports}?edition=en&beside=true`),
    luis.goto(`${ports}?edition=es`),
  ]);
  await Promise.all([isSaved(ana), isSaved(luis)]);
  await expect(bar(ana, "sec-summary")).toContainText("Al día");
  expect(await violations(ana.page)).toEqual([]);

  await goToEnd(luis, "summary-2");
  await luis.page.keyboard.type(" Faltan recursos.");
  await expect(block(ana, "original", "summary-2")).toContainText("Faltan recursos.");
  await expect(bar(ana, "sec-summary")).toContainText("Desactualizada");
  await expect(ana.page.getByText("1 sección desactualizada en inglés")).toBeVisible();
  await bar(ana, "sec-summary").getByRole("button", { name: "Ver qué cambió" }).click();
  await expect(bar(ana, "sec-summary").locator("ins")).toContainText("Faltan recursos.");
  await expect(bar(ana, "sec-summary").locator("del")).toHaveCount(0);
  // Another change while it is being read is read at once as well.
  await luis.page.keyboard.type(" Y tiempo.");
  await expect(bar(ana, "sec-summary").locator("ins")).toContainText("Y tiempo.");
  expect(await violations(ana.page)).toEqual([]);

  // The one who only wrote the original is warned before the paper is handed over.
  await luis.page.getByRole("button", { name: "Presentar a la Oficina Regional" }).first().click();
  await expect(luis.page.getByRole("dialog")).toContainText("1 sección desactualizada en inglés");
  await luis.page.keyboard.press("Escape");

  await bar(ana, "sec-summary").getByRole("button", { name: "No cambia el sentido" }).click();
  await expect(bar(ana, "sec-summary")).toContainText("Sin cambio de sentido según Ceiba");
  await expect(luis.page.getByText("1 sección desactualizada en inglés")).toBeHidden();

  await luis.goto("/papers");
  await luis.page.goBack();
  await isSaved(luis);
  await goToEnd(luis, "summary-2");
  await luis.page.keyboard.type(" Y personal.");
  await expect(bar(ana, "sec-summary")).toContainText("Desactualizada");
  await goToEnd(ana, "summary-2");
  await ana.page.keyboard.type(" Staff is lacking.");
  await isSaved(ana);
  await bar(ana, "sec-summary").getByRole("button", { name: "Marcar como traducida" }).click();
  await expect(bar(ana, "sec-summary")).toContainText("Al día");
  await ana.page.reload();
  await isSaved(ana);
  await expect(bar(ana, "sec-summary")).toContainText("Traducida según Ceiba");
});

test("a translation begins with the structure of its original, and is filled paragraph by paragraph", async ({
  signIn,
}) => {
  const ana = await signIn("lead.gt");
  const made = await ana.context.request.post("/api/v1/papers", {
    data: {
      templateId: "tpl-policy-brief",
      title: { es: "Trata en los puertos" },
      originalLanguage: "es",
      languages: ["es"],
      leadCentreId: "centre-gt",
      centreIds: ["centre-gt"],
    },
  });
  const { id } = (await made.json()) as Paper;
  await ana.goto(`/papers/${id}`);
  await isSaved(ana);
  await goToEnd(ana, "ask-1");
  await ana.page.keyboard.type("La trata de personas exige fiscalización de drogas.");
  await isSaved(ana);

  await ana.page.getByRole("tab", { name: "Traducción" }).click();
  await ana.page.getByRole("button", { name: "Empezar una traducción" }).click();
  const dialog = ana.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Empezar", exact: true }).click();
  await expect(dialog.getByText("Escriba el título.")).toBeVisible();
  await dialog.getByLabel(/Título/).fill("Trafficking in ports");
  await dialog.getByRole("button", { name: "Empezar", exact: true }).click();
  await expect(
    ana.page.getByRole("heading", { level: 1, name: "Trafficking in ports" }),
  ).toBeVisible();
  await expect(ana.page).toHaveURL(/edition=en/);
  await expect(ana.page).toHaveURL(/beside=true/);
  await isSaved(ana);
  await expect(bar(ana, "sec-ask")).toContainText("Sin traducir");

  // What the original says stands pale in the empty place, and is no text.
  const place = block(ana, "translation", "ask-1");
  await expect(place).toHaveAttribute("data-ghost", /La trata de personas/);
  await expect(place).toHaveText("");
  await place.click();
  const aid = ana.page.getByRole("group", { name: "Ayudas para este párrafo" });
  await expect(aid.getByRole("button", { name: "Copiar el original aquí" })).toBeVisible();
  await ana.page.keyboard.press("Alt+1");
  await expect(place).toHaveText("trafficking in persons");
  await ana.page.keyboard.type(" needs");
  await aid.getByRole("button", { name: /^Insertar .*drug control$/ }).click();
  await expect(place).toHaveText("trafficking in persons needs drug control");
  await expect(place).not.toHaveAttribute("data-ghost", /./);
  await expect(bar(ana, "sec-ask")).toContainText("Sin confirmar");
  await bar(ana, "sec-ask").getByRole("button", { name: "Marcar como traducida" }).click();
  await expect(bar(ana, "sec-ask")).toContainText("Al día");

  // A paragraph that the original gets later is missing here, until it is added at its place.
  await block(ana, "original", "ask-1").click();
  await ana.page.keyboard.press("End");
  await ana.page.keyboard.press("Enter");
  await ana.page.keyboard.type("Otro párrafo.");
  await expect(bar(ana, "sec-ask")).toContainText("1 bloque difiere del original");
  await bar(ana, "sec-ask").getByRole("button", { name: "Añadir el bloque que falta" }).click();
  await expect(
    side(ana, "translation").locator('[data-block-id="ask-1"] + [data-ghost="Otro párrafo."]'),
  ).toBeVisible();
  await expect(bar(ana, "sec-ask")).not.toContainText("difiere");
});

test("two editions scroll together, mark what is meant, and on a phone take turns at the same block", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  await ana.goto(`${ports}?edition=es`);
  await isSaved(ana);
  await ana.page.getByRole("button", { name: "Ver junto al original" }).click();
  await expect(side(ana, "original").getByRole("textbox")).toBeVisible();
  await expect(side(ana, "translation").getByRole("textbox")).toHaveAttribute("lang", "en");
  const aligned = (id: string) =>
    expect
      .poll(async () =>
        Math.abs((await topOf(ana, "original", id)) - (await topOf(ana, "translation", id))),
      )
      .toBeLessThan(6);
  const heading = "sec-framework";
  const scrollTo = (which: "original" | "translation", id: string) =>
    block(ana, which, id).evaluate((it) => {
      const box = it.closest("[data-scroll-box]")!;
      box.scrollTop += it.getBoundingClientRect().top - box.getBoundingClientRect().top - 64;
    });
  await scrollTo("original", heading);
  await aligned(heading);
  await scrollTo("translation", "framework-2");
  await aligned("framework-2");

  await block(ana, "original", "framework-2").click();
  await expect(block(ana, "translation", "framework-2")).toHaveAttribute("data-partner", "");

  const phone = await signIn("expert1.pa", { width: 390 });
  await phone.goto(`${ports}?edition=en&beside=true`);
  await isSaved(phone);
  await expect(side(phone, "translation")).toBeVisible();
  await expect(side(phone, "original")).toBeHidden();
  await block(phone, "translation", "framework-2").evaluate((it) =>
    window.scrollBy(0, it.getBoundingClientRect().top - 180),
  );
  await phone.page.getByRole("button", { name: "Original", exact: true }).click();
  await expect(side(phone, "translation")).toBeHidden();
  await expect(block(phone, "original", "framework-2")).toBeInViewport();
  expect(await violations(phone.page)).toEqual([]);
  const overflow = await phone.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

test("the glossary warns of a form to avoid, mends it by a click or a key, and explains terms", async ({
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  await ana.goto("/papers/paper-urban-analysts?edition=es");
  await isSaved(ana);
  await goToEnd(ana, "summary-1");
  await ana.page.keyboard.type(" El tráfico humano y los narcóticos. ");
  const summary = ana.page.locator('[data-block-id="summary-1"]');
  const advice = (words: string) => summary.locator('[data-glossary="advice"]', { hasText: words });
  await advice("tráfico humano").click();
  const card = ana.page.getByRole("dialog", { name: /Glosario/ });
  await expect(card).toContainText("trafficking in persons");
  expect(await violations(ana.page)).toEqual([]);
  await card.getByRole("button", { name: "Cambiar por «trata de personas»" }).click();
  await expect(summary).toContainText("El trata de personas y los narcóticos.");
  await advice("narcóticos").click();
  await ana.page.keyboard.press("Control+.");
  await expect(summary).toContainText("y los estupefacientes.");
  await ana.page.keyboard.press("Control+z");
  await expect(summary).toContainText("y los narcóticos.");

  await ana.page.getByRole("tab", { name: "Glosario" }).click();
  await ana.page.getByText("Subrayar los términos en el texto").click();
  await expect(summary.locator('[data-glossary="term"]').first()).toBeVisible();
  expect(await violations(ana.page)).toEqual([]);

  await goToEnd(ana, "summary-1");
  await ana.page.keyboard.press("Enter");
  await ana.page.keyboard.type("/defin");
  await ana.page.keyboard.press("Enter");
  const dialog = ana.page.getByRole("dialog", { name: "Insertar una definición" });
  await dialog.getByLabel("Buscar un término").fill("decomiso");
  await dialog.getByRole("button", { name: "Insertar «decomiso»" }).click();
  await expect(ana.page.getByRole("textbox", { name: "Texto del documento" })).toContainText(
    "decomiso (en inglés, confiscation)",
  );
});
