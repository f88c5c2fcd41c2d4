import { collabLimits } from "@istmo/contracts";
import { describe, expect, it } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import * as frames from "./frames.ts";
import { aRoom, TestClient } from "./testing.ts";

function aStranger(clientId: number, text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.getText("t").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

function presence(clientId: number, clock: number, state: unknown): Uint8Array {
  return frames.awarenessFrame([{ clientId, clock, json: JSON.stringify(state) }]);
}

/** What others would see in the room. */
function watch(room: Parameters<typeof presenceOf>[0]) {
  return presenceOf(room);
}
function presenceOf(room: ConstructorParameters<typeof TestClient>[0]) {
  const watcher = new TestClient(room, { personId: "watcher", role: "reader" });
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState(null);
  watcher.awareness = awareness;
  return { watcher, stateOf: (id: number) => awareness.getStates().get(id), awareness };
}

describe("joining", () => {
  it("R1: the server speaks first, and says who is here", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room);
    expect(ana.sent[0]?.type).toBe("step1");
    expect(ana.count("awareness")).toBe(0);
    ana.connection.receive(presence(ana.doc.clientID, 1, { cursor: 1 }));
    clock.advance(0);
    const bea = new TestClient(room, { personId: "bea" });
    expect(bea.sent.slice(0, 2).map(({ type }) => type)).toEqual(["step1", "awareness"]);
  });

  it("R2: somebody who joins later gets the whole text", () => {
    const { room, clock } = aRoom();
    new TestClient(room).type("hola");
    clock.advance(0);
    expect(new TestClient(room, { personId: "bea" }).text).toBe("hola");
  });

  it("R2: what was written offline arrives with the answer to the server's step 1", () => {
    const { room } = aRoom();
    const ana = new TestClient(room);
    ana.isSilent = true;
    ana.type("offline ");
    ana.isSilent = false;
    ana.connection.changeRole("reader");
    ana.connection.changeRole("editor");
    expect(new TestClient(room).text).toBe("offline ");
  });
});

describe("rights", () => {
  for (const role of ["reader", "commenter", "suggester"] as const) {
    it(`R4: a ${role}'s edit is never applied, and the connection stays`, () => {
      const { room, clock, commits } = aRoom();
      const bea = new TestClient(room, { personId: "bea" });
      const reader = new TestClient(room, { personId: "rita", role });
      reader.type("graffiti");
      clock.advance(0);
      expect(bea.text).toBe("");
      expect(commits.writes).toEqual([]);
      expect(reader.sent.at(-1)).toEqual({ type: "denied", reason: "read_only" });
      expect(reader.closedWith).toBeNull();
      bea.type("still delivered");
      clock.advance(0);
      expect(reader.text).toContain("still delivered");
    });
  }

  it("R4: a reader's deletion is refused, its empty answer is not", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room);
    ana.type("text to keep");
    ana.doc.getText("t").delete(0, 5);
    clock.advance(0);
    const reader = new TestClient(room, { personId: "rita", role: "reader" });
    expect(reader.count("denied")).toBe(0);
    reader.connection.receive(frames.step2Frame(Y.encodeStateAsUpdate(reader.doc)));
    expect(reader.count("denied")).toBe(0);
    reader.doc.getText("t").delete(0, 2);
    expect(reader.count("denied")).toBe(1);
    clock.advance(0);
    expect(ana.text).toBe("to keep");
  });

  it("R5: rights taken away count from the next frame, rights given bring what was refused", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room);
    const bea = new TestClient(room, { personId: "bea" });
    ana.connection.changeRole("reader");
    ana.type("too early ");
    clock.advance(0);
    expect(bea.text).toBe("");
    ana.connection.changeRole("editor");
    clock.advance(0);
    expect(bea.text).toBe("too early ");
  });
});

