/** People at their browsers. Each has a context of its own, signed in with a demo account. */
import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type Page,
} from "@playwright/test";
import { startServer, type ServerProcess } from "../support/server-process.ts";

export interface OpenOptions {
  readonly locale?: "es" | "en";
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  /** Where the page is opened, when not at the server itself. */
  readonly origin?: string;
}

export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  goto(path: string): Promise<void>;
}

interface Fixtures {
  /** A server of this test's own. */
  server: ServerProcess;
  /** Signs somebody in at a browser of their own: `lead.pa`, `expert1.gt`, `reviewer` … */
  signIn: (account: string, options?: OpenOptions) => Promise<Person>;
}

const heights: Record<number, number> = { 390: 844, 768: 1024 };

async function openContext(browser: Browser, origin: string, options: OpenOptions) {
  const width = options.width ?? 1440;
  return browser.newContext({
    baseURL: origin,
    viewport: { width, height: heights[width] ?? 900 },
    colorScheme: options.scheme ?? "light",
    hasTouch: width < 700,
  });
}

export const test = base.extend<Fixtures>({
  server: async ({ browserName: _ }, use) => {
    const server = await startServer();
    await use(server);
    await server.remove();
  },
  signIn: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    await use(async (account, options = {}) => {
      const context = await openContext(browser, options.origin ?? server.origin, options);
      contexts.push(context);
      const email = `${account}@istmo.demo`;
      const answer = await context.request.post("/api/auth/sign-in/email", {
        data: { email, password: "istmo-demo-2026" },
      });
      expect(answer.ok(), `${email} signs in`).toBe(true);
      await context.request.patch("/api/v1/me", { data: { locale: options.locale ?? "es" } });
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(`${account}: ${error.message}`));
      return {
        page,
        context,
        goto: async (path) => {
          await page.goto(path);
          await expect(page.locator("main")).toBeVisible();
        },
      };
    });
    for (const context of contexts) await context.close();
    expect(faults, "no page threw an error").toEqual([]);
  },
});

export { expect };
