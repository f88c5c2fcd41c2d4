/** Reads the browser and the system off a user agent, as far as it says them. */

export interface Device {
  /** Null where the user agent does not say. */
  readonly browser: string | null;
  readonly system: string | null;
  readonly kind: "phone" | "tablet" | "computer";
}

/** The first that matches: browsers name those they descend from as well. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\b(?:OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
  [/^curl\//, "curl"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMacintosh\b|\bMac OS X\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

const firstOf = (list: readonly (readonly [RegExp, string])[], text: string) =>
  list.find(([pattern]) => pattern.test(text))?.[1] ?? null;

export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? "";
  const system = firstOf(systems, text);
  const isTablet = system === "iPad" || (system === "Android" && !/\bMobile\b/.test(text));
  const isPhone = system === "iPhone" || (system === "Android" && !isTablet);
  return {
    browser: firstOf(browsers, text),
    system,
    kind: isTablet ? "tablet" : isPhone ? "phone" : "computer",
  };
}
