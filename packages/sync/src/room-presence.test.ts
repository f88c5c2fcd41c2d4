import * as decoding from "lib0/decoding";
import { describe, expect, it } from "vitest";
import { awarenessFrame } from "./frames.ts";
import { aRoom, TestClient } from "./testing.ts";

function isHere(page: TestClient, clock: number, state: object = { cursor: 1 }): void {
  const { clientID: clientId } = page.doc;
  page.connection.receive(awarenessFrame([{ clientId, clock, json: JSON.stringify(state) }]));
}

/** The clocks of each presence frame that a page was sent, by client. */
function told(page: TestClient): Map<number, number>[] {
  return page.sent.flatMap((it) => {
    if (it.type !== "awareness") return [];
    const decoder = decoding.createDecoder(it.bytes);
    const clocks = new Map<number, number>();
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      clocks.set(decoding.readVarUint(decoder), decoding.readVarUint(decoder));
      decoding.readVarString(decoder);
    }
    return [clocks];
  });
}

function aRoomOfTwo() {
  const { room, clock } = aRoom();
  const ana = new TestClient(room, { personId: "ana", trustsPresence: true });
  const bea = new TestClient(room, { personId: "bea", trustsPresence: true });
  isHere(ana, 1);
  isHere(bea, 1);
  clock.advance(0);
  return { room, clock, ana, bea, told: told(bea).length };
}

describe("idle people", () => {
  it("R8: cost nothing: a state that is heard again unchanged is not told again", () => {
    const { clock, ana, bea, told: before } = aRoomOfTwo();
    for (let heard = 2; heard < 20; heard++) {
      isHere(ana, heard);
      clock.advance(15_000);
    }
    expect(told(bea)).toHaveLength(before);
    isHere(ana, 20, { cursor: 2 });
    clock.advance(50);
    expect(told(bea)).toHaveLength(before + 1);
    expect(told(bea).at(-1)?.get(ana.doc.clientID)).toBe(20);
  });

  it("R8: are renewed every twenty seconds for the clients that would forget them, and for no others", () => {
    const { room, clock, ana, bea, told: before } = aRoomOfTwo();
    const stock = new TestClient(room, { personId: "stock" });
    isHere(stock, 1);
    clock.advance(0);
    const [toBea, toStock] = [told(bea).length, told(stock).length];
    clock.advance(60_000);
    expect(told(bea)).toHaveLength(toBea);
    expect(toBea).toBe(before + 1);
    const renewals = told(stock).slice(toStock);
    expect(renewals).toHaveLength(3);
    for (const client of [ana.doc.clientID, bea.doc.clientID]) {
      const clocks = renewals.map((it) => it.get(client) ?? 0);
      expect(clocks).toEqual([2, 3, 4]);
    }
    // Its own state is its own: a newer clock would put the old state in place of the new.
    for (const renewal of renewals) expect(renewal.has(stock.doc.clientID)).toBe(false);
  });

  it("R8: are heard when they move after they were renewed", () => {
    const { room, clock, ana } = aRoomOfTwo();
    const stock = new TestClient(room, { personId: "stock" });
    clock.advance(100_000);
    isHere(ana, 2, { cursor: 9 });
    clock.advance(50);
    const clocks = told(stock).map((it) => it.get(ana.doc.clientID) ?? 0);
    expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b));
    expect(JSON.stringify([...room.presenceHere()])).toContain('\\"cursor\\":9');
  });

  it("R8: are renewed for nobody when the last who needs it has left", () => {
    const { room, clock, bea } = aRoomOfTwo();
    const stock = new TestClient(room, { personId: "stock" });
    clock.advance(20_000);
    stock.connection.leave();
    const before = told(stock).length;
    clock.advance(100_000);
    expect(told(stock)).toHaveLength(before);
    isHere(bea, 2, { cursor: 5 });
    clock.advance(50);
    const again = new TestClient(room, { personId: "stock" });
    const joined = told(again).length;
    clock.advance(20_000);
    expect(told(again)).toHaveLength(joined + 1);
  });
});
