import { describe, expect, it } from "vitest";

import { isSafeHref, toSafeHref } from "./links.ts";

describe("links of a paper", () => {
  it.each(["https://www.un.org/es/", "http://sica.int", "mailto:enlace@istmo.demo"])(
    "may lead to %s",
    (href) => {
      expect(isSafeHref(href)).toBe(true);
    },
  );

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " https://un.org",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//un.org",
    "/papers/1",
    "https:un.org",
    "https:///un.org",
    "",
    null,
    undefined,
    { toString: () => "https://un.org" },
  ])("never lead to %j", (href) => {
    expect(isSafeHref(href)).toBe(false);
  });

  it("complete what a person types", () => {
    expect(toSafeHref(" www.sica.int/documentos ")).toBe("https://www.sica.int/documentos");
    expect(toSafeHref("enlace@istmo.demo")).toBe("mailto:enlace@istmo.demo");
    expect(toSafeHref("javascript:alert(1)")).toBeNull();
    expect(toSafeHref("ver anexo")).toBeNull();
  });
});
