/** The views of the action items and the overview: live for whoever looks, and by keyboard. */
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

/** A day from today, where the centre of the tests is. */
function dayFromNow(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: "America/Panama" }).format(date);
}

/** Makes an item over the API, as a page elsewhere would. */
async function make({ context }: Person, title: string, over: object): Promise<void> {
  const answer = await context.request.post("/api/v1/actions", {
    data: { title, language: "es", centreId: "centre-pa", ...over },
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect(answer.status()).toBe(201);
}

const cellOf = ({ page }: Person, day: string) =>
  page.locator(`[role="gridcell"][data-day="${day}"]`);

test("an item that a lead makes appears in the expert's day and calendar and in the overview, without a reload", async ({
  signIn,
}) => {
  const lead = await signIn("lead.pa");
  const expert = await signIn("expert1.pa");
  const colleague = await signIn("expert2.pa");
  const head = await signIn("head");
  await expert.goto("/actions?view=day");
  await colleague.goto("/actions?view=calendar");
  await head.goto("/dashboard?centre=centre-pa");
  const dueToday = head.page.getByRole("link", { name: /^Vencen hoy/ });
  await expect(dueToday).toContainText("0");
  const today = dayFromNow(0);
  await expect(cellOf(colleague, today)).toBeVisible();

  const title = "Llamar a los dos ministerios";
  await make(lead, title, { ownerId: "person-expert1-pa", dueOn: today });
  const forToday = expert.page.getByRole("region", { name: "Para hoy" });
  await expect(forToday.getByText(title)).toBeVisible();
  await expect(cellOf(colleague, today).getByText(title)).toBeVisible();
  await expect(dueToday).toContainText("1");

  // What is stepped in one's day is seen by the others; a number leads to what it counts.
  await forToday.getByRole("button", { name: `Dar por hecha: ${title}` }).click();
  await expert.page.getByRole("dialog").getByRole("textbox").first().fill("Acta de la llamada.");
  await expert.page.getByRole("dialog").getByRole("button", { name: "Dar por hecha" }).click();
  await expect(forToday).toHaveCount(0);
  await expect(dueToday).toContainText("0");
  await head.page.getByRole("link", { name: /^Por verificar/ }).click();
  await expect(head.page.getByRole("row").filter({ hasText: title })).toBeVisible();
  await expect(head.page).toHaveURL(/centre=centre-pa/);
});

test("one's day takes a line and makes it an item of one's own for today", async ({ signIn }) => {
  const expert = await signIn("expert1.pa");
  await expert.goto("/actions?view=day");
  await expert.page.getByLabel("Apuntar algo para hoy").fill("Enviar el acta");
  await expert.page.keyboard.press("Enter");
  const today = expert.page.getByRole("region", { name: "Para hoy" });
  await expect(today.getByText("Enviar el acta")).toBeVisible();
});

test("a date is moved in the calendar by keyboard, and a colleague's calendar follows", async ({
  signIn,
}) => {
  const lead = await signIn("lead.pa");
  const expert = await signIn("expert1.pa");
  const title = "Cerrar la lista de invitados";
  const from = dayFromNow(2);
  await make(lead, title, { ownerId: "person-expert1-pa", dueOn: from });
  for (const person of [lead, expert]) await person.goto("/actions?view=calendar");
  const item = lead.page.getByRole("button", { name: title });
  // The week that holds it is shown also where it belongs to the next month.
  await lead.page
    .getByRole("gridcell", { name: /./ })
    .and(lead.page.locator('[tabindex="0"]'))
    .focus();
  for (let days = 0; days < 2; days++) await lead.page.keyboard.press("ArrowRight");
  await expect(cellOf(lead, from)).toBeFocused();
  await lead.page.keyboard.press("Tab");
  await item.focus();
  await lead.page.keyboard.press("Alt+ArrowRight");
  const to = dayFromNow(3);
  await expect(cellOf(lead, to).getByRole("button", { name: title })).toBeFocused();
  await expect
    .poll(async () => {
      const answer = await expert.context.request.get(
        `/api/v1/actions?q=${encodeURIComponent(title)}`,
      );
      return ((await answer.json()) as { items: { dueOn: string }[] }).items[0]?.dueOn;
    })
    .toBe(to);
  await expert.page
    .getByRole("gridcell", { name: /./ })
    .and(expert.page.locator('[tabindex="0"]'))
    .focus();
  for (let days = 0; days < 3; days++) await expert.page.keyboard.press("ArrowRight");
  await expect(cellOf(expert, to).getByRole("button", { name: title })).toBeVisible();
});

const views = [
  "/actions?view=day",
  "/actions?view=calendar",
  "/actions?view=timeline",
  "/actions?view=list&group=centre",
  "/dashboard",
];
const looks = [
  { locale: "es", width: 1440, scheme: "light" },
  { locale: "en", width: 390, scheme: "dark" },
] as const;

for (const look of looks) {
  test(`every view is accessible in ${look.locale} at ${look.width} pixels in the ${look.scheme} scheme`, async ({
    signIn,
  }) => {
    const lead = await signIn("lead.pa", look);
    await make(lead, "Con principio y fin", { startOn: dayFromNow(1), dueOn: dayFromNow(9) });
    const wrong: string[] = [];
    for (const path of views) {
      await lead.goto(path);
      await lead.page.waitForLoadState("networkidle");
      await lead.page.evaluate(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
      });
      wrong.push(...(await violations(lead.page)).map((line) => `${path}: ${line}`));
      const wide = await lead.page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > look.width) wrong.push(`${path}: ${wide} pixels wide`);
    }
    expect(wrong).toEqual([]);
  });
}
