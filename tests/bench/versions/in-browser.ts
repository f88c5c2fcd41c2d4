/**
 * What a comparison of two versions of a long paper costs in the page: how long the worker takes, how
 * long until it is shown, and the longest time in which the page's main thread could not have taken a
 * key. Beside it what the same comparison takes in Node, on the main thread.
 *
 * A paper of 40,000 words is kept as a version, and a phrase is then typed into each of 480 of its
 * paragraphs; the version is compared with the text of now.
 *
 * `pnpm build && pnpm bench:diff`
 */
import { cpus, loadavg } from "node:os";
import { bodyFragment, textDiff, fromYDoc, type PaperDocumentJson } from "@istmo/paper-schema";
import { chromium } from "@playwright/test";
import * as Y from "yjs";
import { startServer } from "../../support/server-process.ts";
import { account, fill } from "../editor/filled-paper.ts";
import { hundredPages } from "../editor/long-paper.ts";

const rounds = 5;
const changed = 480;
const phrase = "se acuerda con los centros que cada plazo corre desde la alerta ";

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

/** Types the phrase into paragraphs that are spread over the text. */
function change(doc: Y.Doc): void {
  const paragraphs = doc
    .getXmlFragment(bodyFragment)
    .toArray()
    .filter((it): it is Y.XmlElement => it instanceof Y.XmlElement && it.nodeName === "paragraph")
    .flatMap((it) => it.toArray().find((part) => part instanceof Y.XmlText) ?? []);
  const every = Math.max(1, Math.floor(paragraphs.length / changed));
  doc.transact(() => {
    for (const [index, text] of paragraphs.entries())
      if (index % every === 0) text.insert(Math.floor(text.length / 2), phrase);
  });
}

/** Runs in the page before it does: notes what each worker says it took, and the longest task. */
const listen = `
  globalThis.measured = { took: [], longest: 0 };
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (data?.took !== undefined) measured.took.push(data.took);
      });
    }
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      measured.longest = Math.max(measured.longest, duration);
  }).observe({ type: "longtask" });
`;

interface Measured {
  took: number[];
  longest: number;
}

const server = await startServer();
const { ISTMO_CHROMIUM: executablePath } = process.env;
const browser = await chromium.launch(executablePath ? { executablePath } : {});
try {
  const { paperId, editionId, cookie, edit } = await fill(server);
  const post = await fetch(`${server.origin}/api/v1/editions/${editionId}/versions`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie, "idempotency-key": "bench-diff" },
    body: JSON.stringify({ name: "Before" }),
  });
  if (!post.ok) throw new Error(`The version was not kept: ${await post.text()}`);
  const { id } = (await post.json()) as { id: string };
  const kept = await fetch(`${server.origin}/api/v1/versions/${id}/text`, { headers: { cookie } });
  const { canonical } = (await kept.json()) as { canonical: string };
  let after: PaperDocumentJson | null = null;
  await edit((doc) => {
    change(doc);
    after = fromYDoc(doc);
  });
  const inNode: number[] = [];
  const before = JSON.parse(canonical) as PaperDocumentJson;
  for (let round = 0; round < rounds && after !== null; round += 1) {
    const since = performance.now();
    textDiff(before, after);
    inNode.push(performance.now() - since);
  }

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.request.post(`${server.origin}/api/auth/sign-in/email`, { data: account });
  const page = await context.newPage();
  await page.addInitScript({ content: listen });
  await page.goto(`${server.origin}/papers/${paperId}`);
  await page.locator('[data-claim="saved"]').waitFor({ timeout: 60_000 });
  await page.getByRole("tab", { name: "Versiones" }).click();
  const shown: number[] = [];
  const longest: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const compare = page.getByRole("button", { name: /^Comparar con el texto actual: .*Before/ });
    await compare.waitFor();
    await page.evaluate(() => {
      (globalThis as unknown as { measured: Measured }).measured.longest = 0;
    });
    const since = performance.now();
    await compare.click();
    const words = page.getByRole("region", { name: "Comparación de versiones" }).locator("ins");
    await words.nth(changed - 10).waitFor({ state: "attached", timeout: 60_000 });
    shown.push(performance.now() - since);
    longest.push(
      await page.evaluate(() => (globalThis as unknown as { measured: Measured }).measured.longest),
    );
    await page.keyboard.press("Escape");
    await words.first().waitFor({ state: "detached" });
  }
  const took = await page.evaluate(
    () => (globalThis as unknown as { measured: Measured }).measured.took,
  );
  console.log(
    [
      `${hundredPages.words} words, ${changed} changes; ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ` +
        `load ${loadavg()[0]?.toFixed(1) ?? "?"}, Chromium ${browser.version()}`,
      "",
      "| median of five | ms |",
      "| --- | --- |",
      `| the worker | ${median(took).toFixed(0)} |`,
      `| the same in Node | ${median(inNode).toFixed(0)} |`,
      `| from the press until it is shown | ${median(shown).toFixed(0)} |`,
      `| the longest task of the page meanwhile | ${median(longest).toFixed(0)} |`,
    ].join("\n"),
  );
} finally {
  await browser.close();
  await server.remove();
}
