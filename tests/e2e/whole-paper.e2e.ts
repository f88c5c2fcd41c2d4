/** One paper on its whole way: two centres, four organisations, two levels, and a record that proves it. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test, type Person } from "./people.ts";

const paperId = "paper-secondary-ports";
const clearance = `/papers/${paperId}/clearance`;
const day = 24;
const command = fileURLToPath(new URL("../../apps/server/dist/istmo.js", import.meta.url));

interface Mail {
  readonly kind: string;
  readonly to: string;
  readonly text: string;
}

const isSaved = ({ page }: Person) =>
  expect(page.locator('[data-claim="saved"]').first()).toBeVisible();
const dialogOf = ({ page }: Person) => page.getByRole("dialog");
const panel = ({ page }: Person) => page.getByRole("complementary", { name: /La ronda|The round/ });
const bar = ({ page }: Person) => page.locator('[data-section-bar="sec-summary"]');

/** Writes at the end of a paragraph of the summary; beside its original it is the translation's. */
async function write(person: Person, words: string): Promise<void> {
  const place = person.page.locator('[data-block-id="summary-2"]').last();
  await place.click();
  await place.evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
  await person.page.keyboard.type(words);
  await isSaved(person);
}

/** Opens a level, or takes another step, in its dialog. */
async function takeStep(
  who: Person,
  step: string,
  asks: { readonly names: readonly string[]; readonly until?: string } = { names: [] },
): Promise<void> {
  await who.page.getByRole("button", { name: step }).click();
  for (const name of asks.names) await dialogOf(who).getByText(name, { exact: true }).click();
  if (asks.until !== undefined) await dialogOf(who).getByLabel("Último día").fill(asks.until);
  await dialogOf(who).getByRole("button", { name: "Dar este paso" }).click();
  await expect(dialogOf(who)).toHaveCount(0);
}

const answered = (who: Person, name: string) =>
  who.page.getByRole("row").filter({ has: who.page.getByRole("rowheader", { name, exact: true }) });

