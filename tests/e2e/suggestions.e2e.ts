import type { Page } from "@playwright/test";
import type { Paper } from "@istmo/contracts";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

// Each is seconds of work; a machine that is shared takes its time over several browsers.
test.describe.configure({ timeout: 480_000 });

const paper = "/papers/paper-secondary-ports";
const block = ({ page }: Person, id: string) => page.locator(`[data-block-id="${id}"]`);
const paragraph = (person: Person) => block(person, "framework-2");
const isSaved = ({ page }: Person) =>
  // Several texts open at once, on a machine that may be busy.
  expect(page.locator('[data-claim="saved"]')).toBeVisible({ timeout: 60_000 });
const mode = ({ page }: Person) => page.getByRole("button", { name: "Modo de sugerencias" });
const card = ({ page }: Person) => page.getByRole("complementary", { name: "Sugerencia" });

async function open(person: Person): Promise<void> {
  await person.goto(paper);
  await isSaved(person);
}

/** Puts the cursor after so many letters of a paragraph. */
async function cursorAt(person: Person, offset: number, at = paragraph(person)): Promise<void> {
  await at.click();
  await at.evaluate((it, at) => {
    const walk = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
    let left = at;
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (left <= length) {
        getSelection()?.collapse(node, left);
        return;
      }
      left -= length;
    }
  }, offset);
}

async function suggesting(person: Person): Promise<void> {
  if ((await mode(person).getAttribute("aria-pressed")) !== "true")
    await person.page.keyboard.press("Control+Alt+Shift+X");
  await expect(mode(person)).toHaveAttribute("aria-pressed", "true");
}

test("by the keyboard alone one goes from suggestion to suggestion and decides, and takes one back", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  await open(lead);
  const before = await paragraph(lead).innerText();
  await cursorAt(lead, 3);
  await suggesting(lead);
  await lead.page.keyboard.type("uno");
  await cursorAt(lead, before.length + 3);
  await lead.page.keyboard.insertText("dos");
  await expect(paragraph(lead).locator("ins")).toHaveText(["uno", "dos"]);
  // One undo takes back what was typed in one go.
  await lead.page.keyboard.press("Control+z");
  await expect(paragraph(lead).locator("ins")).toHaveText(["uno"]);
  await lead.page.keyboard.press("Control+Home");
  await lead.page.keyboard.press("Control+Alt+ArrowDown");
  await expect(card(lead)).toContainText("uno");
  await lead.page.keyboard.press("Control+Alt+Enter");
  await expect(paragraph(lead).locator("ins")).toHaveCount(0);
  await expect(paragraph(lead)).toHaveText(`${before.slice(0, 3)}uno${before.slice(3)}`);
  await lead.page.keyboard.press("Control+z");
  await expect(paragraph(lead).locator("ins")).toHaveText(["uno"]);
});

const text = ({ page }: Person) => page.getByLabel("Texto del documento");
const panel = ({ page }: Person) => page.getByRole("region", { name: "Sugerencias" });
const listed = (person: Person) => panel(person).getByRole("listitem");
const line = (person: Person, words: string | RegExp) =>
  text(person).locator("p").filter({ hasText: words }).first();
const words = [
  "La alerta llega tarde.",
  "El puerto no avisa.",
  "Las playas quedan lejos.",
] as const;

/** A paper of Guatemala and Panama with three paragraphs, in which SICA may suggest. */
async function aPaper(lead: Person): Promise<Paper> {
  const created = await lead.context.request.post("/api/v1/papers", {
    data: {
      ...{ templateId: "tpl-policy-brief", title: { es: "Alertas", en: "Alerts" } },
      ...{ originalLanguage: "es", languages: ["es"], leadCentreId: "centre-gt" },
      ...{ classification: "unclassified", centreIds: ["centre-gt", "centre-pa"] },
    },
  });
  const made = (await created.json()) as Paper;
  const data = { subject: "organisation:org-sica", level: "suggester" };
  const shared = await lead.context.request.post(`/api/v1/papers/${made.id}/shares`, { data });
  expect(shared.ok()).toBe(true);
  await lead.goto(`/papers/${made.id}`);
  await isSaved(lead);
  await text(lead).locator("p").first().click();
  await lead.page.keyboard.type(words.join("\n"));
  await isSaved(lead);
  return made;
}

