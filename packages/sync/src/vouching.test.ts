import { collabMessage } from "@istmo/contracts";
import * as encoding from "lib0/encoding";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import * as frames from "./frames.ts";
import { aRoom, TestClient } from "./testing.ts";
import type { Voucher } from "./vouching.ts";

/** A checksum under a key: enough to see what the room signs; the server's is a real MAC. */
function aVoucher(key = 7): Voucher {
  const sign = (message: Uint8Array) => {
    let sum = key;
    for (const byte of message) sum = (Math.imul(sum, 31) + byte) >>> 0;
    return encoding.encode((encoder) => encoding.writeVarUint(encoder, sum));
  };
  return { sign, verify: (message, mac) => sign(message).join() === mac.join() };
}

function aVouchingRoom(options: Parameters<typeof aRoom>[0] = {}) {
  return aRoom({ voucher: aVoucher(), ...options });
}

const aPage = (
  room: ConstructorParameters<typeof TestClient>[0],
  personId: string,
  options: { role?: "editor" | "reader"; wantsAcks?: boolean } = {},
) => new TestClient(room, { personId, takesVouched: true, ...options });

function vouchedBy(page: TestClient): frames.VouchedContent[] {
  return page.sent.flatMap((it) => (it.type === "vouched" ? [it.content] : []));
}

/** Ana writes and is gone for ever; Bea has read it. */
function wordsThatOnlyBeaHas(text = "the last words of ana") {
  const { room, clock } = aVouchingRoom();
  const ana = aPage(room, "ana");
  const bea = aPage(room, "bea");
  ana.type(text);
  clock.advance(0);
  ana.connection.leave();
  return { bea, anaClient: ana.doc.clientID };
}

describe("what is sent", () => {
  it("R26: words that are not committed come with a proof, to those who asked for it, in one frame", () => {
    const { room, clock } = aVouchingRoom();
    const ana = aPage(room, "ana");
    const bea = aPage(room, "bea");
    const stock = new TestClient(room, { personId: "stock" });
    ana.type("a");
    clock.advance(0);
    const [toBea] = vouchedBy(bea);
    const [toAna] = vouchedBy(ana);
    expect(toBea).toMatchObject({ waiting: 1 });
    expect(toAna?.update.buffer).toBe(toBea?.update.buffer);
    expect([bea.count("update"), stock.count("vouched"), stock.count("update")]).toEqual([0, 0, 1]);
    expect([bea.text, stock.text]).toEqual(["a", "a"]);
  });

  it("R26: words that are committed are an ordinary update", () => {
    const { room, clock } = aVouchingRoom();
    const bea = aPage(room, "bea");
    room.takeCommitted(aStranger(99, "of another node"), [{ clientId: 99, personId: "cleo" }]);
    clock.advance(0);
    expect([bea.count("vouched"), bea.count("update"), bea.text]).toEqual([
      0,
      1,
      "of another node",
    ]);
  });

  it("R26: a frame says how many the database does not have, so that pages keep no more", () => {
    const { room, clock, commits } = aVouchingRoom();
    const ana = aPage(room, "ana");
    for (const letter of "abc") {
      ana.type(letter);
      clock.advance(0);
    }
    const commit = commits.take();
    ana.type("d");
    clock.advance(0);
    commit();
    ana.type("e");
    clock.advance(0);
    expect(vouchedBy(ana).map(({ waiting }) => waiting)).toEqual([1, 2, 3, 4, 2]);
  });

  it("R26: whoever comes while something is not committed gets the proof of all of it", () => {
    const { room, clock, commits } = aVouchingRoom();
    const ana = aPage(room, "ana");
    for (const letter of "abc") {
      ana.type(letter);
      clock.advance(0);
    }
    const bea = aPage(room, "bea");
    expect(bea.count("step2")).toBe(1);
    expect(vouchedBy(bea)).toHaveLength(1);
    commits.take()();
    expect(aPage(room, "cleo").count("vouched")).toBe(0);
    const { room: another } = aVouchingRoom();
    bea.join(another);
    expect(another.stateVector()).toEqual(room.stateVector());
    expect(bea.closedWith).toBeNull();
  });

  it("R26: a room that keeps a long row of proofs apart merges them and forgets none", () => {
    const { room, clock } = aVouchingRoom();
    const ana = aPage(room, "ana");
    for (let i = 0; i < 450; i++) {
      ana.type("x");
      clock.advance(1);
      if (i % 100 === 0) clock.advance(20_000);
    }
    expect(vouchedBy(ana).at(-1)?.waiting).toBe(450);
    const bea = aPage(room, "bea");
    const { room: another } = aVouchingRoom();
    ana.connection.leave();
    bea.join(another);
    expect(aPage(another, "cleo").text).toBe("x".repeat(450));
  });
});