describe("authorship", () => {
  it("R7: a clientID is bound to its first user, and the binding is written with the update", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room);
    for (const letter of "ab") {
      ana.type(letter);
      clock.advance(0);
    }
    expect(commits.writes.map(({ personId, bindings }) => [personId, bindings])).toEqual([
      ["ana", [{ clientId: ana.doc.clientID, personId: "ana" }]],
      ["ana", []],
    ]);
  });

  it("R6: an update under somebody else's clientID closes the connection and applies nothing", () => {
    const bindings = new Map([[77, "ana"]]);
    const { room, clock, commits } = aRoom({ stored: { state: [], bindings } });
    const ana = new TestClient(room);
    const mallory = new TestClient(room, { personId: "mallory" });
    mallory.connection.receive(frames.updateFrame(aStranger(77, "forged")));
    clock.advance(0);
    expect(mallory.closedWith).toBe("foreignClient");
    expect(commits.writes).toEqual([]);
    expect(ana.text).toBe("");
    expect(ana.closedWith).toBeNull();
  });

  it("R6: one foreign struct among own ones spoils the whole update", () => {
    const bindings = new Map([[77, "ana"]]);
    const { room, commits } = aRoom({ stored: { state: [], bindings } });
    const mallory = new TestClient(room, { personId: "mallory" });
    const mixed = Y.mergeUpdates([aStranger(77, "forged"), aStranger(78, "own")]);
    mallory.connection.receive(frames.step2Frame(mixed));
    expect(mallory.closedWith).toBe("foreignClient");
    expect(commits.writes).toEqual([]);
  });

  it("R6: repeating what others wrote is fine", () => {
    const { room, clock } = aRoom();
    new TestClient(room).type("by ana");
    clock.advance(0);
    const bea = new TestClient(room, { personId: "bea" });
    bea.connection.receive(frames.step2Frame(Y.encodeStateAsUpdate(bea.doc)));
    bea.doc.getText("t").delete(0, 3);
    expect(bea.closedWith).toBeNull();
    expect(new TestClient(room).text).toBe("ana");
  });

  it("R7: a clientID seen in somebody's presence cannot be used by another", () => {
    const { room } = aRoom();
    const ana = new TestClient(room);
    ana.connection.receive(presence(ana.doc.clientID, 1, {}));
    const mallory = new TestClient(room, { personId: "mallory" });
    mallory.connection.receive(frames.updateFrame(aStranger(ana.doc.clientID, "squatted")));
    expect(mallory.closedWith).toBe("foreignClient");
    ana.type("mine");
    expect(ana.closedWith).toBeNull();
  });
});

