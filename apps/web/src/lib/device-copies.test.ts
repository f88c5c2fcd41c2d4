import { expect, test } from "vitest";
import { decideCopy, deviceCopyName, editionOfCopy } from "./device-copies.ts";

const saved = { isOpenHere: false, hasUnsaved: false };
const unsaved = { isOpenHere: false, hasUnsaved: true };

test("a copy of a paper that is hidden or classified now is deleted, open or not", () => {
  expect(decideCopy("hidden", saved)).toBe("delete");
  expect(decideCopy("classified", saved)).toBe("delete");
  expect(decideCopy("hidden", { ...saved, isOpenHere: true })).toBe("delete");
});

test("a copy stays while its paper is unclassified and readable, and while the server says nothing", () => {
  expect(decideCopy("unclassified", unsaved)).toBe("keep");
  expect(decideCopy("unknown", unsaved)).toBe("keep");
});

test("unsaved words of a copy that goes are offered, unless the open page offers them itself", () => {
  expect(decideCopy("hidden", unsaved)).toBe("delete_and_offer_words");
  expect(decideCopy("classified", unsaved)).toBe("delete_and_offer_words");
  expect(decideCopy("hidden", { ...unsaved, isOpenHere: true })).toBe("delete");
});

test("a copy of somebody else on this browser is never taken for one's own", () => {
  expect(editionOfCopy("person-1", deviceCopyName("person-1", "edition-a"))).toBe("edition-a");
  expect(editionOfCopy("person-1", deviceCopyName("person-12", "edition-a"))).toBeNull();
  expect(editionOfCopy("person-1", deviceCopyName("person-2", "edition-a"))).toBeNull();
  expect(editionOfCopy("person-1", "another-database")).toBeNull();
  expect(editionOfCopy("person-1", deviceCopyName("person-1", ""))).toBeNull();
});
