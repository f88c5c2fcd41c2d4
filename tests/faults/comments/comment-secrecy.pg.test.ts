/**
 * What is said within a centre, an organisation or the office leaves no trace anywhere else: every
 * answer and every event of the whole API is searched for it, by everybody else, head of office and
 * administrators included.
 */
import type { CatchUpAnswer, CommentThread, LiveEvent } from "@istmo/contracts";
import { canSeeComments } from "@istmo/domain";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commentDecisions } from "../access-matrix/comment-decisions.ts";
import { paperDecisions } from "../access-matrix/paper-decisions.ts";
import { peopleDecisions } from "../access-matrix/people-decisions.ts";
import { openWorld, type Column, type PaperSubject, type World } from "../access-matrix/world.ts";

/** Something said within a circle, and everything by which it could be known. */
interface Secret {
  readonly circle: string;
  readonly paper: PaperSubject;
  readonly thread: CommentThread;
  /** Words and ids; none of them may be in what an outsider is sent. */
  readonly traces: readonly string[];
}

describe("what is said within a circle", () => {
  let world: World;
  const secrets: Secret[] = [];
  const heard = new Map<Column, LiveEvent[]>();
  const sockets = new Map<Column, Socket>();

  const columnOf = (name: string): Column => {
    const column = world.columns.find((one) => one.name === name);
    if (column === undefined) throw new Error(`There is no ${name}.`);
    return column;
  };
  const isInside = ({ actor }: Column, { paper, circle }: Secret): boolean =>
    actor !== null && canSeeComments(actor, paper.facts, circle);

  beforeAll(async () => {
    world = await openWorld();
    for (const column of world.columns) await listen(column);
    await discuss("centre lead", "expert", "centre:centre-gt", world.papers.own);
    await discuss(
      "programme officer",
      "head of office",
      "organisation:org-unodc-regional",
      world.papers.own,
    );
    const within = await discuss(
      "focal point",
      "focal point",
      "organisation:org-sica",
      world.papers.issued,
    );
    const { status } = await columnOf("focal point").browser.post(
      `/api/v1/papers/${within.paper.paperId}/positions`,
      { threadIds: [within.thread.id], placeOf: within.thread.id, body: "La posición acordada" },
    );
    expect(status).toBe(201);
  });
  afterAll(async () => {
    for (const socket of sockets.values()) socket.close();
    await world.close();
  });

  /** Opens, answers, mends, resolves and opens again; every step is an event and an answer. */
  async function discuss(
    opener: string,
    answerer: string,
    circle: string,
    paper: PaperSubject,
  ): Promise<Secret> {
    const mark = `secreto-${secrets.length}`;
    const [first, second] = [columnOf(opener).browser, columnOf(answerer).browser];
    const opened = await first.post<CommentThread>(`/api/v1/papers/${paper.paperId}/comments`, {
      ...{ circle, target: "block", editionId: paper.editionId, blockId: "a-block" },
      // A block and a quote are of the text: where the position stands is told with it.
      ...{ quote: "palabras del texto", body: `${mark}-primero` },
    });
    expect(opened.status).toBe(201);
    const path = `/api/v1/comments/${opened.body.id}`;
    const key = { "idempotency-key": mark };
    const answered = await second.post<CommentThread>(
      `${path}/messages`,
      { body: `${mark}-segundo` },
      key,
    );
    const message = answered.body.messages[1];
    const mended = { version: 1, body: `${mark}-corregido` };
    await second.patch(`${path}/messages/${message?.id}`, mended);
    await first.post(`${path}/resolve`, { version: 1 });
    const last = await first.post<CommentThread>(`${path}/reopen`, { version: 2 });
    expect(last.status).toBe(200);
    const ids = last.body.messages.map(({ id }) => id);
    const traces = [mark, opened.body.id, ...ids];
    const secret = { circle, paper, thread: last.body, traces };
    secrets.push(secret);
    return secret;
  }

  async function listen(column: Column): Promise<void> {
    if (column.actor === null) return;
    const events: LiveEvent[] = [];
    const socket = io(world.app.origin, {
      ...{ path: "/socket.io", transports: ["websocket"], forceNew: true, reconnection: false },
      extraHeaders: { cookie: column.browser.cookie },
    });
    socket.on("event", (event: LiveEvent) => events.push(event));
    heard.set(column, events);
    sockets.set(column, socket);
    await new Promise((resolve) => socket.once("connect", () => resolve(undefined)));
  }

  /** Everything but the papers on which nothing was said, with the ways of narrowing a list of comments. */
  function* questions(): Generator<{ method: string; path: string; body?: unknown }> {
    const decisions = { ...paperDecisions, ...commentDecisions, ...peopleDecisions };
    const { foreign, classified } = world.papers;
    const others = [foreign, classified].flatMap(({ paperId, editionId }) => [paperId, editionId]);
    for (const [route, decision] of Object.entries(decisions)) {
      const [method = "", pattern = ""] = route.split(" ");
      const isExport = route.endsWith("/export");
      if ((method !== "GET" && !isExport) || pattern.startsWith("/collab")) continue;
      if ("open" in decision) yield { method, path: pattern };
      else
        for (const { path, body } of decision(world))
          if (!others.some((id) => path.includes(id)))
            yield { method, path, ...(body === undefined ? {} : { body }) };
    }
    for (const { paperId } of new Set(secrets.map(({ paper }) => paper)))
      for (const query of [
        ...secrets.map(({ circle }) => `circle=${circle}`),
        ...["mine=true", "unread=true", "state=open", "state=resolved", "limit=1"],
        ...["centre=centre-gt", "organisation=org-sica", "organisation=org-unodc-regional"],
        ...secrets.map(({ thread }) => `cursor=${Date.parse(thread.createdAt)}.${thread.id}`),
        `cursor=${Date.now() + 60_000}.z`,
      ])
        yield { method: "GET", path: `/api/v1/papers/${paperId}/comments?${query}` };
    for (const { thread } of secrets)
      yield { method: "GET", path: `/api/v1/comments/${thread.id}` };
    yield { method: "GET", path: "/api/v1/events?limit=200&order=asc&since=0" };
  }

  it("is in no answer to anybody else, whatever they ask for", async () => {
    const found: string[] = [];
    const seenInside = new Set<Secret>();
    const asked = new Map([...questions()].map((it) => [`${it.method} ${it.path}`, it]));
    for (const column of world.columns) {
      for (const { method, path, body } of asked.values()) {
        const answer = await fetch(`${world.app.origin}${path}`, {
          method,
          headers: { cookie: column.browser.cookie, "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await answer.text();
        for (const secret of secrets) {
          const trace = secret.traces.find((one) => text.includes(one));
          if (trace === undefined) continue;
          if (isInside(column, secret)) seenInside.add(secret);
          else found.push(`${column.name}: ${method} ${path} says ${trace}`);
        }
      }
    }
    expect(found).toEqual([]);
    // The search finds what is there to be found.
    expect(seenInside.size).toBe(secrets.length);
  }, 300_000);

  it("is in no count and no mark of what is unread", async () => {
    const outsider = columnOf("editor by share");
    const { body } = await outsider.browser.get<{ counts: object; items: object[] }>(
      `/api/v1/papers/${world.papers.own.paperId}/comments`,
    );
    // The one on the paper, that the head of office opened.
    expect(body.items).toHaveLength(1);
    expect(body.counts).toEqual({ open: 1, resolved: 0, unread: 1 });
  });

  it("reaches nobody else live, nor when they come back", async () => {
    const found: string[] = [];
    const insiders = new Set<Secret>();
    for (const [column, socket] of sockets) {
      const caughtUp = (await socket.emitWithAck("since", 0)) as CatchUpAnswer;
      const text = JSON.stringify([heard.get(column), caughtUp.events]);
      for (const secret of secrets) {
        const trace = secret.traces.find((one) => text.includes(one));
        if (trace === undefined) continue;
        if (isInside(column, secret)) insiders.add(secret);
        else found.push(`${column.name} hears ${trace}`);
      }
    }
    expect(found).toEqual([]);
    expect(insiders.size).toBe(secrets.length);
  });

  it("is written into no log, mail or message of the house, and its words into no event", async () => {
    const { client } = world.app;
    const rows = JSON.stringify([
      await client.auditEntry.findMany({ select: { body: true } }),
      await client.mail.findMany(),
      await client.actionItem.findMany(),
      await client.accessRequest.findMany(),
    ]);
    const payloads = JSON.stringify(await client.event.findMany({ select: { payload: true } }));
    for (const { traces } of secrets) {
      for (const trace of traces) expect(rows).not.toContain(trace);
      expect(payloads).not.toContain(traces[0]);
    }
  });
});