async function openPaper(person: Person, { id }: Paper): Promise<void> {
  await person.goto(`/papers/${id}`);
  await isSaved(person);
  await expect(text(person)).toContainText("Las playas");
}

async function openPanel(person: Person): Promise<void> {
  await person.page
    .getByRole("tab", { name: /^Sugerencias/ })
    .or(person.page.getByRole("button", { name: /^Sugerencias/ }))
    .first()
    .click();
  await expect(panel(person)).toBeVisible();
}

async function choose({ page }: Person, label: string, option: string): Promise<void> {
  await page.getByRole("button", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
}

/** Types at the end of a paragraph. */
async function addTo(person: Person, at: string | RegExp, what: string): Promise<void> {
  await line(person, at).click();
  await person.page.keyboard.press("End");
  await person.page.keyboard.type(what);
}

test("of what two suggest one decides singly and for a whole organisation, while a third writes on", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const made = await aPaper(lead);
  const [luis, sica, third] = [
    await signIn("expert1.pa"),
    await signIn("focal.sica"),
    await signIn("expert1.gt"),
  ];
  await Promise.all([luis, sica, third].map((person) => openPaper(person, made)));

  // One chose the mode, the other may do nothing else.
  await suggesting(luis);
  await expect(mode(sica)).toHaveAttribute("aria-pressed", "true");
  await mode(sica).click();
  await expect(mode(sica)).toHaveAttribute("aria-pressed", "true");
  await addTo(luis, "La alerta", " Y sola.");
  await addTo(luis, "Las playas", " Muy.");
  await addTo(sica, "El puerto", " SICA apoya.");
  await cursorAt(sica, "La ".length, line(sica, "La alerta"));
  await sica.page.keyboard.press("Control+Delete");
  await Promise.all([luis, sica].map(isSaved));
  await expect(text(third).locator("ins")).toHaveCount(3);
  await expect(text(third).locator("del")).toHaveCount(1);

  // Whoever decides nothing here may take back what is their own, and nothing else.
  await openPanel(sica);
  await expect(listed(sica)).toHaveCount(4);
  await expect(panel(sica).getByRole("button", { name: "Retirar" })).toHaveCount(2);
  await expect(panel(sica).getByText("Decide: Delincuencia Organizada")).toHaveCount(4);
  await expect(panel(sica).getByRole("button", { name: /^Aceptar|^Rechazar/ })).toHaveCount(0);

  await openPanel(lead);
  await expect(listed(lead)).toHaveCount(4);
  expect(await violations(lead.page)).toEqual([]);
  await addTo(third, "El puerto", " Aún.");
  await listed(lead)
    .filter({ hasText: "Y sola." })
    .getByRole("button", { name: "Aceptar" })
    .click();
  await third.page.keyboard.type(" Hoy.");
  await listed(lead).filter({ hasText: "Muy." }).getByRole("button", { name: "Rechazar" }).click();
  await expect(listed(lead)).toHaveCount(2);
  await choose(lead, "De quién", "SICA");
  await third.page.keyboard.type(" Siempre.");
  await panel(lead).getByRole("button", { name: "Aceptar las 2 de la lista" }).click();
  await expect(panel(lead)).toContainText("No hay sugerencias.");
  await Promise.all([lead, third].map(isSaved));

  await lead.page.reload();
  await sica.page.reload();
  for (const person of [lead, luis, sica, third]) {
    await expect(line(person, /llega/)).toHaveText(/^La .*llega tarde\. Y sola\./);
    await expect(line(person, /llega/)).not.toContainText("alerta");
    await expect(line(person, /puerto/)).toHaveText(/^El puerto no avisa\./);
    for (const added of ["SICA apoya.", "Aún. Hoy. Siempre."])
      await expect(line(person, /puerto/)).toContainText(added);
    await expect(line(person, /playas/)).toHaveText(/^Las playas quedan lejos\.(?! Muy)/);
    await expect(text(person).locator("ins, del")).toHaveCount(0);
  }
});

