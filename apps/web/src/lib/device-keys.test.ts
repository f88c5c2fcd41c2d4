import { afterEach, expect, test, vi } from "vitest";
import { editionKey, forgetDeviceKeys, forgetEditionKey, personKey } from "./device-keys.ts";

const bytes = btoa(String.fromCharCode(...new Uint8Array(32).fill(5)));
/** A server that answers each question in turn, and hears what it was asked. */
function aServer(...answers: (Response | Error)[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const answer = answers.shift() ?? new Error("nobody answers");
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return asked;
}
const given = (personId: string) => Response.json({ personId, key: bytes });
const refusal = (status: number) => new Response(null, { status });

afterEach(() => {
  forgetDeviceKeys();
  vi.unstubAllGlobals();
});

test("a key is asked once while the page lives, and cannot be read out of it", async () => {
  const asked = aServer(given("ana"));
  const [key, again] = await Promise.all([editionKey("ana", "e1"), editionKey("ana", "e1")]);
  expect(await editionKey("ana", "e1")).toBe(key);
  expect(again).toBe(key);
  expect(asked).toEqual(["/api/v1/editions/e1/device-key"]);
  expect(key).toMatchObject({ extractable: false });
  await expect(crypto.subtle.exportKey("raw", key as CryptoKey)).rejects.toThrow();
});

test("a key of whoever has signed in meanwhile in another tab is not taken", async () => {
  aServer(given("luis"), given("ana"));
  expect(await personKey("ana")).toBe("away");
  expect(await personKey("ana")).toBeInstanceOf(CryptoKey);
});

test("a refusal and a server that is away are told apart, and asked again", async () => {
  aServer(refusal(403), refusal(404), refusal(401), refusal(503), new Error("no line"));
  const answers: unknown[] = [];
  for (let turn = 0; turn < 5; turn += 1) answers.push(await editionKey("ana", "e1"));
  expect(answers).toEqual(["refused", "refused", "away", "away", "away"]);
});

test("keys are forgotten with the session, and one with the right to its paper", async () => {
  const asked = aServer(given("ana"), given("ana"), given("ana"), given("ana"));
  await editionKey("ana", "e1");
  await personKey("ana");
  forgetEditionKey("ana", "e1");
  await editionKey("ana", "e1");
  await personKey("ana");
  expect(asked).toHaveLength(3);
  forgetDeviceKeys();
  await personKey("ana");
  expect(asked).toHaveLength(4);
});

test("a page that may not encrypt keeps no copy, and asks for no key", async () => {
  const asked = aServer();
  vi.stubGlobal("crypto", { getRandomValues: () => undefined });
  expect(await editionKey("ana", "e1")).toBe("refused");
  expect(asked).toEqual([]);
});
