import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionItem, CatchUpAnswer, ItemPresence, LiveEvent } from "@istmo/contracts";
import { openTestApp, type Browser, type TestApp } from "../../../../tests/support/test-app.ts";

/** A page's live connection, with what it has heard. */
interface Page {
  socket: Socket;
  heard: LiveEvent[];
  /** Settles with the first event that fits. */
  hears(fits: (event: LiveEvent) => boolean): Promise<LiveEvent>;
}

const titleOf = ({ payload }: LiveEvent) => ("title" in payload ? payload.title.es : null);

describe("the live connection", () => {
  let app: TestApp;
  let lead: Browser;
  const pages: Page[] = [];
  beforeAll(async () => {
    app = await openTestApp();
    lead = await app.signIn("lead.gt");
  });
  afterAll(async () => {
    for (const { socket } of pages) socket.disconnect();
    await app.close();
  });

  async function open(cookie: string, headers: Record<string, string> = {}): Promise<Page> {
    const socket = io(app.origin, {
      extraHeaders: { cookie, ...headers },
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
    });
    const page: Page = {
      socket,
      heard: [],
      hears: (fits) =>
        new Promise((resolve) => {
          const already = page.heard.find(fits);
          if (already !== undefined) return resolve(already);
          socket.on("event", (event: LiveEvent) => fits(event) && resolve(event));
        }),
    };
    pages.push(page);
    socket.on("event", (event: LiveEvent) => page.heard.push(event));
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    });
    return page;
  }
  const since = (page: Page, seq: number): Promise<CatchUpAnswer> =>
    page.socket.emitWithAck("since", seq) as Promise<CatchUpAnswer>;
  const create = (title: string, over: object = {}) =>
    lead.post<ActionItem>("/api/v1/actions", {
      title,
      language: "es",
      centreId: "centre-gt",
      ...over,
    });

  it("is refused without a session and from another site's page", async () => {
    await expect(open("")).rejects.toThrow("not_signed_in");
    await expect(open(lead.cookie, { origin: "https://evil.example" })).rejects.toThrow();
  });

  it("tells colleagues of every centre what happened, and who did it", async () => {
    const expert = await open((await app.signIn("expert1.do")).cookie);
    const { body } = await create("Avisar");
    const event = await expert.hears(({ type }) => type === "action.created");
    expect(event).toMatchObject({
      payload: { actionId: body.id, title: { es: "Avisar" } },
      actor: { name: "Conacaste Guatemala" },
    });
  });

  it("tells nothing to whom it does not concern, nor above a clearance", async () => {
    const observer = await open((await app.signIn("observer")).cookie);
    await app.client.person.update({
      where: { id: "person-expert2-do" },
      data: { clearedTo: "unclassified" },
    });
    const uncleared = await open((await app.signIn("expert2.do")).cookie);
    const origin = { paperId: "paper-secondary-ports", blockId: null };
    await create("Reservado", { origin });
    const { body: open2 } = await create("Abierto");
    // Events come in order: the second one has arrived, so the first one never will.
    await uncleared.hears(
      (event) => "actionId" in event.payload && event.payload.actionId === open2.id,
    );
    expect(uncleared.heard.map(titleOf)).toEqual(["Abierto"]);
    expect((await since(uncleared, 0)).events.map(titleOf)).not.toContain("Reservado");
    expect((await since(observer, 0)).events).toEqual([]);
    expect(observer.heard).toEqual([]);
  });

  it("brings a page that was away all that it missed, in order and once", async () => {
    const cookie = (await app.signIn("expert1.ni")).cookie;
    const page = await open(cookie);
    const { latestSeq } = await since(page, Number.MAX_SAFE_INTEGER);
    page.socket.disconnect();
    for (const title of ["uno", "dos", "tres"]) await create(title);
    const back = await open(cookie);
    const missed = await since(back, latestSeq);
    expect(missed.events.map(titleOf)).toEqual(["uno", "dos", "tres"]);
    expect(missed.events.map(({ seq }) => seq)).toEqual([1, 2, 3].map((step) => latestSeq + step));
    expect(missed.hasMore).toBe(false);
  });

  it("numbers the events of concurrent changes without gaps", async () => {
    const page = await open((await app.signIn("expert2.pa")).cookie);
    const before = (await since(page, Number.MAX_SAFE_INTEGER)).latestSeq;
    await Promise.all(Array.from({ length: 20 }, (_, index) => create(`a la vez ${index}`)));
    await page.hears(({ seq }) => seq === before + 20);
    const heard = page.heard.map(({ seq }) => seq).filter((seq) => seq > before);
    expect(heard).toEqual(Array.from({ length: 20 }, (_, index) => before + index + 1));
  });

  it("tells who has an item open to those who may see it, and to nobody else", async () => {
    const { body: item } = await create("Con visitas", {
      origin: { paperId: "paper-secondary-ports", blockId: null },
    });
    const watcher = await open((await app.signIn("expert1.sv")).cookie);
    const uncleared = await open((await app.signIn("expert2.do")).cookie);
    const told: ItemPresence[] = [];
    uncleared.socket.on("present", (presence: ItemPresence) => told.push(presence));
    const hears = (count: number) =>
      new Promise<ItemPresence>((resolve) =>
        watcher.socket.on("present", (presence: ItemPresence) => {
          if (presence.actionId === item.id && presence.people.length === count) resolve(presence);
        }),
      );
    const visitor = await open(lead.cookie);
    const arrived = hears(1);
    visitor.socket.emit("attend", item.id);
    expect((await arrived).people).toMatchObject([{ name: "Conacaste Guatemala", centre: "GT" }]);
    const late = await open((await app.signIn("reviewer")).cookie);
    const known = (await late.socket.emitWithAck("presence")) as ItemPresence[];
    expect(known.map(({ actionId }) => actionId)).toEqual([item.id]);
    // Whoever may not see the item can neither ask who is there nor be there.
    expect(await uncleared.socket.emitWithAck("presence")).toEqual([]);
    uncleared.socket.emit("attend", item.id);
    const left = hears(0);
    visitor.socket.disconnect();
    await left;
    expect(told).toEqual([]);
  });

  it("ends with the session", async () => {
    const person = await app.signIn("expert2.gt");
    const page = await open(person.cookie);
    const ended = new Promise((resolve) => page.socket.once("disconnect", resolve));
    await person.post("/api/auth/sign-out", {});
    await ended;
    await expect(open(person.cookie)).rejects.toThrow("not_signed_in");
  });
});
