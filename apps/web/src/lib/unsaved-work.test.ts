import { expect, test } from "vitest";
import { hasUnsavedWork, hasWordsToLose, holdUnsavedWork } from "./unsaved-work.ts";

test("work is unsaved for as long as anybody holds some", () => {
  expect(hasUnsavedWork()).toBe(false);
  const releaseFirst = holdUnsavedWork();
  const releaseSecond = holdUnsavedWork();
  releaseFirst();
  releaseFirst();
  expect(hasUnsavedWork()).toBe(true);
  releaseSecond();
  expect(hasUnsavedWork()).toBe(false);
});

test("words that a copy on the device keeps are unsaved and not lost by leaving", () => {
  let isKept = true;
  const release = holdUnsavedWork(() => isKept);
  expect(hasUnsavedWork()).toBe(true);
  expect(hasWordsToLose()).toBe(false);
  isKept = false;
  expect(hasWordsToLose()).toBe(true);
  release();
  expect(hasWordsToLose()).toBe(false);
});
