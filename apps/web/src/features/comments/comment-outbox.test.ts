import { describe, expect, it } from "vitest";

import { ApiProblem } from "../../api/problem.ts";
import { openCommentOutbox, type Letter, type LetterStore } from "./comment-outbox.ts";

const reply = { type: "reply", threadId: "t" } as const;
const words = (text: string) => ({ text, mentions: [] });
const offline = () => new ApiProblem({ code: "offline" });

class MemoryStore implements LetterStore {
  readonly kept = new Map<string, Letter>();
  load = () => Promise.resolve([...this.kept.values()]);
  put = (letter: Letter) => void this.kept.set(letter.id, letter);
  remove = (id: string) => void this.kept.delete(id);
}

/** An outbox whose line a test cuts and mends. */
function anOutbox(store = new MemoryStore()) {
  const sent: { text: string; key: string }[] = [];
  const line: { answer: () => Promise<unknown> } = { answer: () => Promise.resolve() };
  let again: (() => void) | null = null;
  const outbox = openCommentOutbox({
    store,
    send: async (letter, key) => {
      sent.push({ text: letter.words.text, key });
      await line.answer();
    },
    later: (callback) => {
      again = callback;
      return () => {
        again = null;
      };
    },
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return { outbox, store, sent, line, settle, passTime: () => again?.() };
}

describe("comments that the server does not have yet", () => {
  it("wait while there is no connection, and go later under the same key, in their order", async () => {
    const { outbox, sent, line, settle, passTime } = anOutbox();
    line.answer = () => Promise.reject(offline());
    outbox.write("reply t", reply, words("uno"));
    outbox.send("reply t");
    outbox.write("reply t", reply, words("dos"));
    outbox.send("reply t");
    await settle();
    expect(outbox.getLetters().map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    line.answer = () => Promise.resolve();
    passTime();
    await settle();
    expect(outbox.getLetters()).toEqual([]);
    expect(sent.map(({ text }) => text)).toEqual(["uno", "uno", "dos"]);
    expect(sent[1]?.key).toBe(sent[0]?.key);
    expect(sent[2]?.key).not.toBe(sent[0]?.key);
  });

  it("outlive the page, as a draft or on their way", async () => {
    const { outbox, store, line, settle } = anOutbox();
    line.answer = () => Promise.reject(offline());
    outbox.write("reply t", reply, words("en camino"));
    outbox.send("reply t");
    outbox.write("reply u", { ...reply, threadId: "u" }, words("a medias"));
    await settle();
    outbox.dispose();

    const next = anOutbox(store);
    await next.settle();
    expect(next.sent.map(({ text }) => text)).toEqual(["en camino"]);
    expect(next.outbox.getLetters().map(({ words: { text } }) => text)).toEqual(["a medias"]);
  });

  it("say why they were refused, and go back into the field with what stands there by now", async () => {
    const { outbox, line, settle } = anOutbox();
    line.answer = () =>
      Promise.reject(new ApiProblem({ code: "comment_is_resolved", status: 409 }));
    outbox.write("reply t", reply, words("tarde"));
    outbox.send("reply t");
    await settle();
    const [refused] = outbox.getLetters();
    expect(refused).toMatchObject({ state: "refused", problem: "comment_is_resolved" });
    outbox.write("reply t", reply, words("otra"));
    outbox.takeBack(refused!.id);
    expect(outbox.getLetters()).toMatchObject([
      { id: "reply t", state: "draft", words: { text: "otra\ntarde" } },
    ]);
  });

  it("leave nothing behind when a reply is emptied, and are not sent empty", async () => {
    const { outbox, store, sent, settle } = anOutbox();
    outbox.write("reply t", reply, words("a"));
    outbox.write("reply t", reply, words("  "));
    outbox.send("reply t");
    await settle();
    expect([outbox.getLetters(), store.kept.size, sent.length]).toEqual([[], 0, 0]);
  });
});
