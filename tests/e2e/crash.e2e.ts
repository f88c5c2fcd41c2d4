/** The server dies with words that people have read and the database does not have. */
import pg from "pg";
import { startServer, type ServerProcess } from "../support/server-process.ts";
import { findPostgres } from "../support/find-servers.ts";
import { expect, test as base, type Person } from "./people.ts";

/** A server on a database of its own, whose writing can be held up. */
const test = base.extend<{ database: pg.Client; server: ServerProcess }>({
  database: async ({ browserName: _ }, use, info) => {
    const url = await findPostgres();
    info.skip(url === null, "no PostgreSQL answers");
    const name = `istmo_crash_${process.pid}_${Date.now()}`;
    const admin = new pg.Client({ connectionString: url ?? "" });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    const own = new URL(url ?? "");
    own.pathname = `/${name}`;
    const client = new pg.Client({ connectionString: own.href });
    await client.connect();
    await use(client);
    await client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  },
  server: async ({ database }, use) => {
    const { user, host, port, database: name } = database;
    const url = `postgresql://${user}@${host}:${port}/${name}`;
    const server = await startServer({ env: { DATABASE_URL: url } });
    await use(server);
    await server.remove();
  },
});

const where = "summary-1";
const paragraph = (person: Person) => person.page.locator(`[data-block-id="${where}"]`);
const isSaved = (person: Person) =>
  expect(person.page.locator('[data-claim="saved"]')).toBeVisible();

async function goToEnd(person: Person): Promise<void> {
  await paragraph(person).click();
  await paragraph(person).evaluate((it) => {
    getSelection()?.selectAllChildren(it);
    getSelection()?.collapseToEnd();
  });
}

test("R26: words of somebody who has left survive the server in a colleague's page, under their name", async ({
  server,
  database,
  signIn,
}) => {
  const ana = await signIn("expert1.gt");
  const luis = await signIn("expert1.pa");
  const paper = "/papers/paper-secondary-ports";
  await Promise.all([ana.goto(paper), luis.goto(paper)]);
  await Promise.all([isSaved(ana), isSaved(luis)]);
  await goToEnd(ana);

  await database.query('BEGIN; LOCK TABLE "EditionUpdate" IN EXCLUSIVE MODE');
  await ana.page.keyboard.type(" Palabras que nadie ha guardado.");
  await expect(paragraph(luis)).toContainText("Palabras que nadie ha guardado.");
  await goToEnd(luis);
  await luis.page.keyboard.type(" Luis contesta.");
  await expect(paragraph(ana)).toContainText("Luis contesta.");
  await ana.context.close({ reason: "left for ever" });
  await server.kill();
  await database.query("ROLLBACK");
  await server.start();

  await isSaved(luis);
  await expect(paragraph(luis)).toContainText("Palabras que nadie ha guardado. Luis contesta.");
  const eva = await signIn("expert2.gt");
  await eva.goto(paper);
  await expect(paragraph(eva)).toContainText("Palabras que nadie ha guardado. Luis contesta.");
  const { rows } = await database.query<{ personId: string }>(
    `SELECT DISTINCT "personId" FROM "EditionClient" WHERE "editionId" LIKE 'paper-secondary-ports%'`,
  );
  const owners = rows.map(({ personId }) => personId);
  expect(owners).toContain("person-expert1-gt");
  expect(owners).toContain("person-expert1-pa");
});
