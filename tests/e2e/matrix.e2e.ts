import type { MatrixPage, Paper, Round } from "@istmo/contracts";
import { violations } from "./axe.ts";
import { expect, test, type Person } from "./people.ts";

const sica = "organisation:org-sica";

async function post<Answer>(by: Person, path: string, data: object): Promise<Answer> {
  const answer = await by.context.request.post(`/api/v1${path}`, { data });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as Answer;
}

/** A closed round in which SICA has said something on the paper as a whole and on its first block. */
async function aClosedRound(people: {
  lead: Person;
  office: Person;
  focal: Person;
}): Promise<Round> {
  const { lead, office, focal } = people;
  const paper = (await (
    await lead.context.request.get("/api/v1/papers/paper-urban-analysts")
  ).json()) as Paper;
  await post(office, `/papers/${paper.id}/accept`, { version: paper.version });
  const opened = await post<Round>(office, `/papers/${paper.id}/rounds`, {
    limit: { day: "2098-01-10", hour: "18:00", timeZone: "America/Panama" },
    ...{ scope: "whole", questions: "¿Qué falta?", subjects: [sica] },
  });
  for (const observation of ["Falta la fuente", "Falta el año"])
    await post(focal, `/rounds/${opened.id}/comments`, { subject: sica, observation });
  const submitted = await post<Round>(focal, `/rounds/${opened.id}/submit`, { subject: sica });
  return post<Round>(office, `/rounds/${opened.id}/close`, {
    ...{ version: submitted.version, summary: "Una posición", reason: "Se recibieron todas" },
  });
}

const row = ({ page }: Person, words: string) =>
  page.locator("[data-row]").filter({ hasText: words });

test("the office answers by the keys, and the focal point sees it at once and contests it", async ({
  signIn,
}) => {
  const lead = await signIn("lead.sv");
  const office = await signIn("reviewer");
  const focal = await signIn("focal.sica");
  const round = await aClosedRound({ lead, office, focal });
  const address = `/rounds/${round.id}/matrix`;
  await office.goto(address);
  await focal.goto(address);
  await expect(row(focal, "Falta la fuente")).toContainText("Sin responder");

  // One keystroke answers where nothing more has to be said.
  await row(office, "Falta la fuente").focus();
  await office.page.keyboard.press("1");
  await expect(row(office, "Falta la fuente")).toContainText("Aceptada");
  await expect(row(focal, "Falta la fuente")).toContainText("Aceptada");

  // To the next row; a refusal asks for its reason.
  await office.page.keyboard.press("j");
  await expect(row(office, "Falta el año")).toBeFocused();
  await office.page.keyboard.press("3");
  const reason = office.page.getByRole("textbox", { name: "Motivo" });
  await expect(reason).toBeFocused();
  await office.page.keyboard.type("Está en el anexo");
  await office.page.keyboard.press("ControlOrMeta+Enter");
  await expect(row(office, "Falta el año")).toBeFocused();
  await expect(row(focal, "Falta el año")).toContainText("Está en el anexo");

  await row(focal, "Falta el año").click();
  expect(await violations(focal.page)).toEqual([]);
  await focal.page.getByRole("button", { name: "Impugnar" }).click();
  await focal.page.getByRole("textbox", { name: "Por qué no está de acuerdo" }).fill("No está");
  await focal.page.getByRole("dialog").getByRole("button", { name: "Impugnar" }).click();
  await expect(row(office, "Falta el año")).toContainText("Impugnada");

  await office.page.getByRole("button", { name: "Concluir la matriz" }).click();
  await expect(office.page.getByRole("dialog")).toContainText("Queda 1 observación sin resolver");
});

test("what somebody types stays when a colleague is quicker, and both are shown", async ({
  signIn,
}) => {
  const lead = await signIn("lead.sv");
  const office = await signIn("reviewer");
  const focal = await signIn("focal.sica");
  const round = await aClosedRound({ lead, office, focal });
  const head = await signIn("head", { width: 390 });
  await head.goto(`/rounds/${round.id}/matrix`);
  await row(head, "Falta la fuente").click();
  const response = head.page.getByRole("textbox", { name: "Respuesta" });
  await response.fill("Lo mío");

  const matrix = (await (
    await office.context.request.get(`/api/v1/rounds/${round.id}/matrix`)
  ).json()) as MatrixPage;
  const seen = matrix.items.find(({ observation }) => observation === "Falta la fuente");
  await post(office, `/matrix-rows/${seen?.id}/answer`, {
    ...{ version: seen?.version, disposition: "noted", response: "Lo de la oficina" },
  });
  await expect(head.page.getByText("Lo de la oficina").first()).toBeVisible();
  await expect(response).toHaveValue("Lo mío");
  expect(await violations(head.page)).toEqual([]);
  await head.page.getByRole("button", { name: "Seguir con lo mío" }).click();
  await head.page.getByRole("button", { name: "Responder", exact: true }).click();
  await expect(row(head, "Falta la fuente")).toContainText("Lo mío");
});
