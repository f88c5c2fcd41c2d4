import { expect, test } from "vitest";
import { fileNameOf } from "./download.ts";

test("a downloaded file has the name that the server gave it, accents included", () => {
  expect(
    fileNameOf(`attachment; filename="a.html"; filename*=UTF-8''Pol%C3%ADtica.html`, "x"),
  ).toBe("Política.html");
  expect(fileNameOf('attachment; filename="a.html"', "x")).toBe("a.html");
  expect(fileNameOf("attachment; filename=matriz-1.xlsx", "x")).toBe("matriz-1.xlsx");
  expect(fileNameOf("attachment; filename*=UTF-8''%E0%A4%A", "x")).toBe("x");
  expect(fileNameOf(null, "x")).toBe("x");
});