describe("presence", () => {
  it("R8: the name comes from the session, whatever was sent", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room);
    const { stateOf } = watch(room);
    const forged = { user: { id: "head", name: "Head of office" }, cursor: 3 };
    ana.connection.receive(presence(ana.doc.clientID, 1, forged));
    clock.advance(0);
    const user = { id: "ana", name: "Name of ana", centre: null, color: "#000000" };
    expect(stateOf(ana.doc.clientID)).toEqual({ user, cursor: 3 });
  });

  it("R8: nobody speaks for somebody else, and echoes are passed over", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room);
    const mallory = new TestClient(room, { personId: "mallory" });
    const { stateOf } = watch(room);
    const id = ana.doc.clientID;
    ana.connection.receive(presence(id, 1, { cursor: 1 }));
    mallory.connection.receive(presence(id, 9, { cursor: 666 }));
    mallory.connection.receive(presence(id, 9, null));
    clock.advance(0);
    expect(stateOf(id)).toMatchObject({ cursor: 1, user: { id: "ana" } });
    expect(mallory.closedWith).toBeNull();
  });

  it("R8: a reader is seen, and is gone when its connection is", () => {
    const { room, clock } = aRoom();
    const rita = new TestClient(room, { personId: "rita", role: "reader" });
    const { stateOf } = watch(room);
    rita.connection.receive(presence(rita.doc.clientID, 5, { cursor: 1 }));
    clock.advance(0);
    expect(stateOf(rita.doc.clientID)).toMatchObject({ user: { id: "rita" } });
    rita.connection.leave();
    clock.advance(0);
    expect(stateOf(rita.doc.clientID)).toBeUndefined();
  });

  it("R8: somebody whose second word is their first is seen: stock clients do not hear clock 0", () => {
    const { room, clock } = aRoom();
    const { stateOf } = watch(room);
    const ana = new TestClient(room);
    for (const said of [0, 1]) {
      ana.connection.receive(presence(5, said, {}));
      clock.advance(0);
    }
    expect(stateOf(5)).toMatchObject({ user: { id: "ana" } });
  });

  it("R8: somebody who comes back with an unchanged state is seen at once", () => {
    const { room, clock } = aRoom();
    const { stateOf } = watch(room);
    const first = new TestClient(room);
    first.connection.receive(presence(5, 3, { cursor: 1 }));
    clock.advance(0);
    first.connection.leave();
    clock.advance(0);
    const again = new TestClient(room);
    again.connection.receive(presence(5, 3, { cursor: 1 }));
    clock.advance(0);
    expect(stateOf(5)).toMatchObject({ cursor: 1 });
  });

  it("R8: another tab's echo does not take a tab's presence with it when it closes", () => {
    const { room, clock } = aRoom();
    const { stateOf } = watch(room);
    const tab = new TestClient(room);
    const other = new TestClient(room);
    tab.connection.receive(presence(5, 3, { cursor: 1 }));
    clock.advance(0);
    other.connection.receive(presence(6, 1, {}));
    other.connection.receive(presence(5, 3, { cursor: 1 }));
    other.connection.leave();
    clock.advance(0);
    expect(stateOf(5)).toMatchObject({ cursor: 1 });
  });

  it("R8: another tab's late echo does not bring back a tab that has been closed", () => {
    const { room, clock } = aRoom();
    const { stateOf } = watch(room);
    const tab = new TestClient(room);
    const other = new TestClient(room);
    other.connection.receive(presence(6, 1, {}));
    tab.connection.receive(presence(5, 3, { cursor: 1 }));
    clock.advance(0);
    tab.connection.leave();
    other.connection.receive(presence(5, 3, { cursor: 1 }));
    clock.advance(0);
    expect(stateOf(5)).toBeUndefined();
    const again = new TestClient(room);
    again.connection.receive(presence(5, 3, { cursor: 1 }));
    clock.advance(0);
    expect(stateOf(5)).toMatchObject({ cursor: 1 });
  });

  it("R8: a state that is no object, or too large, ends its connection only", () => {
    const { room } = aRoom();
    const [one, two, ana] = [new TestClient(room), new TestClient(room), new TestClient(room)];
    one.connection.receive(presence(1, 1, "a string"));
    two.connection.receive(presence(2, 1, { x: "x".repeat(collabLimits.awarenessBytes) }));
    expect([one.closedWith, two.closedWith, ana.closedWith]).toEqual([
      "malformed",
      "tooLarge",
      null,
    ]);
  });

  it("R8: a room that everybody has left waits for nothing, so that its memory is given back", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room, { personId: "ana" });
    const bea = new TestClient(room, { personId: "bea" });
    clock.advance(1_000);
    expect(clock.waiting).toBe(1);
    ana.connection.leave();
    clock.advance(1_000);
    expect(clock.waiting).toBe(1);
    bea.connection.leave();
    clock.advance(1_000);
    expect(clock.waiting).toBe(0);
  });

  it("R8: whoever asks is told who is here", () => {
    const { room, clock } = aRoom();
    const { awareness, watcher } = watch(room);
    const ana = new TestClient(room);
    ana.connection.receive(presence(5, 3, { cursor: 1 }));
    clock.advance(0);
    awareness.getStates().delete(5);
    awareness.meta.delete(5);
    watcher.connection.receive(frames.queryAwarenessFrame());
    expect(awareness.getStates().has(5)).toBe(true);
  });
});

