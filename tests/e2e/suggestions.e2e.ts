import { expect, test, type Person } from "./people.ts";

const paper = "/papers/paper-secondary-ports";
const block = ({ page }: Person, id: string) => page.locator(`[data-block-id="${id}"]`);
const paragraph = (person: Person) => block(person, "framework-2");
const isSaved = ({ page }: Person) => expect(page.locator('[data-claim="saved"]')).toBeVisible();
const mode = ({ page }: Person) => page.getByRole("button", { name: "Modo de sugerencias" });
const card = ({ page }: Person) => page.getByRole("complementary", { name: "Sugerencia" });

async function open(person: Person): Promise<void> {
  await person.goto(paper);
  await isSaved(person);
}

/** Puts the cursor after so many letters of the paragraph. */
async function cursorAt(person: Person, offset: number): Promise<void> {
  await paragraph(person).click();
  await paragraph(person).evaluate((it, at) => {
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
  await lead.page.keyboard.type("dos");
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
