import { describe, expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

describe("the way back after signing in", () => {
  it.each(["/", "/papers", "/papers/paper-1?tab=history#b2", "/search?q=a%2F%2Fb", "/año"])(
    "keeps to our pages: %s",
    (path) => {
      expect(decodeURI(returnPath(path))).toBe(decodeURI(path));
    },
  );

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/%2e%2e//evil.example",
    "javascript:alert(1)",
    "papers",
    "@evil.example",
    "",
    "/api/auth/oidc/start",
    "/x/../api/v1/me",
    `/${"x".repeat(500)}`,
    undefined,
    ["/papers"],
  ])("goes to the first page rather than to %j", (asked) => {
    expect(returnPath(asked)).toBe("/");
  });
});