describe("bounds", () => {
  it("R3: frames that cannot be decoded close their own connection only", () => {
    const { room, clock } = aRoom();
    const bystander = new TestClient(room, { personId: "bea" });
    const nonsense = [
      new Uint8Array(),
      new Uint8Array([9]),
      new Uint8Array([100, 0]),
      new Uint8Array([0, 7, 0]),
      new Uint8Array([0, 2, 3, 255, 255, 255]),
      new Uint8Array([0, 0, 200, 1]),
      new Uint8Array([1, 4, 1, 1, 1, 40]),
      new Uint8Array([255, 255, 255, 255, 255, 255, 255, 255, 255, 255]),
    ];
    for (const frame of nonsense) {
      const mallory = new TestClient(room, { personId: "mallory" });
      mallory.connection.receive(frame);
      expect(mallory.closedWith).toBe("malformed");
      mallory.connection.receive(frame);
    }
    new TestClient(room).type("fine");
    clock.advance(0);
    expect(bystander.text).toBe("fine");
  });

  it("R10: a frame beyond its bound is too large", () => {
    const { room } = aRoom({ limits: { frameBytes: 100 } });
    const ana = new TestClient(room);
    ana.type("x".repeat(200));
    expect(ana.closedWith).toBe("tooLarge");
  });

  it("R10: a document does not grow beyond its bound, and shrinks in the reckoning when cut", () => {
    const { room, clock, commits } = aRoom({ limits: { documentBytes: 2_000 } });
    const ana = new TestClient(room);
    for (let i = 0; i < 20; i++) {
      ana.type("x".repeat(500));
      ana.doc.getText("t").delete(0, 500);
    }
    expect(ana.closedWith).toBeNull();
    clock.advance(0);
    const before = commits.writes.length;
    ana.type("x".repeat(2_500));
    expect(ana.closedWith).toBe("tooLarge");
    expect(commits.writes).toHaveLength(before);
  });

  it("R10: a flood is cut off, a burst is not, and time forgives", () => {
    const { room, clock } = aRoom({ limits: { framesPerSecond: 10 } });
    const ana = new TestClient(room); // its step 1 costs 20
    for (let i = 0; i < 60; i++) ana.type("x");
    expect(ana.closedWith).toBeNull();
    clock.advance(10_000);
    for (let i = 0; i < 100; i++) ana.type("x");
    expect(ana.closedWith).toBeNull();
    ana.type("one too many");
    expect(ana.closedWith).toBe("flooding");
  });

  it("R3: a port that throws loses its own connection", () => {
    const { room, clock } = aRoom();
    const user = { id: "x", name: "X", centre: null, color: "#000000" };
    const fail = () => {
      throw new Error("socket gone");
    };
    const port = { send: fail, close: fail };
    room.join({ personId: "x", user, role: "editor", wantsAcks: false }, port);
    const bea = new TestClient(room, { personId: "bea" });
    new TestClient(room).type("fine");
    clock.advance(0);
    expect(bea.text).toBe("fine");
    expect(room.connectionCount).toBe(2);
  });
});

describe("convergence", () => {
  it("R9: an update that builds on something missing is dropped and asked for again", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room);
    ana.isSilent = true;
    ana.type("lost ");
    ana.isSilent = false;
    ana.type("sent ");
    clock.advance(0);
    expect(new TestClient(room).text).toBe("sent lost ");
  });

  it("R9: a deletion of something missing is not forgotten", () => {
    const { room } = aRoom();
    const ana = new TestClient(room);
    ana.isSilent = true;
    ana.type("lost and cut");
    ana.isSilent = false;
    ana.doc.getText("t").delete(4, 8);
    expect(new TestClient(room).text).toBe("lost");
  });

  it("R11: what one tick brings goes out as one frame, not to its only origin", () => {
    const { room, clock } = aRoom();
    const [ana, bea, cleo] = ["ana", "bea", "cleo"].map(
      (personId) => new TestClient(room, { personId }),
    ) as [TestClient, TestClient, TestClient];
    for (const letter of "abc") ana.type(letter);
    clock.advance(0);
    expect([ana, bea, cleo].map((it) => it.count("update"))).toEqual([0, 1, 1]);
    ana.type("d");
    bea.type("e");
    clock.advance(0);
    expect([ana, bea, cleo].map((it) => it.count("update"))).toEqual([1, 2, 2]);
    expect(new Set([ana.text, bea.text, cleo.text]).size).toBe(1);
  });
});

