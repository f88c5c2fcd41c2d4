/** A list of many action items, of which the page holds the rows in sight, by keyboard. */
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const count = 160;
const titleOf = (at: number) => `Larga ${String(at).padStart(3, "0")}`;

/** Makes the items over the API, each due a day after the one before. */
async function makeMany({ context }: Person): Promise<void> {
  const begin = Date.now() + 86_400_000;
  for (let from = 0; from < count; from += 20)
    await Promise.all(
      Array.from({ length: 20 }, async (_, more) => {
        const at = from + more;
        const dueOn = new Date(begin + at * 86_400_000).toISOString().slice(0, 10);
        const data = { title: titleOf(at), language: "es", centreId: "centre-sv", dueOn };
        const headers = { "idempotency-key": crypto.randomUUID() };
        const answer = await context.request.post("/api/v1/actions", { data, headers });
        expect(answer.status()).toBe(201);
      }),
    );
}

test("a list of a hundred and sixty is walked and edited by keyboard, and the focus outlives scrolling away", async ({
  signIn,
}) => {
  const lead = await signIn("lead.sv");
  const { page } = lead;
  await makeMany(lead);
  await lead.goto("/actions?view=list&q=larga");
  const table = page.getByRole("table");
  await expect(table).toHaveAttribute("aria-rowcount", String(count + 1));
  const rows = table.locator("tbody tr[data-id]");
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(80);

  // From the first to the last and back by one, each scrolled into view.
  await page.getByRole("button", { name: titleOf(0), exact: true }).focus();
  await page.keyboard.press("End");
  const last = page.getByRole("button", { name: titleOf(count - 1), exact: true });
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport();
  await page.keyboard.press("ArrowUp");
  const edited = page.getByRole("button", { name: titleOf(count - 2), exact: true });
  await expect(edited).toBeFocused();
  const row = table.locator("tr", { has: edited });
  await expect(row).toHaveAttribute("aria-rowindex", String(count));

  // Scrolled away from, the row is kept and with it the focus.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(page.getByRole("button", { name: titleOf(0), exact: true })).toBeInViewport();
  await expect(edited).toBeFocused();

  // The owner is changed in the row, in a menu that stands outside of it.
  const owner = row.getByRole("button", { name: /Responsable de/ });
  while (!(await owner.evaluate((it) => it === document.activeElement)))
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox").getByRole("option").nth(1)).toBeVisible();
  const name = (await page.getByRole("option").nth(1).innerText()).split("\n")[0] ?? "";
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(row).toContainText(name);
  await expect(owner).toBeFocused();
  expect(await violations(page)).toEqual([]);
});
