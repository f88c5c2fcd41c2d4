import "fake-indexeddb/auto";
import { bodyFragment } from "@istmo/paper-schema";
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { deviceCopyName } from "../../lib/device-copies.ts";
import { findDeviceCopyStore } from "../../lib/device-copy-store.ts";
import { forgetDeviceKeys } from "../../lib/device-keys.ts";
import {
  openPaperDeviceCopy,
  type DeviceCopyOptions,
  type LeftWords,
} from "./paper-device-copy.ts";
import { unsavedText } from "./unsaved-text.ts";

const personId = "ana";
let count = 0;
const anEdition = () => `edition-${(count += 1)}`;

/** What the server answers for a key: a byte that makes it, or a refusal. */
const server = { edition: 1 as number | "refused", person: 2 as number | "refused" };
let gate: Promise<void> = Promise.resolve();
vi.stubGlobal("fetch", async (path: string) => {
  await gate;
  const answer = path.includes("/me/") ? server.person : server.edition;
  if (answer === "refused") return new Response(null, { status: 404 });
  const key = btoa(String.fromCharCode(...new Uint8Array(32).fill(answer)));
  return Response.json({ personId, key });
});

afterEach(() => {
  Object.assign(server, { edition: 1, person: 2 });
  gate = Promise.resolve();
  forgetDeviceKeys();
});

/** A page with the paper open: its document, its copy, and what the copy said. */
function aPage(editionId: string, options: Partial<DeviceCopyOptions> = {}) {
  const doc = new Y.Doc();
  const acknowledged = new Map<number, number>([[doc.clientID, 0]]);
  const heard: { left: LeftWords[]; earlier: number; loaded: boolean } = {
    left: [],
    earlier: 0,
    loaded: false,
  };
  const copy = openPaperDeviceCopy({
    ...{ personId, editionId, doc, canWrite: true, keep: "yes" },
    acknowledged: () => acknowledged,
    unsavedWords: () => unsavedText(doc, acknowledged),
    onLoaded: () => (heard.loaded = true),
    onEarlierWords(clocks) {
      heard.earlier += 1;
      for (const [client, clock] of clocks) acknowledged.set(client, clock);
    },
    onLeftWords: (left) => heard.left.push(left),
    onChange: () => undefined,
    ...options,
  });
  const body = doc.getXmlFragment(bodyFragment);
  return {
    ...{ doc, copy, heard },
    write(words: string) {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(words)]);
      body.insert(body.length, [paragraph]);
      copy.mark(true);
    },
    read: () => unsavedText(doc, new Map([...doc.store.clients.keys()].map((it) => [it, 0]))),
    isKept: () => vi.waitFor(() => expect(copy.isKept).toBe(true)),
  };
}

async function recordsOf(editionId: string): Promise<{ text: number; own: number }> {
  const store = await findDeviceCopyStore(deviceCopyName(personId, editionId));
  if (store === null) return { text: 0, own: 0 };
  const [text, own] = [await store.readText(), await store.readOwn()];
  store.close();
  return { text: text.length, own: own.length };
}
const isWritten = (editionId: string) =>
  vi.waitFor(async () => {
    const { text, own } = await recordsOf(editionId);
    expect(Math.min(text, own)).toBeGreaterThan(0);
  });

/** A visit that leaves unsaved words behind. */
async function leaveWords(editionId: string, words: string): Promise<void> {
  const page = aPage(editionId);
  await page.isKept();
  page.write(words);
  await isWritten(editionId);
  page.copy.dispose();
}

test("words that were typed before the key came reach the copy, and the next visit", async () => {
  const editionId = anEdition();
  let open: () => void = () => undefined;
  gate = new Promise((resolve) => {
    open = resolve;
  });
  const first = aPage(editionId);
  await first.copy.ready;
  first.write("Antes de la llave.");
  expect(first.copy.isKept).toBe(false);
  open();
  await first.isKept();
  await isWritten(editionId);
  first.copy.dispose();

  const next = aPage(editionId);
  await next.copy.ready;
  expect(next.read()).toBe("Antes de la llave.");
  expect(next.heard).toMatchObject({ loaded: true, earlier: 1, left: [] });
});