describe("pace", () => {
  it("R11: the first edit leaves at once, those that follow closely leave together", () => {
    const { room, clock } = aRoom({ contentTick: 10 });
    const ana = new TestClient(room);
    const bea = new TestClient(room, { personId: "bea" });
    clock.advance(100);
    ana.type("a");
    clock.advance(0);
    expect(bea.count("update")).toBe(1);
    ana.type("b");
    clock.advance(5);
    ana.type("c");
    expect(bea.count("update")).toBe(1);
    clock.advance(5);
    expect(bea.count("update")).toBe(2);
    expect(bea.text).toBe("cba");
  });

  it("R11: a room in which sending takes long gathers longer", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room);
    const bea = new TestClient(room, { personId: "bea" });
    const user = { id: "x", name: "X", centre: null, color: "#000000" };
    const slow = { send: () => clock.advance(5), close: () => undefined };
    room.join({ personId: "x", user, role: "reader", wantsAcks: false }, slow);
    for (const sent of [1, 2]) {
      ana.type("a");
      clock.advance(0);
      expect(bea.count("update")).toBe(sent);
    }
    ana.type("b");
    clock.advance(10);
    expect(bea.count("update")).toBe(2);
    clock.advance(10);
    expect(bea.count("update")).toBe(3);
  });
});

describe("acknowledgement", () => {
  it("R13: an ack follows the commit, carries its vector, and goes only to who asked", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room, { wantsAcks: true });
    const bea = new TestClient(room, { personId: "bea" });
    clock.advance(0);
    ana.sent.length = 0;
    ana.type("a");
    clock.advance(0);
    const commit = commits.take();
    ana.type("not in this batch");
    clock.advance(0);
    expect(ana.acks).toEqual([]);
    commit();
    expect(ana.acks).toHaveLength(1);
    const covered = Y.decodeStateVector(ana.acks[0]?.stateVector ?? new Uint8Array([0]));
    expect(covered.get(ana.doc.clientID)).toBe(1);
    commits.take()();
    expect(ana.acks.at(-1)?.stateVector).toEqual(room.stateVector());
    expect(bea.acks).toEqual([]);
  });

  it("R13: somebody who only repeats what is saved is told so", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room, { wantsAcks: true });
    clock.advance(0);
    expect(ana.acks).toEqual([{ stateVector: room.stateVector(), contentFrames: 1 }]);
  });

  it("R13: nobody is told so while the room has something uncommitted", () => {
    const { room, clock, commits } = aRoom();
    new TestClient(room).type("uncommitted");
    const bea = new TestClient(room, { personId: "bea", wantsAcks: true });
    clock.advance(0);
    expect(bea.acks).toEqual([]);
    commits.take()();
    expect(bea.acks).toHaveLength(1);
  });

  it("R14: a deletion, which moves no vector, is counted", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room, { wantsAcks: true });
    ana.type("abc");
    clock.advance(0);
    commits.take()();
    const before = ana.acks.at(-1)?.contentFrames ?? 0;
    ana.doc.getText("t").delete(0, 1);
    clock.advance(0);
    expect(ana.acks.at(-1)?.contentFrames).toBe(before);
    commits.take()();
    expect(ana.acks.at(-1)?.contentFrames).toBe(before + 1);
  });

  it("R14: a refused frame stops the count", () => {
    const { room, clock } = aRoom();
    const rita = new TestClient(room, { personId: "rita", role: "reader", wantsAcks: true });
    clock.advance(0);
    rita.type("refused");
    clock.advance(0);
    expect(rita.acks.map(({ contentFrames }) => contentFrames)).toEqual([1]);
  });
});

describe("the server's own edits", () => {
  it("R17: they are bound, relayed and written like any other", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room);
    room.applyServerEdit(null, aStranger(9, "by the server"));
    clock.advance(0);
    expect(ana.text).toBe("by the server");
    expect(commits.writes[0]).toMatchObject({
      personId: null,
      bindings: [{ clientId: 9, personId: "istmo:server" }],
    });
    ana.connection.receive(frames.updateFrame(aStranger(9, "by the server, forged")));
    expect(ana.closedWith).toBe("foreignClient");
  });

  it("R17: an edit for another document, or by a foreign clientID, is refused", () => {
    const { room } = aRoom({ stored: { state: [], bindings: new Map([[77, "ana"]]) } });
    expect(() => room.applyServerEdit("bea", aStranger(77, "forged"))).toThrow("foreign");
    const elsewhere = new Y.Doc();
    elsewhere.getText("t").insert(0, "before");
    const vector = Y.encodeStateVector(elsewhere);
    elsewhere.getText("t").insert(6, "after");
    const dangling = Y.encodeStateAsUpdate(elsewhere, vector);
    expect(() => room.applyServerEdit("bea", dangling)).toThrow("builds on something");
  });
});

