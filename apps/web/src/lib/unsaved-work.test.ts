import { expect, test } from "vitest";
import { hasUnsavedWork, holdUnsavedWork } from "./unsaved-work.ts";

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