test("own words are kept beside the text while they are unsaved, and no longer", async () => {
  const editionId = anEdition();
  const page = aPage(editionId);
  await page.isKept();
  page.write("Sin guardar.");
  await isWritten(editionId);
  page.copy.mark(false);
  await vi.waitFor(async () => expect((await recordsOf(editionId)).own).toBe(0));
  page.copy.dispose();
  const next = aPage(editionId);
  await next.copy.ready;
  expect(next.heard).toMatchObject({ loaded: true, earlier: 0 });
});

test("two tabs write into one copy, and each keeps its own words until they are saved", async () => {
  const editionId = anEdition();
  const [one, other] = [aPage(editionId), aPage(editionId)];
  await Promise.all([one.isKept(), other.isKept()]);
  one.write("De una.");
  other.write("De otra.");
  await vi.waitFor(async () => expect((await recordsOf(editionId)).own).toBe(2));
  one.copy.mark(false);
  await vi.waitFor(async () => expect((await recordsOf(editionId)).own).toBe(1));
  one.copy.dispose();
  other.copy.dispose();
  const next = aPage(editionId);
  await next.copy.ready;
  expect(next.read().split("\n").sort()).toEqual(["De otra.", "De una."]);
});

test("many edits are folded into few records, and none is lost", async () => {
  const editionId = anEdition();
  const page = aPage(editionId);
  await page.isKept();
  for (let turn = 0; turn < 260; turn += 1) {
    page.write(`Línea ${turn}.`);
    const before = await recordsOf(editionId);
    if (turn > 250) expect(before.text).toBeLessThan(210);
  }
  page.copy.dispose();
  await isWritten(editionId);
  const next = aPage(editionId);
  await next.copy.ready;
  await vi.waitFor(() => expect(next.read().split("\n")).toHaveLength(260));
});

test("without a key no copy is made, and the page does not claim one", async () => {
  const editionId = anEdition();
  server.edition = "refused";
  const page = aPage(editionId);
  await page.copy.ready;
  page.write("Solo aquí.");
  expect(page.copy.isKept).toBe(false);
  expect(await recordsOf(editionId)).toEqual({ text: 0, own: 0 });
});

test("records that do not open are dropped, and own words are told as left only when the server has not got them either", async () => {
  const editionId = anEdition();
  await leaveWords(editionId, "Casi perdidas.");
  server.edition = 77;
  forgetDeviceKeys();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const page = aPage(editionId);
  await page.copy.ready;
  expect(page.read()).toBe("");
  expect(page.heard.left).toEqual([]);
  page.copy.compare();
  expect(page.heard.left).toEqual([{ cause: "damaged", words: "Casi perdidas." }]);
  // Told once: the page is saved now.
  page.copy.mark(false);
  await vi.waitFor(async () => expect(await recordsOf(editionId)).toEqual({ text: 0, own: 0 }));
});

test("words that the server had got all the same are not said to be left", async () => {
  const editionId = anEdition();
  const first = aPage(editionId);
  await first.isKept();
  first.write("Ya están allí.");
  await isWritten(editionId);
  first.copy.dispose();
  server.edition = 77;
  forgetDeviceKeys();
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const page = aPage(editionId);
  await page.copy.ready;
  Y.applyUpdate(page.doc, Y.encodeStateAsUpdate(first.doc));
  page.copy.compare();
  expect(page.heard.left).toEqual([]);
});

test("whoever may only read now, or may not keep the paper, is told their own words, and the copy goes", async () => {
  for (const [options, cause] of [
    [{ canWrite: false }, "readOnly"],
    [{ keep: "no" }, "notKept"],
  ] as const) {
    const editionId = anEdition();
    await leaveWords(editionId, "Lo mío.");
    // The text's key is withdrawn: that of one's own words is enough.
    server.edition = "refused";
    const page = aPage(editionId, options);
    await vi.waitFor(() => expect(page.heard.left).toEqual([{ cause, words: "Lo mío." }]));
    await vi.waitFor(async () => expect(await recordsOf(editionId)).toEqual({ text: 0, own: 0 }));
    expect(page.read()).toBe("");
    server.edition = 1;
    forgetDeviceKeys();
  }
});

test("a copy that is forgotten is deleted, and nothing is written into it any longer", async () => {
  const editionId = anEdition();
  const page = aPage(editionId);
  await page.isKept();
  page.write("Se borra.");
  await isWritten(editionId);
  page.copy.forget();
  page.write("Y esto no se escribe.");
  expect(page.copy.isKept).toBe(false);
  await vi.waitFor(async () => expect(await recordsOf(editionId)).toEqual({ text: 0, own: 0 }));
});