async function verify(json: string): Promise<{ code: number; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), "istmo-record-"));
  try {
    const file = join(folder, "record.json");
    writeFileSync(file, json);
    const env = { ...process.env, ISTMO_DATA: folder, DATABASE_URL: "", REDIS_URL: "" };
    return await promisify(execFile)(process.execPath, [command, "verify", file], { env }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, said: error.stdout }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("eight people take a paper from its draft to an issued document whose record anybody can verify", async ({
  signIn,
  browser,
  server,
}) => {
  test.setTimeout(900_000);
  const panama = await signIn("lead.pa");
  const guatemala = await signIn("lead.gt");
  const office = await signIn("reviewer");
  const head = await signIn("head");
  const mailTo = async (to: string, kind: string): Promise<string> => {
    const answer = await head.context.request.get("/api/v1/site/outbox");
    const { items } = (await answer.json()) as { items: Mail[] };
    return items.find((one) => one.kind === kind && one.to === `${to}@istmo.demo`)?.text ?? "";
  };

  await test.step("two centres draft it, in Spanish and in English", async () => {
    await panama.goto(`/papers/${paperId}?edition=es`);
    await guatemala.goto(`/papers/${paperId}?edition=en&beside=true`);
    await Promise.all([isSaved(panama), isSaved(guatemala)]);
    await write(panama, " Faltan recursos.");
    await expect(bar(guatemala)).toContainText("Desactualizada");
    await write(guatemala, " Resources are lacking.");
    await bar(guatemala).getByRole("button", { name: "Marcar como traducida" }).click();
    await expect(bar(guatemala)).toContainText("Al día");
  });

  await test.step("it is submitted and accepted, and is not classified", async () => {
    await panama.page
      .getByRole("button", { name: "Presentar a la Oficina Regional" })
      .first()
      .click();
    await dialogOf(panama).getByRole("button", { name: "Presentar", exact: true }).click();
    await office.goto("/review");
    const waiting = office.page.getByRole("listitem").filter({ hasText: "Puertos secundarios" });
    await waiting.getByRole("button", { name: "Aceptar para revisión" }).click();
    await dialogOf(office).getByRole("button", { name: "Aceptar", exact: true }).click();
    await expect(dialogOf(office)).toHaveCount(0);
    const read = await head.context.request.get(`/api/v1/papers/${paperId}`);
    const { version } = (await read.json()) as { version: number };
    const lowered = await head.context.request.post(`/api/v1/papers/${paperId}/classification`, {
      data: { version, to: "unclassified", reason: "Ejercicio" },
    });
    expect(lowered.ok(), await lowered.text()).toBe(true);
  });

  const oas = await signIn("focal.oas");
  const sica = await signIn("focal.sica");
  const caricom = await signIn("focal.caricom", { locale: "en", width: 390 });
  let round = "";

  await test.step("four organisations are asked for their comments", async () => {
    await office.goto(`/papers/${paperId}`);
    await office.page.getByRole("tab", { name: "Rondas" }).click();
    await office.page.getByRole("button", { name: "Abrir una ronda" }).click();
    for (const name of ["OEA", "SICA", "CARICOM", "INTERPOL"]) {
      await dialogOf(office).getByRole("textbox", { name: "Buscar organización" }).fill(name);
      await dialogOf(office).getByText(name, { exact: true }).click();
    }
    await dialogOf(office)
      .getByRole("textbox", { name: "Preguntas a los invitados" })
      .fill("¿Es correcto el diagnóstico?");
    await dialogOf(office).getByRole("button", { name: "Abrir la ronda" }).click();
    await office.page.waitForURL(/\/rounds\//);
    round = new URL(office.page.url()).pathname;

    await oas.goto(round);
    await oas.page.locator('[data-frozen-text] [data-block-id="summary-2"]').dblclick();
    await oas.page.getByRole("button", { name: "Observar sobre lo seleccionado" }).click();
    await panel(oas).getByRole("textbox", { name: "Observación" }).fill("¿Recursos de quién?");
    await panel(oas).getByRole("button", { name: "Guardar en la posición" }).click();
    await sica.goto(round);
    await panel(sica).getByRole("button", { name: "Nueva observación" }).click();
    await panel(sica).getByRole("textbox", { name: "Observación" }).fill("Falta un glosario.");
    await panel(sica).getByRole("button", { name: "Guardar en la posición" }).click();
    for (const one of [oas, sica]) {
      await panel(one).getByRole("button", { name: "Enviar la posición" }).click();
      await dialogOf(one).getByRole("button", { name: "Enviar", exact: true }).click();
      await expect(panel(one).getByText(/^Posición enviada el/)).toBeVisible();
    }
    await caricom.goto(round);
    await caricom.page.getByRole("tab", { name: "My position" }).click();
    await caricom.page.getByRole("button", { name: "Submit the position" }).click();
    await dialogOf(caricom).getByText("CARICOM has no comments").click();
    await dialogOf(caricom).getByRole("button", { name: "Submit", exact: true }).click();
    await expect(caricom.page.getByText(/: no comments$/)).toBeVisible();

    await office.page.getByRole("tab", { name: "Participantes" }).click();
    await expect(panel(office).getByText("3 de 4 han enviado")).toBeVisible();
    await office.page.getByRole("button", { name: "Cerrar la ronda" }).click();
    await dialogOf(office)
      .getByRole("textbox", { name: "Resumen de la ronda" })
      .fill("Tres posiciones; INTERPOL no se pronunció.");
    await dialogOf(office).getByRole("textbox", { name: "Motivo" }).fill("INTERPOL lo avisó.");
    await dialogOf(office).getByRole("button", { name: "Cerrar la ronda" }).click();
    await expect(office.page.getByText("Cerrada", { exact: true })).toBeVisible();
  });

  await test.step("every comment is answered", async () => {
    await office.page.getByRole("link", { name: "Matriz de observaciones" }).click();
    const row = (words: string) => office.page.locator("[data-row]").filter({ hasText: words });
    await row("¿Recursos de quién?").focus();
    await office.page.keyboard.press("1");
    await expect(row("¿Recursos de quién?")).toContainText("Aceptada");
    await row("Falta un glosario.").focus();
    await office.page.keyboard.press("3");
    await expect(office.page.getByRole("textbox", { name: "Motivo" })).toBeFocused();
    await office.page.keyboard.type("Está en el anexo");
    await office.page.keyboard.press("ControlOrMeta+Enter");
    await expect(row("Falta un glosario.")).toContainText("Está en el anexo");
    await office.page.getByRole("button", { name: "Concluir la matriz" }).click();
    await dialogOf(office).getByRole("button", { name: "Concluir la matriz" }).click();
    await expect(office.page.getByText("Respondida y enviada")).toBeVisible();
  });

  await test.step("the second version shows what it changes", async () => {
    await panama.goto(`/papers/${paperId}?edition=es`);
    await isSaved(panama);
    await write(panama, " De los Estados.");
    await expect(bar(guatemala)).toContainText("Desactualizada");
    await bar(guatemala).getByRole("button", { name: "No cambia el sentido" }).click();
    await expect(bar(guatemala)).toContainText("Sin cambio de sentido");
    await panama.page.getByRole("tab", { name: /Versiones/ }).click();
    await panama.page
      .getByRole("button", { name: /^Comparar con el texto actual: versión .*ronda/i })
      .first()
      .click();
    const compared = panama.page.getByRole("region", { name: /Comparación de versiones/ });
    await expect(compared.locator("ins").first()).toContainText("De los Estados.");
  });

  await test.step("at the expert level one clears, one with comments, and one is silent", async () => {
    await office.goto(clearance);
    await takeStep(office, "Abrir el nivel de expertos", { names: ["OEA", "SICA", "CARICOM"] });
    await oas.goto(clearance);
    await oas.page.getByText("Dar el visto bueno", { exact: true }).click();
    await oas.page.getByRole("button", { name: "Enviar la respuesta" }).click();
    await expect(oas.page.getByText("Su respuesta quedó registrada.")).toBeVisible();
    await sica.goto(clearance);
    await sica.page.getByText("Visto bueno con comentarios", { exact: true }).click();
    await sica.page.getByLabel(/^Comentarios/).fill("Convendría el glosario en la próxima.");
    await sica.page.getByRole("button", { name: "Enviar la respuesta" }).click();
    await expect(sica.page.getByText("Su respuesta quedó registrada.")).toBeVisible();
    await caricom.goto(clearance);
    await expect(caricom.page.getByText(/^Received/)).toBeVisible();
    await expect(answered(office, "SICA")).toContainText("Con comentarios");

    // Twelve days on, whoever has not answered is reminded; with the limit passed, silence is noted.
    await server.stop();
    await server.start(12 * day);
    await expect.poll(() => mailTo("focal.caricom", "clearance_reminder")).not.toBe("");
    await server.stop();
    await server.start(16 * day);
    await head.goto(clearance);
    await expect(answered(head, "CARICOM")).toContainText("Silencio");
  });

  await test.step("a counterpart clears it at the policy level, from a mail on a phone", async () => {
    const until = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    await takeStep(head, "Abrir el nivel político", { names: ["GT"], until });
    const phone = await browser.newContext({
      ...{ baseURL: server.origin, viewport: { width: 390, height: 844 }, hasTouch: true },
    });
    const page = await phone.newPage();
    await page.goto(
      /\/clear#\S+/.exec(await mailTo("policy.gt", "clearance_asked"))?.[0] ?? "/no-link",
    );
    await expect(page.getByText("Se pide a GT su respuesta a este documento.")).toBeVisible();
    await expect(page.locator('[data-block-id="summary-2"]')).toContainText("De los Estados.");
    await page.getByRole("button", { name: "Enviar la respuesta" }).tap();
    const code = page.getByLabel(/^Código del correo/);
    await expect(code).toBeVisible();
    await code.fill(/^\d{6}$/m.exec(await mailTo("policy.gt", "clearance_code"))?.[0] ?? "");
    await page.getByRole("button", { name: "Confirmar con el código" }).tap();
    await expect(page.getByText(/Su respuesta quedó registrada/)).toBeVisible();
    await phone.close();
    await expect(answered(head, "GT")).toContainText("Visto bueno");
  });

  await test.step("it is issued under a symbol, and its record verifies until a byte is changed", async () => {
    await takeStep(head, "Cerrar el visto bueno");
    await expect(head.page.getByText(/Sellado por/)).toBeVisible();
    await takeStep(head, "Emitir con signatura");
    await head.page.getByRole("link", { name: "Ver el documento emitido" }).click();
    await expect(head.page.getByText(/ROPAN\/JSP\/\d{4}\/\d+/).first()).toBeVisible();
    await expect(head.page.locator('[data-block-id="summary-2"]')).toContainText("De los Estados.");

    const record = await (
      await head.context.request.get(`/api/v1/papers/${paperId}/record`)
    ).text();
    expect(record).toContain("Convendría el glosario en la próxima.");
    expect(record).toContain("silence");
    const sound = await verify(record);
    expect(sound, sound.said).toMatchObject({ code: 0 });
    const changed = await verify(record.replace("Convendría", "Convendria"));
    expect(changed.code).toBe(1);
    expect(changed.said).toMatch(/^Broken at /);
  });
});
