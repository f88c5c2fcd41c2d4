/** How soon the board stands in a browser: a new one, and one that has been here before. */
import { chromium, type BrowserContext, type Page } from "@playwright/test";
import { quantile } from "../collab/statistics.ts";
import type { FilledOffice } from "./filled-office.ts";

/** Milliseconds from the address being entered, on the page's own clock. */
interface Painted {
  /** Something is drawn. */
  readonly first: number;
  /** Cards are drawn. */
  readonly cards: number;
}

/** Notes in the page when its first card has been drawn. */
const noteCards = `
  const seen = new MutationObserver(() => {
    if (document.querySelector('[role="row"]') === null) return;
    seen.disconnect();
    // The frame that this callback belongs to is drawn before the message that it sends arrives.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark("cards");
      port2.postMessage(null);
    });
  });
  seen.observe(document, { childList: true, subtree: true });
`;

async function paint(page: Page, address: string): Promise<Painted> {
  await page.addInitScript({ content: noteCards });
  await page.goto(address);
  const ended = await page.waitForFunction(() => {
    const [first] = performance.getEntriesByName("first-contentful-paint");
    const [cards] = performance.getEntriesByName("cards");
    return first && cards ? { first: first.startTime, cards: cards.startTime } : null;
  });
  const painted = await ended.jsonValue();
  if (painted === null) throw new Error("The board was not drawn.");
  return painted;
}

const middleAndMost = (times: readonly number[]) => {
  const ordered = [...times].sort((a, b) => a - b);
  return `p50 ${quantile(ordered, 0.5).toFixed(0)} ms, most ${(ordered.at(-1) ?? NaN).toFixed(0)} ms`;
};

/** A lead opens the board of five centres some times with nothing kept, and some times again. */
export async function measureFirstPaint(
  { origin }: FilledOffice,
  cookie: string,
  openings: number,
): Promise<void> {
  const executablePath = process.env["ISTMO_CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const address = `${origin}/actions`;
  const cookies = cookie.split("; ").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name, value: value.join("="), url: origin };
  });
  const open = async (): Promise<BrowserContext> => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: "es-PA",
    });
    await context.addCookies(cookies);
    return context;
  };
  try {
    const [anew, again]: [Painted[], Painted[]] = [[], []];
    for (let round = -1; round < openings; round += 1) {
      const context = await open();
      const one = await paint(await context.newPage(), address);
      const other = await paint(await context.newPage(), address);
      await context.close();
      // The first opening fills the caches of the server.
      if (round < 0) continue;
      anew.push(one);
      again.push(other);
    }
    for (const [who, painted] of [
      ["with nothing kept", anew],
      ["by who was here before", again],
    ] as const) {
      const first = middleAndMost(painted.map((one) => one.first));
      const cards = middleAndMost(painted.map((one) => one.cards));
      console.log(
        `The board opened ${who}, ${openings} times: first paint ${first}; cards ${cards}.`,
      );
    }
  } finally {
    await browser.close();
  }
}
