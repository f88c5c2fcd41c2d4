import { expect, test } from "vitest";
import { decideCopy, deviceCopyName, editionOfCopy, plainCopyName } from "./device-copies.ts";

test("a copy stays while its paper is unclassified and readable, and while the server says nothing", () => {
  expect(decideCopy("unclassified", false)).toBe("keep");
  expect(decideCopy("unknown", false)).toBe("keep");
});

test("a copy of a paper that is hidden or classified now goes, and its unsaved words are offered, unless the open page offers them itself", () => {
  expect(decideCopy("hidden", false)).toBe("delete_and_offer_words");
  expect(decideCopy("classified", false)).toBe("delete_and_offer_words");
  expect(decideCopy("hidden", true)).toBe("delete");
});

test("a copy of somebody else on this browser is never taken for one's own", () => {
  expect(editionOfCopy("person-1", deviceCopyName("person-1", "edition-a"))).toBe("edition-a");
  expect(editionOfCopy("person-1", plainCopyName("person-1", "edition-a"))).toBe("edition-a");
  expect(editionOfCopy("person-1", deviceCopyName("person-12", "edition-a"))).toBeNull();
  expect(editionOfCopy("person-1", plainCopyName("person-2", "edition-a"))).toBeNull();
  expect(editionOfCopy("person-1", deviceCopyName("person-2", "edition-a"))).toBeNull();
  expect(editionOfCopy("person-1", "another-database")).toBeNull();
  expect(editionOfCopy("person-1", deviceCopyName("person-1", ""))).toBeNull();
});
