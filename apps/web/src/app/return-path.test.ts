import { expect, test } from "vitest";
import { returnPath } from "./return-path.ts";

test("after the sign-in the person goes on where they were, and never to another site", () => {
  expect(returnPath("/papers/p1?edition=en")).toBe("/papers/p1?edition=en");
  for (const foreign of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/\t/evil.example",
    7,
    "",
  ]) {
    expect(returnPath(foreign)).toBe("/");
  }
  expect(returnPath("/sign-in?return=/x")).toBe("/");
});