test("the text as it would be, and as it was, is read and not written in", async ({ signIn }) => {
  const lead = await signIn("lead.gt");
  const made = await aPaper(lead);
  const luis = await signIn("expert1.pa");
  await openPaper(luis, made);
  await suggesting(lead);
  await addTo(lead, "La alerta", " Siempre.");
  await cursorAt(lead, "El ".length, line(lead, "El puerto"));
  await lead.page.keyboard.press("Control+Delete");
  await lead.page.keyboard.type("muelle ");
  await isSaved(lead);
  await openPanel(lead);
  const shown = lead.page.locator("[data-settled]");
  const body = shown.locator(".ProseMirror");

  for (const [view, first, second] of [
    ["Como si se aceptaran todas", "La alerta llega tarde. Siempre.", "El muelle no avisa."],
    ["Como si se rechazaran todas", words[0], words[1]],
  ] as const) {
    await choose(lead, "Mostrar el texto", view);
    await expect(body.getByText(first, { exact: true })).toBeVisible();
    await expect(body.getByText(second, { exact: true })).toBeVisible();
    await expect(body.locator("ins, del")).toHaveCount(0);
    await expect(body).toHaveAttribute("contenteditable", "false");
    await expect(shown.getByRole("status")).toBeVisible();
    expect(await violations(lead.page)).toEqual([]);
    // Nothing that is typed, pasted or decided by the keys gets anywhere.
    await body.getByText(second).click();
    for (const keys of ["a", "Enter", "Backspace", "Control+z", "Control+Alt+Enter"])
      await lead.page.keyboard.press(keys);
    await expect(body.getByText(second, { exact: true })).toBeVisible();
    await expect(line(luis, "El ")).toHaveText(/^El (puerto ?muelle|muelle ?puerto) /);
  }
  // What a colleague writes meanwhile is seen there too.
  await addTo(luis, "Las playas", " Y solas.");
  await expect(body).toContainText("Las playas quedan lejos. Y solas.");
  await shown.getByRole("button", { name: "Volver al texto" }).click();
  await expect(shown).toHaveCount(0);
  await expect(text(lead).locator("ins")).toHaveCount(2);
  await addTo(lead, "Las playas", " Ya.");
  await expect(text(lead).locator("ins")).toHaveCount(3);
});

/** What an on-screen keyboard sends: a word is composed, changed while it is, and settled. */
async function compose(page: Page, steps: readonly string[]): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  for (const composed of steps)
    await keyboard.send("Input.imeSetComposition", {
      text: composed,
      selectionStart: composed.length,
      selectionEnd: composed.length,
    });
  await keyboard.send("Input.insertText", { text: steps.at(-1) ?? "" });
  await keyboard.detach();
}

test("on a phone one suggests with a composing keyboard, answers a comment and decides", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const made = await aPaper(lead);
  await line(lead, "El puerto").evaluate((it) => getSelection()?.selectAllChildren(it));
  await lead.page.keyboard.press("ControlOrMeta+Alt+m");
  await lead.page.keyboard.type("¿Cuál?");
  await lead.page.keyboard.press("ControlOrMeta+Enter");
  await expect(text(lead).locator("[data-comment]")).toBeVisible();

  const phone = await signIn("expert1.pa", { width: 390 });
  await openPaper(phone, made);
  await mode(phone).tap();
  await expect(mode(phone)).toHaveAttribute("aria-pressed", "true");
  await cursorAt(phone, words[0].length, line(phone, "La alerta"));
  await compose(phone.page, [" ", " s", " si", " siempre"]);
  await phone.page.keyboard.type(". ");
  await compose(phone.page, ["y", "ya"]);
  await expect(text(phone).locator("ins")).toHaveText([" siempre. ya"]);
  await cursorAt(phone, "Las ".length, line(phone, "Las playas"));
  await phone.page.keyboard.press("Delete");
  await expect(text(phone).locator("del")).toHaveText(["p"]);
  await isSaved(phone);

  // The card lies over the foot, clear of the words.
  await expect(card(phone)).toBeVisible();
  const [foot, word] = await Promise.all([
    card(phone).boundingBox(),
    text(phone).locator("del").boundingBox(),
  ]);
  expect(word!.y + word!.height).toBeLessThan(foot!.y);
  expect(await violations(phone.page)).toEqual([]);
  await card(phone).getByRole("button", { name: "Retirar" }).tap();
  await expect(text(phone).locator("del")).toHaveCount(0);

  await text(phone).locator("[data-comment]").tap();
  const sheet = phone.page.getByRole("region", { name: "Comentarios" });
  await sheet.getByRole("button", { name: "Responder" }).tap();
  await compose(phone.page, ["E", "El", "El menor"]);
  expect(await violations(phone.page)).toEqual([]);
  await sheet.getByRole("button", { name: "Responder" }).tap();
  await expect(sheet.getByRole("listitem").last()).toContainText("El menor");
  await sheet.getByRole("button", { name: "Cerrar el comentario" }).tap();

  // The lead's own phone: from the list to the words, and accepted on the card.
  const office = await signIn("lead.gt", { width: 390, scheme: "dark" });
  await openPaper(office, made);
  await openPanel(office);
  expect(await violations(office.page)).toEqual([]);
  await listed(office)
    .getByRole("button", { name: /siempre/ })
    .tap();
  await expect(text(office).locator("ins")).toBeInViewport();
  expect(await violations(office.page)).toEqual([]);
  await card(office).getByRole("button", { name: "Aceptar" }).tap();
  await expect(text(office).locator("ins")).toHaveCount(0);
  await expect(line(lead, "La alerta")).toHaveText(/^La alerta llega tarde\. siempre\. ya/);
});

