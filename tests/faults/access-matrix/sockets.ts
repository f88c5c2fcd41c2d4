/** The two doors that are no HTTP routes: co-editing and the live connection. */
import {
  collabMessage,
  decodeAnswer,
  encodeFrames,
  type CatchUpAnswer,
  type LiveEvent,
  type Paper,
} from "@istmo/contracts";
import {
  canReadPaper,
  canSeeAction,
  canSeeComments,
  editionRoleFor,
  type Actor,
  type PaperFacts,
} from "@istmo/domain";
import { createDecoder, readVarUint, readVarUint8Array } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarUint } from "lib0/encoding";
import { io, type Socket } from "socket.io-client";
import { WebSocket } from "ws";
import { writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import type { Column, PaperSubject, World } from "./world.ts";

/** What the rules grant in a paper's text. */
export function collabVerdict(actor: Actor | null, paper: PaperSubject): string {
  if (actor === null) return "401";
  const role = editionRoleFor(actor, paper.facts, paper.sectionOwners);
  if (role === null) return "·";
  return role === "editor" ? "writes" : "reads";
}

/** An update that adds a paragraph, as a frame. */
function anEdit(): Uint8Array {
  const doc = new Y.Doc();
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText("Una frase.")]);
  doc.getXmlFragment("body").insert(0, [paragraph]);
  const encoder = createEncoder();
  writeVarUint(encoder, collabMessage.sync);
  writeUpdate(encoder, Y.encodeStateAsUpdate(doc));
  doc.destroy();
  return toUint8Array(encoder);
}

/** What a frame of the server says about the edit; null when it says nothing. */
function verdictIn(frame: Uint8Array): "reads" | "writes" | null {
  const decoder = createDecoder(frame);
  const type = readVarUint(decoder);
  if (type === collabMessage.auth) return "reads";
  if (type !== collabMessage.ack) return null;
  readVarUint8Array(decoder);
  return readVarUint(decoder) > 0 ? "writes" : null;
}

/** Opens the text, writes into it, and tells what came of it: a status, or whether it was kept. */
export function askCollab(
  { app }: World,
  { browser }: Column,
  paper: PaperSubject,
): Promise<string> {
  const url = `${app.origin.replace("http", "ws")}/collab/${paper.editionId}?ack=1`;
  const socket = new WebSocket(url, { headers: { cookie: browser.cookie } });
  return new Promise<string>((resolve) => {
    socket.on("unexpected-response", (_request, { statusCode }) =>
      resolve(statusCode === 404 ? "·" : String(statusCode)),
    );
    socket.on("error", (error) => resolve(error.message));
    socket.on("open", () => socket.send(anEdit()));
    socket.on("close", (code) => resolve(`closed with ${code}`));
    socket.on("message", (data: Buffer) => {
      const verdict = verdictIn(data);
      if (verdict !== null) resolve(verdict);
    });
  }).finally(() => socket.terminate());
}

/** The same over plain HTTP. */
export async function askCollabOverHttp(
  { app }: World,
  { browser }: Column,
  paper: PaperSubject,
): Promise<string> {
  const base = `${app.origin}/collab/${paper.editionId}/http`;
  const headers = { cookie: browser.cookie, "content-type": "application/octet-stream" };
  const opened = await fetch(`${base}?ack=1`, { method: "POST", headers });
  if (opened.status !== 201) return opened.status === 404 ? "·" : String(opened.status);
  const { connection } = (await opened.json()) as { connection: string };
  const line = `${base}/${connection}`;
  const body = encodeFrames([anEdit()]);
  await fetch(`${line}?from=1`, { method: "POST", headers, body });
  try {
    for (let after = 0; ;) {
      const polled = await fetch(`${line}?after=${after}`, { headers });
      const answer = decodeAnswer(new Uint8Array(await polled.arrayBuffer()));
      if (answer === null) return `answered with ${polled.status}`;
      const verdict = answer.frames.map(verdictIn).find((it) => it !== null);
      if (verdict !== undefined) return verdict;
      if (answer.closeCode !== 0) return `closed with ${answer.closeCode}`;
      after = answer.first + answer.frames.length - 1;
    }
  } finally {
    await fetch(line, { method: "DELETE", headers });
  }
}

