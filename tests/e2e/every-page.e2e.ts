import { violations } from "./axe.ts";
import { expect, test } from "./people.ts";

const pages = [
  ["home", "lead.pa", "/"],
  ["papers", "lead.pa", "/papers"],
  ["a paper", "lead.sv", "/papers/paper-urban-analysts"],
  ["board", "lead.sv", "/actions"],
  ["list of actions", "lead.sv", "/actions?view=list"],
  ["review queue", "reviewer", "/review"],
  ["inbox", "lead.sv", "/notices"],
  ["settings of notices", "lead.sv", "/notices/settings"],
  ["centres", "lead.pa", "/centres"],
  ["the overview of the region", "head", "/dashboard"],
  ["the overview of a centre", "lead.pa", "/dashboard"],
  ["a centre", "lead.pa", "/centres/panama"],
  ["people", "admin", "/people"],
  ["a person", "admin", "/people/person-expert1-gt"],
  ["invitations", "admin", "/invitations"],
  ["requests", "admin", "/access-requests"],
  ["organisations", "admin", "/organisations"],
  ["an organisation", "admin", "/organisations/org-sica"],
  ["outgoing mail", "admin", "/outbox"],
  ["the demonstration's mail", "admin", "/demo-mail"],
  ["audit log", "head", "/audit"],
  ["one's own account", "lead.pa", "/account"],
] as const;

/** Of scheme, width and language each two meet once: what is wrong hangs on two of them at most. */
const looks = [
  ["light", 1440, "es"],
  ["dark", 1440, "en"],
  ["light", 390, "en"],
  ["dark", 390, "es"],
] as const;

for (const [scheme, width, locale] of looks) {
  test(`every page is accessible at ${width} pixels in the ${scheme} scheme (${locale})`, async ({
    signIn,
  }) => {
    const wrong: string[] = [];
    const people = new Map<string, Awaited<ReturnType<typeof signIn>>>();
    for (const [name, account, path] of pages) {
      const person = people.get(account) ?? (await signIn(account, { locale, scheme, width }));
      people.set(account, person);
      await person.goto(path);
      await person.page.waitForLoadState("networkidle");
      if (name === "a paper")
        await expect(person.page.locator('[data-claim="saved"]')).toBeVisible();
      const found = await violations(person.page);
      wrong.push(...found.map((line) => `${name}: ${line}`));
      // Nothing is wider than the screen.
      const overflow = await person.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) wrong.push(`${name}: ${overflow} pixels too wide`);
      expect(await person.page.evaluate(() => document.documentElement.lang)).toBe(locale);
    }
    expect(wrong).toEqual([]);
  });
}

test("one signs in by keyboard from the page of a demonstration, which is accessible", async ({
  server,
  browser,
}) => {
  const page = await browser.newPage({ baseURL: server.origin });
  await page.goto("/");
  await expect(page).toHaveURL(/sign-in/);
  expect(await violations(page)).toEqual([]);
  await page.getByLabel(/Correo/).focus();
  await page.keyboard.type("expert1.gt@istmo.demo");
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+C");
  const password = page.getByLabel("Contraseña", { exact: true });
  await expect(password).toHaveAttribute("type", "password");
  await expect(password).toHaveAttribute("autocomplete", "current-password");
  await password.focus();
  await page.keyboard.press("Control+V");
  await expect(password, "a password may be pasted").toHaveValue("expert1.gt@istmo.demo");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Contraseña", { exact: true }).fill("istmo-demo-2026");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ceiba Guatemala");
  await page.context().close();
});

test("the pages for those who are not signed in are accessible, whatever their link is worth", async ({
  server,
  browser,
}) => {
  const page = await browser.newPage({ baseURL: server.origin, locale: "es-PA" });
  const noLink = "x".repeat(43);
  const wrong: string[] = [];
  for (const path of [
    "/sign-in?step=second-factor",
    "/sign-in?problem=no_account",
    "/forgot-password",
    `/reset-password#${noLink}`,
    `/invitation#${noLink}`,
    `/first-administrator#${noLink}`,
    "/ask",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    wrong.push(...(await violations(page)).map((line) => `${path}: ${line}`));
    expect(page.url(), "no token stays in the address").not.toContain(noLink);
  }
  expect(wrong).toEqual([]);
  await page.context().close();
});
