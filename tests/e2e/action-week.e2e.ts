/**
 * A week of one centre on two servers, by a clock that runs ahead: a lead, three experts and the
 * office, from the sentence in a paper to what was verified, opened again and told to those above.
 */
import type { Locator } from "@playwright/test";
import { expect, type Person } from "./people.ts";
import { test, type Installation } from "./two-servers.ts";

// Two servers, a seeded database, five browsers and three mornings.
test.setTimeout(280_000);

interface Item {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly dueOn: string | null;
}
interface Act {
  readonly changes: readonly { readonly field: string; readonly after: unknown }[];
}

const ports = "Reunir los doce registros.";
const weekly = "Enviar el informe semanal";
const late = "Cotejar las unidades";

const inDays = (count: number) =>
  new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

async function ask<Answer>({ context }: Person, path: string): Promise<Answer> {
  const answer = await context.request.get(`/api/v1${path}`);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as Answer;
}

/** The items of this title, the first due first. */
async function itemsOf(person: Person, title: string): Promise<Item[]> {
  const query = `q=${encodeURIComponent(title)}&sort=due`;
  return (await ask<{ items: Item[] }>(person, `/actions?${query}`)).items;
}

async function make(by: Person, title: string, more: object): Promise<void> {
  const data = { ...{ title, language: "es", centreId: "centre-sv" }, ...more };
  expect((await by.context.request.post("/api/v1/actions", { data })).status()).toBe(201);
}

/** What somebody has been told of an item, as the reasons of their inbox say it. */
const toldOf = ({ page }: Person, title: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });

async function expectTold(person: Person, title: string, words: RegExp): Promise<void> {
  await expect(async () => {
    await person.goto("/notices");
    await expect(toldOf(person, title).filter({ hasText: words })).toHaveCount(1, {
      timeout: 3_000,
    });
  }).toPass({ timeout: 90_000 });
}

const card = ({ page }: Person, column: string, title: string): Locator =>
  page.getByRole("region", { name: new RegExp(`^${column}`) }).getByText(title);

/** Takes a step from a card's menu, with words where the step asks for them. */
async function take(person: Person, title: string, step: string, words?: string): Promise<void> {
  await person.page.getByRole("button", { name: `Mover ${title}` }).click();
  await person.page.getByRole("menuitem", { name: new RegExp(`^${step}`) }).click();
  if (words === undefined) return;
  const dialog = person.page.getByRole("dialog");
  await dialog.getByRole("textbox").first().fill(words);
  await dialog.getByRole("button", { name: step }).click();
  await expect(dialog).toBeHidden();
}

/** Both servers stop, and start again some days later; everybody signs in again. */
async function daysLater(
  { one, two }: Installation,
  days: number,
  people: Readonly<Record<string, Person>>,
): Promise<void> {
  await Promise.all([one.stop(), two.stop()]);
  await Promise.all([one.start(days * 24), two.start(days * 24)]);
  for (const [account, { context }] of Object.entries(people)) {
    const data = { email: `${account}@istmo.demo`, password: "istmo-demo-2026" };
    expect((await context.request.post("/api/auth/sign-in/email", { data })).ok()).toBe(true);
  }
}

