import { commentLength } from "@istmo/contracts";
import { expect, test } from "vitest";
import { messageLength } from "./composer-limits.ts";

test("a comment may be as long as the server takes it", () => {
  expect(messageLength).toBe(commentLength);
});
