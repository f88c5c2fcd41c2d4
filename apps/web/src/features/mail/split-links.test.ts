import { expect, test } from "vitest";
import { splitLinks } from "./split-links.ts";

const origin = "http://127.0.0.1:3000";
const hrefs = (text: string) => splitLinks(text, origin).flatMap(({ href }) => href ?? []);

test("an address of this site becomes a link, with its fragment and without the full stop", () => {
  expect(splitLinks("Abra http://127.0.0.1:3000/invitation#abc_DEF-1. Gracias", origin)).toEqual([
    { text: "Abra " },
    {
      text: "http://127.0.0.1:3000/invitation#abc_DEF-1",
      href: "http://127.0.0.1:3000/invitation#abc_DEF-1",
    },
    { text: ". Gracias" },
  ]);
});

test("a foreign address stays words, however much it looks like ours", () => {
  for (const text of [
    "https://example.org/invitation#abc",
    "http://127.0.0.1:3000.example.org/",
    "http://127.0.0.1:3000@example.org/",
    "https://127.0.0.1:3000/",
    "http://someone@127.0.0.1:3000/",
    "javascript:alert(1)",
  ]) {
    expect(hrefs(text)).toEqual([]);
    expect(splitLinks(text, origin)).toEqual([{ text }]);
  }
});

test("a link by the machine's other name for itself leads to where the page was opened", () => {
  const [part] = splitLinks("http://127.0.0.1:3000/invitation#abc", "http://localhost:3000");
  expect(part?.href).toBe("http://localhost:3000/invitation#abc");
  expect(splitLinks("http://127.0.0.1:4000/x", "http://localhost:3000")[0]?.href).toBeUndefined();
  expect(splitLinks("http://127.0.0.1/x", "https://istmo.example.org")[0]?.href).toBeUndefined();
});

test("a text without addresses stays whole, line breaks and all", () => {
  expect(splitLinks("Uno\n\nDos", origin)).toEqual([{ text: "Uno\n\nDos" }]);
  expect(splitLinks("", origin)).toEqual([]);
});