export interface HeardRow {
  readonly event: string;
  readonly on: string;
  readonly cells: { readonly expected: string; readonly actual: string }[];
}

interface Ear {
  readonly socket: Socket | null;
  readonly heard: LiveEvent[];
}

function listen(world: World, { browser }: Column): Promise<Ear> {
  const heard: LiveEvent[] = [];
  const socket = io(world.app.origin, {
    path: "/socket.io",
    transports: ["websocket"],
    extraHeaders: { cookie: browser.cookie },
    forceNew: true,
    reconnection: false,
  });
  socket.on("event", (event: LiveEvent) => heard.push(event));
  return new Promise((resolve) => {
    socket.on("connect", () => resolve({ socket, heard }));
    socket.on("connect_error", () => {
      socket.close();
      resolve({ socket: null, heard });
    });
  });
}

const since = (socket: Socket, seq: number): Promise<CatchUpAnswer> =>
  socket.emitWithAck("since", seq);

/** Lets things happen to papers and items, and tells who heard of which, live and afterwards. */
export async function hearsOf(world: World): Promise<HeardRow[]> {
  const { app, columns } = world;
  const ears = await Promise.all(columns.map((column) => listen(world, column)));
  const head = await app.signIn("head");
  const lead = await app.signIn("lead.gt");
  const { seq } = await app.client.eventCounter.findUniqueOrThrow({ where: { id: 1 } });

  const made: { event: string; on: string; id: string; hears: (actor: Actor) => boolean }[] = [];
  for (const [on, centreId, classification] of [
    ["own", "centre-gt", "unclassified"],
    ["foreign", "centre-ni", "unclassified"],
    ["classified", "centre-gt", "strictly_confidential"],
  ] as const) {
    const { body } = await head.post<Paper>("/api/v1/papers", {
      templateId: "tpl-policy-brief",
      title: { es: "Otro" },
      originalLanguage: "es",
      languages: ["es"],
      leadCentreId: centreId,
      centreIds: [centreId],
      classification,
    });
    const facts: PaperFacts = {
      id: body.id,
      stage: "draft",
      leadCentreId: centreId,
      centreIds: [centreId],
      classification,
      shares: [],
    };
    made.push({
      event: "paper.created",
      on,
      id: body.id,
      hears: (actor) => canReadPaper(actor, facts),
    });
    for (const [circle, within] of [
      ["paper", ""],
      ["centre:centre-gt", ", within the centre"],
    ] as const) {
      const opener = circle === "paper" ? head : lead;
      const opened = await opener.post<{ id: string }>(`/api/v1/papers/${body.id}/comments`, {
        ...{ circle, target: "paper", body: "Un comentario" },
      });
      // The lead reads but one of the papers.
      if (opened.status !== 201) continue;
      made.push({
        event: "comment.opened",
        on: `${on}${within}`,
        id: opened.body.id,
        hears: (actor) => canSeeComments(actor, facts, circle),
      });
    }
    const item = await head.post<{ id: string }>("/api/v1/actions", {
      title: "Otra",
      language: "es",
      centreId,
      priority: "normal",
      origin: { paperId: body.id, blockId: null },
    });
    made.push({
      event: "action.created",
      on,
      id: item.body.id,
      hears: (actor) => canSeeAction(actor, { classification, organisationId: null }),
    });
  }

  const tells = (events: readonly LiveEvent[], id: string) =>
    events.some(({ payload }) => Object.values(payload).includes(id));
  // A round trip on the same ordered line: what was sent before it has arrived.
  const answers = await Promise.all(
    ears.map(async ({ socket }) => (socket === null ? null : since(socket, Number(seq)))),
  );
  const rows = made.map(({ event, on, id, hears }): HeardRow => {
    const cells = columns.map(({ actor }, index) => {
      const expected = actor === null ? "401" : hears(actor) ? "●" : "·";
      const answer = answers[index];
      if (answer == null) return { expected, actual: "401" };
      const live = tells(ears[index]?.heard ?? [], id);
      const later = tells(answer.events, id);
      return { expected, actual: live !== later ? "live and later differ" : live ? "●" : "·" };
    });
    return { event: `socket: ${event}`, on, cells };
  });
  for (const { socket } of ears) socket?.close();
  return rows;
}