describe("what one tick brings", () => {
  /** Decodes at a glance and makes Yjs throw: the value of its mark is no JSON. */
  function aBrokenMark(clientId: number): Uint8Array {
    const doc = new Y.Doc();
    doc.clientID = clientId;
    doc.getText("t").insert(0, "x", { bold: true });
    const update = Y.encodeStateAsUpdate(doc);
    const place = Buffer.from(update).indexOf("true");
    update.set([0x7b], place);
    return update;
  }

  it("R19: is one write of each person, one frame for all, and counted for each", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room, { wantsAcks: true });
    const bea = new TestClient(room, { personId: "bea", wantsAcks: true });
    const rita = new TestClient(room, { personId: "rita", role: "reader" });
    clock.advance(0);
    for (const letter of "abc") {
      ana.type(letter);
      bea.type(letter);
    }
    ana.doc.getText("t").delete(0, 1);
    clock.advance(0);
    expect(commits.writes.map(({ personId }) => personId)).toEqual(["ana", "bea"]);
    expect(rita.count("update")).toBe(1);
    expect(new Set([ana.text, bea.text, rita.text]).size).toBe(1);
    commits.take()();
    expect([ana, bea].map((it) => it.acks.at(-1)?.contentFrames)).toEqual([5, 4]);
    const stored = new Y.Doc();
    for (const { update } of commits.writes) Y.applyUpdate(stored, update);
    expect(stored.getText("t").toJSON()).toBe(rita.text);
  });

  it("R19, R3: an update that makes Yjs throw takes none of its tick with it", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room, { wantsAcks: true });
    const mallory = new TestClient(room, { personId: "mallory", wantsAcks: true });
    const bea = new TestClient(room, { personId: "bea" });
    clock.advance(0);
    ana.type("a");
    mallory.connection.receive(frames.updateFrame(aStranger(77, "before ")));
    mallory.connection.receive(frames.updateFrame(aBrokenMark(78)));
    mallory.connection.receive(frames.updateFrame(aStranger(79, "after ")));
    bea.type("b");
    clock.advance(0);
    expect([ana, mallory, bea].map((it) => it.closedWith)).toEqual([null, "malformed", null]);
    const stored = new Y.Doc();
    for (const { update } of commits.writes) Y.applyUpdate(stored, update);
    expect(stored.store.clients.has(78)).toBe(false);
    expect(stored.store.clients.has(79)).toBe(false);
    expect(stored.getText("t").toJSON()).toBe(ana.text);
    expect(ana.text).toContain("before ");
    expect(commits.writes.flatMap(({ bindings }) => bindings)).toContainEqual({
      clientId: 77,
      personId: "mallory",
    });
    ana.type("goes on");
    clock.advance(0);
    expect(bea.text).toBe(ana.text);
  });

  it("R19, R6: two who use one clientID in the same tick are told apart", () => {
    const { room, clock } = aRoom();
    const ana = new TestClient(room);
    ana.type("a");
    const mallory = new TestClient(room, { personId: "mallory" });
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(ana.doc));
    forged.clientID = ana.doc.clientID;
    const before = Y.encodeStateVector(forged);
    forged.getText("t").insert(1, "forged");
    mallory.connection.receive(frames.updateFrame(Y.encodeStateAsUpdate(forged, before)));
    expect(mallory.closedWith).toBe("foreignClient");
    clock.advance(0);
    expect(new TestClient(room).text).toBe("a");
  });

  it("R19: is kept when its author leaves before the tick ends", () => {
    const { room, commits } = aRoom();
    const ana = new TestClient(room);
    ana.type("gone, but kept");
    expect(room.isCommitted).toBe(false);
    ana.connection.leave();
    expect(commits.writes).toHaveLength(1);
    expect(new TestClient(room).text).toBe("gone, but kept");
  });

  it("R19: what two delete at once is not told twice by one who repeats it", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room);
    ana.type("abc");
    clock.advance(0);
    const bea = new TestClient(room, { personId: "bea" });
    clock.advance(0);
    ana.doc.getText("t").delete(0, 2);
    bea.doc.getText("t").delete(0, 2);
    clock.advance(0);
    expect(commits.writes.map(({ personId }) => personId)).toEqual(["ana", "ana"]);
    expect([ana.text, bea.text]).toEqual(["c", "c"]);
  });
});

