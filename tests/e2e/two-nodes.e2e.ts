/** What two servers that are one installation do together, and when one of them goes. */
import { randomUUID } from "node:crypto";
import { RedisConnection } from "../../apps/server/src/platform/redis.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { expect, type Person } from "./people.ts";
import { redis, test, type Installation } from "./two-servers.ts";

// Each starts two servers and seeds a database.
test.slow();

const paper = "/papers/paper-secondary-ports";
const where = "summary-1";
const paragraph = (person: Person) => person.page.locator(`[data-block-id="${where}"]`);
const isSaved = (person: Person) =>
  expect(person.page.locator('[data-claim="saved"]')).toBeVisible();
const caret = (person: Person, name: string) =>
  person.page.getByRole("textbox", { name: "Texto del documento" }).getByText(name);

/** Opens the paper through the balancer, on the node that the test wants. */
async function openOn(node: ServerProcess, { balancer }: Installation, person: Person) {
  balancer.prefer(node.origin);
  await person.goto(paper);
  await isSaved(person);
  balancer.prefer(null);
}

async function goToEnd(person: Person): Promise<void> {
  await paragraph(person).click();
  await paragraph(person).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

/** The paragraph's words, without the names at the others' carets. */
const read = (person: Person) =>
  paragraph(person).evaluate((it) => {
    const copy = it.cloneNode(true) as HTMLElement;
    for (const mark of copy.querySelectorAll("[data-caret]")) mark.remove();
    return copy.textContent;
  });

/** How many pages a node has at its texts. */
async function connectionsOf({ origin }: ServerProcess): Promise<number> {
  const figures = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^istmo_collab_connections (\d+)/m.exec(figures)?.[1]);
}

const redisOf = async ({ origin }: ServerProcess) =>
  ((await (await fetch(`${origin}/readyz`)).json()) as { redis: string }).redis;

test("two people on two nodes write together; a killed node's person goes on at the other, and nothing saved is lost", async ({
  installation,
  signIn,
}) => {
  const { one, two } = installation;
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  await openOn(one, installation, ana);
  await openOn(two, installation, luis);
  expect([await connectionsOf(one), await connectionsOf(two)]).toEqual([1, 1]);

  await goToEnd(ana);
  await goToEnd(luis);
  await expect(caret(ana, "Guayacán Panamá · PA")).toBeVisible();
  await expect(caret(luis, "Ceiba Guatemala · GT")).toBeVisible();
  await Promise.all([
    ana.page.keyboard.type(" Guatemala escribe aquí.", { delay: 15 }),
    luis.page.keyboard.type(" Panamá escribe también.", { delay: 15 }),
  ]);
  for (const person of [ana, luis]) {
    await expect(paragraph(person)).toContainText("Guatemala escribe aquí.");
    await expect(paragraph(person)).toContainText("Panamá escribe también.");
  }
  await expect.poll(async () => (await read(ana)) === (await read(luis))).toBe(true);

  // The power goes for Ana's node while her page says "saved".
  await goToEnd(ana);
  await ana.page.keyboard.type(" Último dato.");
  await isSaved(ana);
  const saved = await read(ana);
  await one.kill();
  await expect(paragraph(luis)).toContainText("Último dato.");
  // Her page finds the other node by itself, and she goes on.
  await expect.poll(() => connectionsOf(two)).toBe(2);
  await isSaved(ana);
  await goToEnd(ana);
  await ana.page.keyboard.type(" Y sigue.");
  await expect(paragraph(luis)).toContainText("Y sigue.");
  await expect(caret(luis, "Ceiba Guatemala · GT")).toBeVisible();
  await isSaved(ana);
  expect(await read(luis)).toBe(`${saved} Y sigue.`);

  // The node comes back, and whoever opens the paper on it reads the same.
  await one.start();
  const eva = await signIn("lead.ni");
  await openOn(one, installation, eva);
  expect(await connectionsOf(one)).toBe(1);
  expect(await read(eva)).toBe(await read(luis));
});

test("a node that is asked to stop hands its people over: nobody is shown who is not there", async ({
  installation,
  signIn,
}) => {
  const { one, two } = installation;
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  await openOn(one, installation, ana);
  await openOn(two, installation, luis);
  await goToEnd(ana);
  await ana.page.keyboard.type(" Antes de parar.");
  await expect(caret(luis, "Ceiba Guatemala · GT")).toBeVisible();
  const began = Date.now();
  expect(await one.stop()).toBe(0);
  expect(Date.now() - began).toBeLessThan(10_000);
  await expect(paragraph(luis)).toContainText("Antes de parar.");
  await expect.poll(() => connectionsOf(two)).toBe(2);
  await ana.context.close();
  await expect(caret(luis, "Ceiba Guatemala · GT")).toHaveCount(0);
});

test("connections to Redis that are cut come back, and what was written meanwhile arrives", async ({
  installation,
  signIn,
}) => {
  const { one, two } = installation;
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  await openOn(one, installation, ana);
  await openOn(two, installation, luis);
  await goToEnd(ana);
  for (const round of [1, 2, 3]) {
    await cutRedis();
    await ana.page.keyboard.type(` Corte ${round}.`);
    await expect(paragraph(luis)).toContainText(`Corte ${round}.`);
  }
  for (const node of [one, two]) await expect.poll(() => redisOf(node)).toBe("up");
  await isSaved(ana);
  await goToEnd(luis);
  await luis.page.keyboard.type(" Sin corte.");
  await expect(paragraph(ana)).toContainText("Sin corte.");
  await expect(caret(ana, "Guayacán Panamá · PA")).toBeVisible();
});

/** Ends the nodes' connections, and nobody else's. */
async function cutRedis(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const connection = new RedisConnection({
      ...{ url: redis ?? "", name: "istmo-tests", silence: 5_000 },
      onAway: reject,
      onReady: (command) => {
        void command(["CLIENT", "LIST"])
          .then(async (list) => {
            const ours = String(list)
              .split("\n")
              .filter((line) => / name=istmo-(reader|writer) /.test(line));
            for (const line of ours) {
              await command(["CLIENT", "KILL", "ID", /^id=(\d+)/.exec(line)?.[1] ?? ""]);
            }
          })
          .then(resolve, reject)
          .finally(() => connection.close());
      },
    });
  });
}

test("a right taken away on one node closes the paper on the other within a second", async ({
  installation,
  signIn,
}) => {
  const { one, two, balancer } = installation;
  const head = await signIn("head");
  const luis = await signIn("expert1.pa");
  // Past the balancer: cookies know no port.
  const lent = `${one.origin}/api/v1/papers/paper-urban-analysts`;
  const changeShares = async (below: string, data: object) => {
    const answer = await head.context.request.post(`${lent}/shares${below}`, {
      data,
      headers: { "idempotency-key": randomUUID() },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as { shares: { id: string; subject: string }[] };
  };
  const subject = "person:person-expert1-pa";
  const { shares } = await changeShares("", { subject, level: "editor" });
  balancer.prefer(two.origin);
  await luis.goto("/papers/paper-urban-analysts");
  await isSaved(luis);
  expect([await connectionsOf(one), await connectionsOf(two)]).toEqual([0, 1]);
  await changeShares(`/${shares.find((it) => it.subject === subject)?.id}/remove`, {});
  await expect(luis.page.locator("[data-access-ended]")).toBeVisible({ timeout: 1_000 });
});