test("a lead and three experts play a week: from the text to what is verified, opened again, repeated and told to those above", async ({
  installation,
  signIn,
}) => {
  const { one, two, balancer } = installation;
  balancer.prefer(one.origin);
  const lead = await signIn("lead.sv");
  const reviewer = await signIn("reviewer");
  balancer.prefer(two.origin);
  const expert = await signIn("expert1.sv");
  const second = await signIn("expert2.sv");
  const third = await signIn("expert1.gt");
  balancer.prefer(null);
  const everybody = {
    ...{ "lead.sv": lead, reviewer, "expert1.sv": expert, "expert2.sv": second },
    "expert1.gt": third,
  };

  // Monday. The lead makes an action of a sentence; whoever shall do it hears of it on the other server.
  await lead.goto("/papers/paper-urban-analysts");
  await expect(lead.page.locator('[data-claim="saved"]')).toBeVisible();
  const line = lead.page.locator('[data-block-id="activities-1"]');
  await line.click();
  await line.evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
  await lead.page.keyboard.type(` ${ports} /acción`);
  await lead.page.keyboard.press("Enter");
  const form = lead.page.getByRole("dialog", { name: "Nueva acción" });
  await expect(form.getByRole("textbox", { name: "Título" })).toHaveValue(ports);
  await form.getByRole("button", { name: /Responsable/ }).click();
  await lead.page.getByRole("option", { name: "Bálsamo El Salvador" }).click();
  await form.getByLabel("Vence").fill(inDays(2));
  await form.getByRole("button", { name: "Crear acción" }).click();
  await expect(line.locator("[data-action-chip]")).toContainText(ports);
  await expectTold(expert, ports, /Se le asignó/);
  await make(lead, weekly, {
    ...{ ownerId: "person-expert2-sv", dueOn: inDays(4) },
    recurrence: { pattern: { unit: "week", every: 1, weekday: 5 } },
  });
  await make(lead, late, { ownerId: "person-expert1-sv", dueOn: inDays(1) });

  // What stops the work is told to the lead.
  await expert.goto("/actions");
  await take(expert, ports, "Bloquear", "Falta el convenio.");
  await expectTold(lead, ports, /Está bloqueada/);

  // Tuesday. The morning's mail has been sent, once, whichever server did it.
  await daysLater(installation, 1, everybody);
  await expect(async () => {
    await expert.page.goto("/demo-mail");
    const digests = expert.page.getByRole("listitem").filter({ hasText: "expert1.sv@istmo.demo" });
    await expect(digests).toHaveCount(1, { timeout: 3_000 });
  }).toPass({ timeout: 90_000 });

  // Ten minutes without a line: what was done meanwhile is sent when it is back, once.
  await expert.page.clock.install();
  await expert.goto("/actions");
  await expect(card(expert, "Bloqueadas", ports)).toBeVisible();
  await expert.context.setOffline(true);
  await take(expert, ports, "Desbloquear");
  await expect(card(expert, "En curso", ports)).toBeVisible();
  await expert.page.clock.fastForward("10:00");
  await expect(expert.page.getByText("1 cambio espera la línea")).toBeVisible();
  await lead.goto("/actions");
  await expect(card(lead, "Bloqueadas", ports)).toBeVisible();
  await expert.context.setOffline(false);
  await expect(card(lead, "En curso", ports)).toBeVisible();
  await expect(expert.page.getByText("1 cambio espera la línea")).toBeHidden();
  const [item] = await itemsOf(lead, ports);
  const { items: acts } = await ask<{ items: Act[] }>(lead, `/actions/${item?.id}/history`);
  const unblocked = acts.filter(({ changes }) =>
    changes.some(({ field, after }) => field === "state" && after === "in_progress"),
  );
  expect(unblocked).toHaveLength(1);

  // Wednesday. Evidence; the lead asks for more, and then sees it; the office opens it again.
  await take(expert, ports, "Dar por hecha", "Doce registros en la carpeta común.");
  await expect(card(lead, "Hechas", ports)).toBeVisible();
  await take(lead, ports, "Devolver", "Faltan dos.");
  await expectTold(expert, ports, /Vuelve a usted/);
  await expert.goto("/actions");
  await take(expert, ports, "Dar por hecha", "Los doce, con los dos que faltaban.");
  await expect(card(lead, "Hechas", ports)).toBeVisible();
  await take(lead, ports, "Verificar");
  await expect(card(lead, "Verificadas", ports)).toBeVisible();
  await reviewer.goto("/actions");
  await take(reviewer, ports, "Reabrir", "El registro de marzo está repetido.");
  await expect(card(lead, "En curso", ports)).toBeVisible();

  // What comes again each week is done, and the next one stands there at once, for all.
  await third.goto("/actions");
  await second.goto("/actions");
  await take(second, weekly, "Dar por hecha", "Enviado.");
  await expect(card(third, "Hechas", weekly)).toBeVisible();
  await expect(card(third, "Abiertas", weekly)).toBeVisible();
  expect((await itemsOf(third, weekly)).map(({ state }) => state).sort()).toEqual(["done", "open"]);

  // Friday: what is late has been told to the lead; and a week later to the office, once each.
  await daysLater(installation, 5, everybody);
  await expectTold(lead, late, /Vencida hace/);
  await reviewer.goto("/notices");
  await expect(reviewer.page.getByRole("heading", { name: "Bandeja", level: 1 })).toBeVisible();
  await expect(toldOf(reviewer, late)).toHaveCount(0);
  await daysLater(installation, 12, everybody);
  await expectTold(reviewer, late, /Vencida hace/);
});