describe("a document that is not built yet", () => {
  const stateOf = (text: string) => aStranger(9, text);
  const broken = () => {
    const state = stateOf("whole");
    return state.subarray(0, state.byteLength - 1);
  };

  it("R20: readers are answered from the bytes, whatever they have already", () => {
    const state = [stateOf("in two "), aStranger(10, "parts ")];
    const { room } = aRoom({ stored: { state, bindings: new Map() } });
    const rita = new TestClient(room, { personId: "rita", role: "reader" });
    expect(rita.text).toHaveLength(13);
    rita.connection.receive(frames.step1Frame(Y.encodeStateVector(rita.doc)));
    expect(rita.count("step2")).toBe(2);
    expect(room.stateVector()).toEqual(Y.encodeStateVector(rita.doc));
  });

  it("R20: who may write finds it built a moment later, and types on", () => {
    const stored = { state: [stateOf("text")], bindings: new Map([[9, "bea"]]) };
    const { room, clock } = aRoom({ stored });
    const ana = new TestClient(room);
    clock.advance(100);
    ana.type("more ");
    clock.advance(0);
    expect(new TestClient(room).text).toBe("more text");
  });

  it("R20: what is stored and broken blames nobody who is here", () => {
    const faults: unknown[] = [];
    const stored = { state: [broken()], bindings: new Map<number, string>() };
    const { room, clock } = aRoom({ stored, onFault: (fault) => faults.push(fault) });
    const user = { id: "ana", name: "Ana", centre: null, color: "#000000" };
    const ana = { closedWith: "" };
    const port = { send: () => undefined, close: (why: string) => void (ana.closedWith = why) };
    const member = { personId: "ana", user, role: "editor" as const, wantsAcks: false };
    const connection = room.join(member, port);
    connection.receive(frames.step2Frame(Uint8Array.of(0, 0)));
    expect(ana.closedWith).toBe("");
    clock.advance(100);
    expect(faults).toHaveLength(1);
    expect(ana.closedWith).toBe("shuttingDown");
    expect(() => room.applyServerEdit(null, stateOf("more"))).toThrow("broken");
  });
});

describe("the cost of an acknowledgement", () => {
  it("R13: it names whole vectors only to those who have just come, later what they wrote", () => {
    const stored = { state: [aStranger(9, "history")], bindings: new Map([[9, "bea"]]) };
    const { room, clock, commits } = aRoom({ stored });
    const ana = new TestClient(room, { wantsAcks: true });
    clock.advance(0);
    ana.type("a");
    clock.advance(0);
    commits.take()();
    const vectors = ana.acks.map(({ stateVector }) => Y.decodeStateVector(stateVector));
    expect(vectors).toEqual([new Map([[9, 7]]), new Map([[ana.doc.clientID, 1]])]);
  });

  it("R13: who repeats what is on its way to the database hears when it is there", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room);
    ana.type("a");
    clock.advance(0);
    const commit = commits.take();
    const again = new TestClient(room, { wantsAcks: true });
    clock.advance(0);
    expect(again.acks).toEqual([]);
    commit();
    expect(again.acks).toEqual([{ stateVector: room.stateVector(), contentFrames: 1 }]);
  });
});

describe("a database that has been away too long", () => {
  it("R21: content is refused with overloaded, reading and repeating is not", () => {
    const { room, clock, commits } = aRoom();
    const ana = new TestClient(room);
    ana.type("a");
    clock.advance(0);
    commits.isFull = true;
    const bea = new TestClient(room, { personId: "bea" });
    bea.connection.receive(frames.step2Frame(Y.encodeStateAsUpdate(bea.doc)));
    expect([bea.text, bea.closedWith]).toEqual(["a", null]);
    bea.type("b");
    ana.connection.receive(frames.step2Frame(aStranger(5, "pasted")));
    expect([ana.closedWith, bea.closedWith]).toEqual(["overloaded", "overloaded"]);
    expect(commits.writes).toHaveLength(1);
  });
});
