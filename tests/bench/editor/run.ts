/**
 * What a paper of a hundred pages costs in the page: to open it, and each key that is typed in its
 * midst. Beside it a page with nothing but Tiptap and the same words, without notes, suggestions,
 * numbers, ids, co-editing and saving.
 *
 * Per key, the time in which the page's main thread works (its tasks, layout and painting), as
 * Chromium counts it from before the key until the frame after it is drawn; a machine under load
 * makes it longer. "Open" runs from the address, which somebody who is signed in already enters, to
 * the last words in the page and "Saved" shown.
 *
 * `pnpm build && pnpm bench:editor`
 */
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { toNode } from "@istmo/paper-schema";
import { chromium, type Browser, type Page } from "@playwright/test";
import { build } from "esbuild";
import { startServer } from "../../support/server-process.ts";
import { barePage } from "./bare-page.ts";
import { account, fill } from "./filled-paper.ts";
import { hundredPages, longPaper } from "./long-paper.ts";

const openings = 5;
const keys = 200;
const words = "se acuerda con los centros que cada plazo corre desde la alerta verificada ";
const lastBlock = `p-${Math.round(hundredPages.words / 80) - 1}`;
const middleBlock = `p-${Math.round(hundredPages.words / 160)}`;

interface Figures {
  readonly opened: number[];
  readonly perKey: number[];
}

const at = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ??
  NaN;

/** Opens the page some times and types in its midst once. */
async function measure(
  browser: Browser,
  {
    enter = async () => undefined,
    open,
    middle,
  }: {
    enter?: (page: Page) => Promise<void>;
    open: (page: Page) => Promise<void>;
    middle: (page: Page) => Promise<void>;
  },
): Promise<Figures> {
  const opened: number[] = [];
  const perKey: number[] = [];
  for (let round = 0; round <= openings; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await enter(page);
    const from = performance.now();
    await open(page);
    // The first opening fills the caches of the server, as the first reader of the day does.
    if (round > 0) opened.push(performance.now() - from);
    if (round === openings) {
      await middle(page);
      const session = await context.newCDPSession(page);
      await session.send("Performance.enable");
      const worked = async () => {
        const { metrics } = await session.send("Performance.getMetrics");
        return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
      };
      const drawn = () =>
        page.evaluate(
          () =>
            new Promise<void>((resolve) => {
              requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
            }),
        );
      for (let key = 0; key < keys; key += 1) {
        await drawn();
        const before = await worked();
        await page.keyboard.press(words[key % words.length] ?? " ");
        await drawn();
        perKey.push((await worked()) - before);
      }
    }
    await context.close();
  }
  return { opened, perKey };
}

const putCaret = (selector: string) => async (page: Page) => {
  const block = page.locator(selector);
  await block.scrollIntoViewIfNeeded();
  await block.click();
};

async function ofIstmo(browser: Browser): Promise<Figures> {
  const server = await startServer();
  try {
    const { paperId } = await fill(server);
    return await measure(browser, {
      async enter(page) {
        await page.context().request.post(`${server.origin}/api/auth/sign-in/email`, {
          data: account,
        });
      },
      async open(page) {
        await page.goto(`${server.origin}/papers/${paperId}`);
        await page.locator(`[data-block-id="${lastBlock}"]`).waitFor({ state: "attached" });
        await page.locator('[data-claim="saved"]').waitFor();
      },
      middle: putCaret(`[data-block-id="${middleBlock}"]`),
    });
  } finally {
    await server.remove();
  }
}

async function ofTiptap(browser: Browser): Promise<Figures> {
  const web = fileURLToPath(new URL("../../../apps/web", import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: barePage, resolveDir: web },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
  });
  const paper = JSON.stringify(toNode(longPaper(hundredPages, { isPlain: true })).toJSON());
  const server = createServer((request, response) => {
    const [type, body] =
      request.url === "/page.js"
        ? ["text/javascript", outputFiles[0]?.text ?? ""]
        : request.url === "/paper.json"
          ? ["application/json", paper]
          : ["text/html", '<!doctype html><body><script type="module" src="/page.js"></script>'];
    response.setHeader("content-type", type).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const paragraphs = Math.round(hundredPages.words / 80);
    return await measure(browser, {
      async open(page) {
        await page.goto(`http://127.0.0.1:${port}/`);
        await page.locator(`.ProseMirror > p >> nth=${paragraphs - 1}`).waitFor();
      },
      middle: putCaret(`.ProseMirror > p >> nth=${Math.round(paragraphs / 2)}`),
    });
  } finally {
    server.close();
  }
}

function chromiumPath(): string | undefined {
  const { ISTMO_CHROMIUM } = process.env;
  return ISTMO_CHROMIUM === undefined || ISTMO_CHROMIUM === "" ? undefined : ISTMO_CHROMIUM;
}

const executablePath = chromiumPath();
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
const { version } = createRequire(import.meta.url)(
  "../../../apps/web/node_modules/@tiptap/core/package.json",
) as {
  version: string;
};
try {
  const istmo = await ofIstmo(browser);
  const tiptap = await ofTiptap(browser);
  const line = (name: string, { opened, perKey }: Figures) =>
    `| ${name} | ${at(opened, 0.5).toFixed(0)} ms | ${at(perKey, 0.5).toFixed(1)} ms | ${at(perKey, 0.95).toFixed(1)} ms | ${at(perKey, 0.99).toFixed(1)} ms |`;
  const ratio = (read: (figures: Figures) => number) => (read(istmo) / read(tiptap)).toFixed(2);
  console.log(
    [
      `${hundredPages.words} words, ${hundredPages.tables} tables, ${hundredPages.footnotes} footnotes, ` +
        `${hundredPages.suggestions} suggestions; ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ` +
        `load ${loadavg()[0]?.toFixed(1) ?? "?"}, Chromium ${browser.version()}, Tiptap ${version}`,
      "",
      "| | open (median) | per key p50 | p95 | p99 |",
      "| --- | --- | --- | --- | --- |",
      line("Istmo", istmo),
      line("bare Tiptap, plain words", tiptap),
      `| ratio | ${ratio(({ opened }) => at(opened, 0.5))} | ${ratio(({ perKey }) => at(perKey, 0.5))} | ${ratio(({ perKey }) => at(perKey, 0.95))} | ${ratio(({ perKey }) => at(perKey, 0.99))} |`,
    ].join("\n"),
  );
} finally {
  await browser.close();
}
