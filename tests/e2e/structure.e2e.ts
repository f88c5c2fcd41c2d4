import { readFile } from "node:fs/promises";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-secondary-ports";
const block = ({ page }: Person, id: string) => page.locator(`[data-block-id="${id}"]`);
const text = ({ page }: Person) => page.getByRole("textbox", { name: "Texto del documento" });
const reference = ({ page }: Person) =>
  page.locator('[data-block-id="introduction-1"] a[href="#framework-3"]');

async function open(person: Person): Promise<void> {
  await person.goto(paper);
  await expect(person.page.locator('[data-claim="saved"]')).toBeVisible();
}

/** Puts the caret at the end of a paragraph. */
async function goToEndOf(person: Person, id: string): Promise<void> {
  await block(person, id).click();
  await block(person, id).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

/** The number that the style sheet draws at a paragraph, as a screen reader is told it. */
async function numberOf(person: Person, id: string): Promise<string> {
  const session = await person.context.newCDPSession(person.page);
  await session.send("DOM.enable");
  await session.send("Accessibility.enable");
  const { root } = await session.send("DOM.getDocument", { depth: 0 });
  const { nodeId } = await session.send("DOM.querySelector", {
    nodeId: root.nodeId,
    selector: `[data-block-id="${id}"]`,
  });
  const { node } = await session.send("DOM.describeNode", { nodeId });
  const { nodes } = await session.send("Accessibility.queryAXTree", { nodeId, role: "StaticText" });
  await session.detach();
  expect(node.localName).toBe("p");
  return String(nodes[0]?.name?.value ?? "").trim();
}

/** Pastes as a browser does it after Word or Google Docs have filled the clipboard. */
async function paste({ page }: Person, clipboard: { html?: string; plain?: string }) {
  return page.evaluate(({ html, plain }) => {
    const clipboardData = new DataTransfer();
    if (html !== undefined) clipboardData.setData("text/html", html);
    if (plain !== undefined) clipboardData.setData("text/plain", plain);
    const started = performance.now();
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
    return performance.now() - started;
  }, clipboard);
}

test("paragraphs have their numbers, and a reference says the number of today, at both people's", async ({
  signIn,
}) => {
  const lead = await signIn("lead.pa");
  const other = await signIn("lead.sv");
  for (const person of [lead, other]) await open(person);

  // The same numbers that comments, exports and the other language have.
  expect(await numberOf(lead, "lines-1")).toMatch(/^20\.?$/);
  await expect(block(lead, "sec-lines")).toHaveAttribute("data-number", "VI.");
  await expect(block(lead, "results-table-caption")).toHaveAttribute("data-number", "Cuadro 2");
  const outline = lead.page.getByRole("navigation", { name: "Esquema del documento" }).first();
  await expect(outline.getByText("VI. Líneas de acción conjunta")).toBeVisible();
  expect(await text(lead).innerText()).not.toMatch(/\n20\.? ?Cada Estado/);

  await goToEndOf(lead, "introduction-1");
  await lead.page.keyboard.type(" Véase ");
  await lead.page.keyboard.press("Control+Alt+k");
  const picker = lead.page.getByRole("dialog", { name: "Referirse a otra parte del documento" });
  await expect(picker).toBeVisible();
  expect(await violations(lead.page)).toEqual([]);
  await lead.page.keyboard.type("14");
  await expect(picker.getByRole("option").first()).toContainText("párr. 14");
  await lead.page.keyboard.press("Enter");
  await expect(picker).toHaveCount(0);
  await lead.page.keyboard.type(".");
  for (const person of [lead, other]) await expect(reference(person)).toHaveText("párr. 14");

  // A colleague writes a paragraph above: every number below moves, and the reference with them.
  await goToEndOf(other, "introduction-2");
  await other.page.keyboard.press("Enter");
  await other.page.keyboard.type("Un párrafo más.");
  for (const person of [lead, other]) await expect(reference(person)).toHaveText("párr. 15");
  expect(await numberOf(lead, "lines-1")).toMatch(/^21\.?$/);

  await reference(lead).click();
  await expect(block(lead, "framework-3")).toBeInViewport();

  // What it referred to goes: it says so in words.
  await goToEndOf(other, "framework-3");
  await block(other, "framework-3").evaluate((it) => getSelection()?.selectAllChildren(it));
  await other.page.keyboard.press("Backspace");
  await other.page.keyboard.press("Backspace");
  const lost = lead.page.locator('[data-block-id="introduction-1"] a[data-lost]');
  await expect(lost).toHaveText("[referencia perdida]");
});

test("what is pasted from Word comes clean, and what cannot be taken is named and not lost", async ({
  signIn,
}) => {
  const lead = await signIn("lead.pa");
  await open(lead);
  const { page } = lead;

  await goToEndOf(lead, "governance-3");
  await page.keyboard.press("Enter");
  await paste(lead, {
    html:
      "<p class=MsoTitle>Título pegado</p><p class=MsoNormal onclick='steal()'>Uno<o:p></o:p>" +
      "<a href='#_ftn1' name='_ftnref1'>[1]</a> <a href='javascript:steal()'>dos</a><img src=x></p>" +
      "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>a)</span>inciso</p>" +
      "<div style='mso-element:footnote'><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Fuente.</p></div>",
  });
  const heading = page.getByRole("heading", { name: /Título pegado/ });
  await expect(heading).toHaveAttribute("data-number", "IX.");
  await expect(heading).toHaveAttribute("data-block-id", /^b/);
  await expect(page.getByText("No se incluyó: 1 imagen y 1 enlace no permitido.")).toBeVisible();
  const pasted = page.locator("p", { hasText: "Uno" }).filter({ hasText: "dos" });
  await expect(pasted.locator("[data-footnote-reference]")).toHaveCount(1);
  await expect(page.locator('ol[type="a"] > li', { hasText: "inciso" })).toHaveCount(1);

  // A table that no page holds stays on the clipboard; its words can be had.
  const before = await text(lead).locator("p").count();
  const row = `<tr>${"<td>celda</td>".repeat(50)}</tr>`;
  await paste(lead, { html: `<table>${row.repeat(1_000)}</table>` });
  await expect(
    page.getByText(/El cuadro de 1000 filas por 50 columnas es demasiado/),
  ).toBeVisible();
  await expect(text(lead).locator("p")).toHaveCount(before);
  await page.getByRole("button", { name: "Pegarlo como texto" }).click();
  await expect(page.locator("p", { hasText: "celda\tcelda" }).first()).toBeVisible();
  await page.keyboard.press("Control+z");

  // Far more than a text: refused at once, and nothing is changed.
  await goToEndOf(lead, "governance-3");
  await paste(lead, { plain: "palabra ".repeat(200_000) });
  await expect(page.getByText(/Es demasiado texto para pegarlo de una vez/)).toBeVisible();
});

test("five megabytes of Word's markup are read in seconds", async ({ signIn }, info) => {
  const lead = await signIn("lead.pa");
  await open(lead);
  await goToEndOf(lead, "governance-3");
  const style = "<!--[if gte mso 9]><xml><w:LsdException Locked='false'/></xml><![endif]-->".repeat(
    8_000,
  );
  const paragraph =
    "<p class=MsoNormal style='margin-bottom:0cm;mso-pagination:widow-orphan'><span lang=ES-PA " +
    "style='font-size:11.0pt;font-family:\"Calibri\",sans-serif;mso-fareast-font-family:Calibri'>" +
    "Una frase que alguien escribió en otro programa.<o:p></o:p></span></p>\n";
  const html = `<html>${style}<body>${paragraph.repeat(18_000)}</body></html>`;
  expect(html.length).toBeGreaterThan(5_000_000);
  const took = await paste(lead, { html });
  await expect(lead.page.getByText(/Es demasiado texto para pegarlo de una vez/)).toBeVisible();
  const smaller = `<html>${style.repeat(7)}<body>${paragraph.repeat(1_500)}</body></html>`;
  const tookWhole = await paste(lead, { html: smaller });
  await expect(lead.page.getByText("Una frase que alguien escribió").first()).toBeVisible();
  info.annotations.push({
    type: "ms",
    description: `refused ${Math.round(took)}, put in ${Math.round(tookWhole)}`,
  });
  console.log(
    `5 MB of Word: refused in ${Math.round(took)} ms, put in in ${Math.round(tookWhole)} ms`,
  );
  expect(took).toBeLessThan(20_000);
  expect(tookWhole).toBeLessThan(20_000);
});

test("a page break parts the text, and the paper leaves as Markdown with its numbers", async ({
  signIn,
}) => {
  const lead = await signIn("lead.pa", { width: 390 });
  await open(lead);
  const { page } = lead;

  // On a phone a number stands in the line and takes no margin.
  const [heading, paragraph] = await Promise.all(
    ["sec-introduction", "introduction-1"].map((id) => block(lead, id).boundingBox()),
  );
  expect(paragraph?.x).toBe(heading?.x);
  expect(paragraph?.width).toBe(heading?.width);

  await goToEndOf(lead, "introduction-2");
  await page.keyboard.press("Control+Enter");
  await page.keyboard.type("Página nueva. ");
  const pageBreak = page.getByRole("separator", { name: "Salto de página" });
  await expect(pageBreak).toBeVisible();
  await expect(page.getByText("Página nueva.")).toBeVisible();

  await page.getByRole("button", { name: "Más opciones del documento" }).click();
  await page.getByRole("menuitem", { name: /Descargar/ }).click();
  const dialog = page.getByRole("dialog", { name: "Descargar el documento" });
  await dialog.getByText("Markdown", { exact: true }).click();
  const file = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Descargar" }).click();
  const path = await (await file).path();
  const markdown = await readFile(path, "utf8");
  expect(markdown).toContain("**CONFIDENCIAL**");
  expect(markdown).toContain("## VI. Líneas de acción conjunta");
  expect(markdown).toMatch(/\n<!-- page break -->\n\n3\\\. Página nueva\. /);
  expect(markdown).toMatch(/\n\*\*Cuadro 1\.\*\* Medidas principales/);
});
