import * as contracts from "@istmo/contracts";
import { expect, it } from "vitest";
import { observationLength, roundTextLength } from "./limits.ts";

it("the fields of a round take as much as the server does", () => {
  expect(observationLength).toBe(contracts.observationLength);
  expect(roundTextLength).toBe(contracts.roundTextLength);
});
