import { passwordLength } from "@istmo/contracts";
import { expect, test } from "vitest";
import { longestPassword, passwordFaults, shortestPassword } from "./password-strength.ts";

test("the page counts as the contract does", () => {
  expect({ min: shortestPassword, max: longestPassword }).toEqual(passwordLength);
});

test("a password of twelve characters is long enough, and one of eleven is not", () => {
  expect(passwordFaults("canal y lago")).toEqual([]);
  expect(passwordFaults("canal y lag")).toEqual(["too_short"]);
  expect(passwordFaults("a".repeat(201))).toEqual(["too_long"]);
});

test("a password may not name its owner, however it is written", () => {
  const about = ["María Peña Díaz", "m.solorzano@istmo.test"];
  expect(passwordFaults("PENA y montaña", about)).toEqual(["names_owner"]);
  expect(passwordFaults("Solórzano 2026!", about)).toEqual(["names_owner"]);
  expect(passwordFaults("istmo y montaña", about)).toEqual([]);
});

test("short parts of a name do not count: they are in many words", () => {
  expect(passwordFaults("una casa de adobe", ["Ana de León", ""])).toEqual([]);
});