function aStranger(clientId: number, text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.getText("t").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

describe("what is given back", () => {
  it("R26: after a crash a colleague's page brings the words of somebody who is gone, under their name", () => {
    const { bea, anaClient } = wordsThatOnlyBeaHas();
    const { room, clock, commits } = aVouchingRoom();
    const cleo = aPage(room, "cleo");
    bea.join(room);
    clock.advance(0);
    expect(bea.closedWith).toBeNull();
    expect(cleo.text).toBe("the last words of ana");
    expect(commits.writes).toMatchObject([
      { personId: "ana", bindings: [{ clientId: anaClient, personId: "ana" }] },
    ]);
    expect(vouchedBy(cleo)).toHaveLength(1);
  });

  it("R26: words that were built upon each other come back whole, each under its author's name", () => {
    const { room, clock } = aVouchingRoom();
    const ana = aPage(room, "ana");
    const bea = aPage(room, "bea");
    for (const letter of "abcdef") {
      (letter < "d" ? ana : bea).type(letter);
      clock.advance(0);
      (letter < "d" ? bea : ana).type(letter.toUpperCase());
      clock.advance(0);
    }
    ana.connection.leave();
    const { room: another, commits } = aVouchingRoom();
    bea.join(another);
    expect(bea.closedWith).toBeNull();
    expect(aPage(another, "cleo").text).toBe(bea.text);
    const owners = Object.fromEntries(
      commits.writes
        .flatMap(({ bindings }) => bindings)
        .map(({ clientId, personId }) => [clientId, personId]),
    );
    expect(owners).toEqual({ [ana.doc.clientID]: "ana", [bea.doc.clientID]: "bea" });
    expect(new Set(commits.writes.map(({ personId }) => personId))).toEqual(
      new Set(["ana", "bea"]),
    );
  });

  it("R26: a deletion comes back as its author's", () => {
    const stored = { state: [aStranger(5, "keep delete")], bindings: new Map([[5, "cleo"]]) };
    const { room, clock } = aVouchingRoom({ stored });
    const ana = aPage(room, "ana");
    const bea = aPage(room, "bea");
    ana.doc.getText("t").delete(4, 7);
    clock.advance(0);
    const { room: another, commits } = aVouchingRoom({ stored });
    bea.join(another);
    expect(aPage(another, "dora").text).toBe("keep");
    expect(commits.writes).toMatchObject([{ personId: "ana", bindings: [] }]);
  });

  it("R26: what several sent in one tick is bound to each and sent by nobody in particular", () => {
    const { room, clock } = aVouchingRoom();
    const ana = aPage(room, "ana");
    const bea = aPage(room, "bea");
    const cleo = aPage(room, "cleo");
    ana.type("a");
    bea.type("b");
    clock.advance(0);
    const { room: another, commits } = aVouchingRoom();
    cleo.join(another);
    expect(cleo.closedWith).toBeNull();
    expect(commits.writes[0]?.personId).toBeNull();
    expect(new Map(commits.writes[0]?.bindings.map((it) => [it.clientId, it.personId]))).toEqual(
      new Map([
        [ana.doc.clientID, "ana"],
        [bea.doc.clientID, "bea"],
      ]),
    );
  });

  it("R26: an author who comes back later is not shut out, and nothing is there twice", () => {
    const { room, clock } = aVouchingRoom();
    const ana = aPage(room, "ana");
    const bea = aPage(room, "bea");
    ana.type("once");
    clock.advance(0);
    const { room: another, clock: anotherClock, commits } = aVouchingRoom();
    bea.join(another);
    ana.join(another);
    ana.type("more than ");
    anotherClock.advance(0);
    expect([ana.closedWith, bea.closedWith]).toEqual([null, null]);
    expect(bea.text).toBe("more than once");
    expect(commits.writes).toHaveLength(2);
  });

  it("R26: a replay changes nothing", () => {
    const { room, clock, commits } = aVouchingRoom();
    const ana = aPage(room, "ana");
    const bea = aPage(room, "bea");
    ana.type("said and cut");
    clock.advance(0);
    ana.doc.getText("t").delete(0, 12);
    clock.advance(0);
    commits.take()();
    const vector = room.stateVector();
    for (const frame of bea.kept) bea.connection.receive(frame);
    clock.advance(0);
    expect(bea.closedWith).toBeNull();
    expect(room.stateVector()).toEqual(vector);
    expect(aPage(room, "cleo").text).toBe("");
    expect(commits.writes).toHaveLength(2);
  });

  it("R14, R26: it counts as a content frame, so that a page's later words are acknowledged right", () => {
    const { bea } = wordsThatOnlyBeaHas();
    const { room, clock, commits } = aVouchingRoom();
    const again = aPage(room, "bea", { wantsAcks: true });
    const before = again.acks.at(-1)?.contentFrames ?? 0;
    for (const frame of bea.kept) again.connection.receive(frame);
    clock.advance(0);
    expect(again.acks.at(-1)?.contentFrames ?? 0).toBe(before);
    commits.take()();
    expect(again.acks.at(-1)?.contentFrames).toBe(1 + bea.kept.length);
  });
});

describe("what is refused", () => {
  /** Bea's proof, changed on the way. */
  function giveBack(change: (content: frames.VouchedContent) => frames.VouchedContent) {
    const { bea, anaClient } = wordsThatOnlyBeaHas();
    const stored = { state: [], bindings: new Map([[anaClient, "ana"]]) };
    const opened = aVouchingRoom({ stored });
    const again = aPage(opened.room, "bea");
    for (const content of vouchedBy(bea)) {
      again.connection.receive(frames.vouchedFrame(change(content)));
    }
    return { ...opened, again, anaClient };
  }

  it("R26: a proof without a valid MAC is none: the words are taken for the sender's own", () => {
    const { again, commits } = giveBack(({ update, waiting, proof }) => {
      const forged = proof.slice();
      forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
      return { update, waiting, proof: forged };
    });
    expect(again.closedWith).toBe("foreignClient");
    expect(commits.writes).toEqual([]);
  });

  it("R26: other owners or other words than were vouched for are refused", () => {
    const renamed = giveBack(({ update, waiting, proof }) => {
      const text = new TextDecoder("latin1").decode(proof).replace("ana", "eva");
      return { update, waiting, proof: Uint8Array.from(text, (it) => it.charCodeAt(0)) };
    });
    const reworded = giveBack(({ update, waiting, proof }) => {
      const text = new TextDecoder("latin1").decode(update).replace("words", "sword");
      return { proof, waiting, update: Uint8Array.from(text, (it) => it.charCodeAt(0)) };
    });
    for (const { again, commits } of [renamed, reworded]) {
      expect(again.closedWith).toBe("foreignClient");
      expect(commits.writes).toEqual([]);
    }
  });

  it("R26: a proof of another edition, or of another installation, is none", () => {
    const { bea, anaClient } = wordsThatOnlyBeaHas();
    const stored = { state: [], bindings: new Map([[anaClient, "ana"]]) };
    const elsewhere = [
      aVouchingRoom({ editionId: "another edition", stored }),
      aVouchingRoom({ voucher: aVoucher(8), stored }),
      aRoom({ stored }),
    ];
    for (const { room, commits } of elsewhere) {
      const again = aPage(room, "bea");
      for (const frame of bea.kept) again.connection.receive(frame);
      expect(again.closedWith).toBe("foreignClient");
      expect(commits.writes).toEqual([]);
    }
  });

  it("R26: a proof does not take a clientID from whom it is bound to", () => {
    const { bea, anaClient } = wordsThatOnlyBeaHas();
    const bindings = new Map([[anaClient, "cleo"]]);
    const { room, commits } = aVouchingRoom({ stored: { state: [], bindings } });
    bea.join(room);
    expect(bea.closedWith).toBe("foreignClient");
    expect(commits.writes).toEqual([]);
  });

  it("R26: words without what precedes them are left to others, and never bound to who brought them", () => {
    const { room, clock } = aVouchingRoom();
    const ana = aPage(room, "ana");
    const bea = aPage(room, "bea");
    ana.type("second");
    clock.advance(0);
    ana.doc.getText("t").insert(0, "first ");
    clock.advance(0);
    bea.kept.shift();
    const { room: another, commits } = aVouchingRoom();
    bea.join(another);
    expect(bea.closedWith).toBe("foreignClient");
    expect(commits.writes).toEqual([]);
    ana.join(another);
    expect(ana.closedWith).toBeNull();
    expect(aPage(another, "cleo").text).toBe("first second");
  });

  it("R4, R26: a reader brings nothing back, and is told of no refusal", () => {
    const { bea } = wordsThatOnlyBeaHas();
    const { room, clock, commits } = aVouchingRoom();
    const rita = aPage(room, "rita", { role: "reader", wantsAcks: true });
    for (const frame of bea.kept) rita.connection.receive(frame);
    clock.advance(0);
    expect(commits.writes).toEqual([]);
    expect([rita.count("denied"), rita.closedWith]).toEqual([0, null]);
    expect(rita.acks.at(-1)?.contentFrames).toBe(1);
    rita.connection.changeRole("editor");
    for (const frame of bea.kept) rita.connection.receive(frame);
    expect(commits.writes).toMatchObject([{ personId: "ana" }]);
  });

  it("R10, R26: the bound of the document counts for it as well", () => {
    const { bea } = wordsThatOnlyBeaHas("x".repeat(500));
    const { room, commits } = aVouchingRoom({ limits: { documentBytes: 100 } });
    bea.join(room);
    expect(bea.closedWith).toBe("tooLarge");
    expect(commits.writes).toEqual([]);
  });

  it("R3, R26: nonsense in place of a proof closes its own connection", () => {
    const { room } = aVouchingRoom();
    const proofs = [[], [1], [0, 9, 1], [200, 200]].map((it) => Uint8Array.from(it));
    for (const proof of proofs) {
      const eve = aPage(room, "eve");
      const update = aStranger(1, "x");
      eve.connection.receive(frames.vouchedFrame({ update, proof, waiting: 0 }));
      expect(eve.closedWith).toBe("malformed");
    }
    const eve = aPage(room, "eve");
    eve.connection.receive(new Uint8Array([collabMessage.vouched, 200, 1]));
    expect(eve.closedWith).toBe("malformed");
  });
});