test("the card of a suggestion begins a conversation about it, which a colleague finds there", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const made = await aPaper(lead);
  const luis = await signIn("expert1.pa");
  await openPaper(luis, made);
  await cursorAt(lead, 3, line(lead, words[1]));
  await suggesting(lead);
  await lead.page.keyboard.type("menor");
  await card(lead).getByRole("button", { name: "Comentar" }).click();
  const draft = lead.page.getByRole("textbox", { name: "Comentario nuevo" });
  await expect(draft).toBeFocused();
  await lead.page.keyboard.type("¿Hay otro?");
  await lead.page.keyboard.press("ControlOrMeta+Enter");

  await luis.page.getByRole("tab", { name: /^Comentarios/ }).click();
  const thread = luis.page.getByRole("tabpanel", { name: /^Comentarios/ }).getByRole("listitem");
  await expect(thread.filter({ hasText: "¿Hay otro?" }).first()).toContainText("menor");
  expect(await violations(lead.page)).toEqual([]);
});

/** The clipboard as Word fills it, shortened. */
const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"></head><body>
<p class=MsoNormal>De <b>Word</b><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>a)<span>&nbsp; </span></span><![endif]>Inciso<o:p></o:p></p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>Uno</p></td><td><p class=MsoNormal>Dos</p></td></tr></table></body></html>`;

async function paste(person: Person, html: string): Promise<void> {
  await text(person).evaluate((it, content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", content);
    clipboardData.setData("text/plain", "Word");
    it.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, html);
}

test("whatever one does to a text while one suggests changes nothing of what was accepted", async ({
  signIn,
}) => {
  const lead = await signIn("lead.gt");
  const { page } = lead;
  const { keyboard } = page;
  await aPaper(lead);
  await addTo(lead, "Las playas", "\n");
  await keyboard.type("/tabl");
  await expect(page.getByRole("listbox", { name: "Insertar" })).toBeVisible();
  await keyboard.press("Enter");
  for (const cell of ["A", "B", "C", "D", "E", "F", "G", "H", "I"]) {
    await keyboard.type(cell);
    if (cell !== "I") await keyboard.press("Tab");
  }
  await isSaved(lead);
  await openPanel(lead);
  await suggesting(lead);
  const shown = page.locator("[data-settled] .ProseMirror");
  const count = panel(lead).getByText(/^\d+ sugerencias?$/);
  const cell = (letter: string) =>
    text(lead)
      .locator("th, td")
      .filter({ hasText: new RegExp(`^${letter}$`) })
      .last();
  const inTable = async (letter: string, command: string) => {
    await cell(letter).click();
    await page.locator("[data-editor-toolbar]").getByRole("button", { name: "Cuadro" }).click();
    await page.getByRole("menuitem", { name: command }).click();
  };
  const read = async () => {
    await choose(lead, "Mostrar el texto", "Como si se rechazaran todas");
    await expect(shown).toBeVisible();
    const all = await shown.evaluate((it) =>
      [...it.querySelectorAll("h1, h2, p, tr")].map(
        (el) => `${el.tagName} ${el.innerHTML.replace(/ (class|style|data-[\w-]+)="[^"]*"/g, "")}`,
      ),
    );
    await page.getByRole("button", { name: "Volver al texto" }).click();
    return all;
  };
  const accepted = await read();

  const deeds: Readonly<Record<string, () => Promise<void>>> = {
    "words in a cell": async () => {
      await cell("D").click();
      await keyboard.press("End");
      await keyboard.type("x");
    },
    "a row more": async () => {
      await inTable("D", "Insertar una fila abajo");
      for (let next = 0; next < 3; next += 1) await keyboard.press("Tab");
      await keyboard.type("fila");
    },
    "a row less": () => inTable("G", "Eliminar la fila"),
    "a column more": () => inTable("E", "Insertar una columna después"),
    "a column less": () => inTable("E", "Eliminar la columna"),
    "cells merged": async () => {
      await cell("D").click();
      await keyboard.press("Shift+ArrowRight");
      await keyboard.press("Shift+ArrowRight");
      await page.locator("[data-editor-toolbar]").getByRole("button", { name: "Cuadro" }).click();
      await page.getByRole("menuitem", { name: "Combinar celdas" }).click();
    },
    "a row moved": async () => {
      await cell("D").click();
      await keyboard.press("Alt+Shift+ArrowDown");
    },
    "the table gone": () => inTable("D", "Eliminar el cuadro"),
    "a paragraph parted": async () => {
      await cursorAt(lead, 9, line(lead, "El puerto"));
      await keyboard.press("Enter");
      await keyboard.type("## ");
      await expect(text(lead).locator("h2")).toHaveText(/ no avisa\./);
    },
    "paragraphs joined": async () => {
      await cursorAt(lead, 0, line(lead, "El puerto"));
      await keyboard.press("Backspace");
    },
    "words set in bold": async () => {
      await cursorAt(lead, 3, line(lead, "El puerto"));
      await keyboard.press("Control+Shift+ArrowRight");
      await keyboard.press("Control+b");
    },
    "a heading made": async () => {
      await line(lead, "El puerto").click();
      await keyboard.press("Control+Alt+2");
    },
    "a list made": async () => {
      await line(lead, "El puerto").click();
      await keyboard.press("Control+Shift+8");
    },
    "a block moved": async () => {
      await line(lead, "El puerto").click();
      await keyboard.press("Alt+Shift+ArrowUp");
    },
    "words dragged": async () => {
      await cursorAt(lead, 3, line(lead, "El puerto"));
      await keyboard.press("Control+Shift+ArrowRight");
      const from = await page.evaluate(() => {
        const { x, y } = getSelection()!.getRangeAt(0).getClientRects()[0]!;
        return { x: x + 8, y: y + 8 };
      });
      const to = (await line(lead, "La alerta").boundingBox())!;
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + 12, from.y + 4, { steps: 3 });
      await page.mouse.move(to.x + 30, to.y + 10, { steps: 5 });
      await page.mouse.up();
    },
    "a paste from Word": async () => {
      await cursorAt(lead, 9, line(lead, "El puerto"));
      await paste(lead, fromWord);
    },
    "a paste over a cell": async () => {
      await cell("E").click();
      await paste(lead, fromWord);
    },
    "all of it deleted": async () => {
      await line(lead, "El puerto").click();
      await keyboard.press("Control+a");
      await keyboard.press("Delete");
    },
  };
  for (const [deed, perform] of Object.entries(deeds)) {
    await test.step(deed, async () => {
      await perform();
      await expect(count).toBeVisible();
      expect(await read(), deed).toEqual(accepted);
      // A move is what goes and what comes; everything else is decided at once.
      await expect(count, deed).toHaveText(/moved|dragged/.test(deed) ? /^[12] / : /^1 /);
      await panel(lead)
        .getByRole("button", { name: /^Rechazar las/ })
        .click();
      await expect(panel(lead)).toContainText("No hay sugerencias.");
      expect(await read(), `${deed}, rejected`).toEqual(accepted);
    });
  }
});
