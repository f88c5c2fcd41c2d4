import { expect, test } from "vitest";
import { deviceOf } from "./device-words.ts";

const cases = [
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
    { browser: "Edge", system: "Windows", kind: "computer" },
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36",
    { browser: "Chrome", system: "Linux", kind: "computer" },
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    { browser: "Safari", system: "macOS", kind: "computer" },
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.0.0 Mobile/15E148 Safari/604.1",
    { browser: "Chrome", system: "iPhone", kind: "phone" },
  ],
  [
    "Mozilla/5.0 (Linux; Android 15; SM-X610) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36",
    { browser: "Samsung Internet", system: "Android", kind: "tablet" },
  ],
  [
    "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
    { browser: "Firefox", system: "Android", kind: "phone" },
  ],
] as const;

test("a session is shown with the browser and the system that its user agent names", () => {
  for (const [userAgent, device] of cases) expect(deviceOf(userAgent)).toEqual(device);
});

test("what a user agent does not say stays unsaid", () => {
  expect(deviceOf(null)).toEqual({ browser: null, system: null, kind: "computer" });
  expect(deviceOf("something of its own")).toMatchObject({ browser: null, system: null });
});
