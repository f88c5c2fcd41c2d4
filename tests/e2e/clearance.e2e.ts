import { expect, test, type Person } from "./people.ts";

const ports = "paper-secondary-ports";
const analysts = "paper-urban-analysts";

interface Row {
  readonly version: number;
  readonly stage: string;
}
interface Mail {
  readonly kind: string;
  readonly to: string;
  readonly text: string;
}

/** What leads up to the clearance is tried elsewhere: here it is done in a few requests. */
async function post(who: Person, path: string, data: object): Promise<void> {
  const answer = await who.context.request.post(`/api/v1${path}`, { data });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
}
async function paperOf(who: Person, id: string): Promise<Row> {
  return (await (await who.context.request.get(`/api/v1/papers/${id}`)).json()) as Row;
}

/** Chooses organisations in the dialog of a step, and takes it. */
async function openLevel(who: Person, step: string, names: readonly string[]): Promise<void> {
  await who.page.getByRole("button", { name: step }).click();
  const dialog = who.page.getByRole("dialog");
  for (const name of names) await dialog.getByText(name, { exact: true }).click();
  await dialog.getByRole("button", { name: "Dar este paso" }).click();
  await expect(dialog).toHaveCount(0);
}
async function takeStep(who: Person, step: string): Promise<void> {
  await who.page.getByRole("button", { name: step }).click();
  await who.page.getByRole("dialog").getByRole("button", { name: "Dar este paso" }).click();
  await expect(who.page.getByRole("dialog")).toHaveCount(0);
}
const answerHere = async (who: Person, words: string) => {
  await who.page.getByText(words, { exact: true }).click();
  await who.page.getByRole("button", { name: "Enviar la respuesta" }).click();
  await expect(who.page.getByText("Su respuesta quedó registrada.")).toBeVisible();
};
const cell = (who: Person, name: string) =>
  who.page.getByRole("row").filter({ has: who.page.getByRole("rowheader", { name, exact: true }) });

test("a counterpart endorses from a mail on a phone, with a reservation and the mailed code", async ({
  signIn,
  browser,
  server,
}) => {
  const [head, reviewer, lead, sica] = [
    await signIn("head"),
    await signIn("reviewer"),
    await signIn("lead.pa"),
    await signIn("focal.sica"),
  ];
  const lowered = { to: "unclassified", reason: "Ejercicio" };
  const { version } = await paperOf(head, ports);
  await post(head, `/papers/${ports}/classification`, { version, ...lowered });
  const draft = (await paperOf(lead, ports)).version;
  await post(lead, `/papers/${ports}/submit`, { version: draft });
  const submitted = (await paperOf(reviewer, ports)).version;
  await post(reviewer, `/papers/${ports}/accept`, { version: submitted });

  await reviewer.goto(`/papers/${ports}/clearance`);
  await openLevel(reviewer, "Abrir el nivel de expertos", ["SICA"]);
  await expect(cell(reviewer, "SICA")).toContainText("Sin respuesta");

  // The focal point finds it on the desk, and the office sees the answer live.
  await sica.goto("/review");
  await sica.page.getByRole("link", { name: /Puertos secundarios/ }).click();
  await expect(sica.page.getByText(/Recibida/)).toBeVisible();
  await answerHere(sica, "Dar el visto bueno");
  await expect(cell(reviewer, "SICA")).toContainText("Visto bueno");

  await head.goto(`/papers/${ports}/clearance`);
  await openLevel(head, "Abrir el nivel político", ["GT"]);

  const phone = await browser.newContext({
    ...{ baseURL: server.origin, viewport: { width: 390, height: 844 }, hasTouch: true },
  });
  const mail = async (kind: string) => {
    const answer = await phone.request.get("/api/v1/site/outbox");
    const { items } = (await answer.json()) as { items: Mail[] };
    return items.find((one) => one.kind === kind && one.to === "policy.gt@istmo.demo")?.text ?? "";
  };
  const page = await phone.newPage();
  await page.goto(/\/clear#\S+/.exec(await mail("clearance_asked"))?.[0] ?? "");
  // The token is not left in the address.
  await expect(page.getByText("Se pide a GT su respuesta a este documento.")).toBeVisible();
  expect(new URL(page.url()).hash).toBe("");
  await expect(page.locator('[data-frozen-text] [role="document"]')).toContainText("Resumen");
  const isWithin = await page.evaluate(
    () => document.documentElement.scrollWidth <= window.innerWidth,
  );
  expect(isWithin, "nothing is wider than the phone").toBe(true);
  await page.getByRole("button", { name: "Añadir una reserva" }).tap();
  await page.getByLabel(/^Reserva/).fill("Sin perjuicio de la frontera");
  await page.getByRole("button", { name: "Enviar la respuesta" }).tap();
  const code = page.getByLabel(/^Código del correo/);
  await code.fill("000000");
  await page.getByRole("button", { name: "Confirmar con el código" }).tap();
  await expect(page.getByRole("alert")).toBeVisible();
  await code.fill(/^\d{6}$/m.exec(await mail("clearance_code"))?.[0] ?? "");
  await page.getByRole("button", { name: "Confirmar con el código" }).tap();
  await expect(page.getByText(/Su respuesta quedó registrada/)).toBeVisible();
  await page.goto("about:blank");
  await page.goto(
    `${server.origin}${/\/clear#\S+/.exec(await mail("clearance_asked"))?.[0] ?? ""}`,
  );
  await expect(page.getByText("Se pide a GT")).toHaveCount(0);
  await phone.close();

  await expect(cell(head, "GT")).toContainText("Visto bueno");
  await takeStep(head, "Cerrar el visto bueno");
  await expect(head.page.getByText(/Sellado por/)).toBeVisible();
  const record = await head.context.request.get(`/api/v1/papers/${ports}/record`);
  expect(await record.text()).toContain("Sin perjuicio de la frontera");
});

test("what was cleared is issued under a symbol, and read in each language by an observer", async ({
  signIn,
}) => {
  const [head, reviewer, sica, observer] = [
    await signIn("head"),
    await signIn("reviewer"),
    await signIn("focal.sica"),
    await signIn("observer"),
  ];
  const { version } = await paperOf(reviewer, analysts);
  await post(reviewer, `/papers/${analysts}/accept`, { version });
  await reviewer.goto(`/papers/${analysts}/clearance`);
  await openLevel(reviewer, "Abrir el nivel de expertos", ["SICA"]);
  await sica.goto(`/papers/${analysts}/clearance`);
  await answerHere(sica, "Dar el visto bueno");
  await head.goto(`/papers/${analysts}/clearance`);
  await takeStep(head, "Cerrar el visto bueno");
  await expect(head.page.getByText(/Sellado por/)).toBeVisible();
  await takeStep(head, "Emitir con signatura");
  const symbol = /ROPAN\/CN\/\d{4}\/1/;
  await expect(head.page.getByText(symbol)).toBeVisible();

  await observer.goto(`/papers/${analysts}/issued`);
  await expect(observer.page.getByText(symbol)).toBeVisible();
  await observer.page.getByRole("button", { name: "EN, Inglés" }).click();
  await expect(observer.page).toHaveURL(/language=en/);
  await expect(observer.page.locator('[data-frozen-text] [role="document"]')).toHaveAttribute(
    "lang",
    "en",
  );
  await expect(observer.page.getByText(symbol)).toBeVisible();
});
