import { connect } from "node:net";
import type { LiveEvent, PaperFile } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aBomb, aJpeg, aPng, withExif } from "../../../../../tests/support/pictures.ts";
import {
  openTestApp,
  type Browser,
  type Problem,
  type TestApp,
} from "../../../../../tests/support/test-app.ts";
import { picturesWithin } from "./files.queries.ts";

const paperId = "paper-secondary-ports";
const path = `/api/v1/papers/${paperId}/files`;

let app: TestApp;
let lead: Browser;
beforeAll(async () => {
  app = await openTestApp();
  await app.client.paper.update({
    where: { id: paperId },
    data: { classification: "unclassified" },
  });
  lead = await app.signIn("lead.gt");
});
afterAll(() => app.close());

async function upload(
  who: Browser,
  bytes: Uint8Array,
  { type = "application/octet-stream", query = "", to = path } = {},
): Promise<{ status: number; body: PaperFile & Problem }> {
  const answer = await fetch(`${app.origin}${to}${query}`, {
    method: "POST",
    headers: { cookie: who.cookie, "content-type": type },
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, body: (await answer.json()) as PaperFile & Problem };
}

async function show(who: Browser, fileId: string) {
  const answer = await fetch(`${app.origin}/api/v1/files/${fileId}`, {
    headers: { cookie: who.cookie },
  });
  return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

describe("a picture of a paper", () => {
  it("is shown to whoever may read the paper, by nobody else's leave and with no rights of its own", async () => {
    const { status, body } = await upload(lead, withExif(aJpeg(), 6, "14.6 N"), {
      type: "image/jpeg",
      query: `?name=${encodeURIComponent("Puerto Quetzal.jpg")}`,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ paperId, name: "Puerto Quetzal.jpg", mediaType: "image/jpeg" },
      ...{ width: 16, height: 32 },
    });
    const other = await app.signIn("expert1.pa");
    const { answer, bytes } = await show(other, body.id);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "content-disposition": `inline; filename="${body.id}.jpg"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=86400, immutable",
    });
    expect(bytes.length).toBe(body.bytes);
    expect(Buffer.from(bytes).includes("14.6 N")).toBe(false);
    const observer = await app.signIn("observer");
    expect((await show(observer, body.id)).answer.status).toBe(404);
    expect((await show(app.stranger(), body.id)).answer.status).toBe(401);
    const { body: heard } = await other.get<{ items: LiveEvent[] }>(
      "/api/v1/events?limit=20&order=desc",
    );
    expect(heard.items[0]).toMatchObject({ type: "figure.added", payload: { fileId: body.id } });
  });

  it("stays on no device where the paper is classified", async () => {
    const { body } = await upload(lead, aPng());
    const move = (classification: string) =>
      app.client.paper.update({ where: { id: paperId }, data: { classification } });
    await move("confidential");
    const head = await app.signIn("head");
    const { answer } = await show(head, body.id);
    await move("unclassified");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("is kept once, however often it is uploaded to the same paper", async () => {
    const [one, two] = [await upload(lead, aPng({}, 7)), await upload(lead, aPng({}, 7))];
    expect(two.body.id).toBe(one.body.id);
    const { body } = await lead.get<{ items: PaperFile[]; nextCursor: string | null }>(
      `${path}?limit=2`,
    );
    expect(body.items).toHaveLength(2);
    expect(body.nextCursor).not.toBeNull();
  });

  it("is what its bytes are, whatever name and header say", async () => {
    const png = await upload(lead, aPng({}, 1), { type: "text/html", query: "?name=a.svg" });
    expect(png).toMatchObject({ status: 201, body: { mediaType: "image/png" } });
    const zip = Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(500)]);
    const named = { type: "image/png", query: "?name=mapa.png" };
    expect(await upload(lead, zip, named)).toMatchObject({
      status: 415,
      body: { code: "picture_unknown" },
    });
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    expect(await upload(lead, svg, named)).toMatchObject({
      status: 415,
      body: { code: "picture_is_svg" },
    });
    expect((await upload(lead, aPng(), { type: "application/json" })).status).toBe(400);
  });

  it("is refused where it is empty, cut off, damaged, or would unfold to gigabytes", async () => {
    const refusal = async (bytes: Uint8Array) => (await upload(lead, bytes)).body.code;
    expect(await refusal(new Uint8Array())).toBe("file_empty");
    expect(await refusal(aPng().subarray(0, 70))).toBe("picture_unreadable");
    expect(await refusal(aJpeg().subarray(0, 40))).toBe("picture_unreadable");
    expect(await refusal(aBomb(30_000))).toBe("picture_too_many_pixels");
    expect(await refusal(aBomb(5000))).toBe("picture_unreadable");
    // The server is well, and goes on.
    expect((await upload(lead, aPng({}, 2))).status).toBe(201);
  });

  it("that is also a page comes out as a picture alone", async () => {
    const tail = Buffer.from("<html><script>alert(document.cookie)</script>");
    const { body } = await upload(lead, aPng({ tail }, 3));
    expect(Buffer.from((await show(lead, body.id)).bytes).includes("<script>")).toBe(false);
  });

  it("that is too large is refused before it has arrived, and without being kept in memory", async () => {
    const { port } = new URL(app.origin);
    /** Sends a head, then parts for as long as the server takes them; gives what it answered. */
    const send = (head: string[], parts: number) =>
      new Promise<{ answer: string; sent: number }>((resolve) => {
        let [answer, sent] = ["", 0];
        const socket = connect(Number(port), "127.0.0.1");
        const part = Buffer.alloc(1024 * 1024);
        const more = () => {
          if (answer !== "" || sent >= parts || socket.destroyed) return void socket.end();
          sent += 1;
          socket.write(`${part.length.toString(16)}\r\n`);
          socket.write(part);
          socket.write("\r\n", () => setImmediate(more));
        };
        socket.on("data", (data) => (answer += data.toString()));
        socket.on("error", () => undefined);
        socket.on("close", () => resolve({ answer, sent }));
        socket.write(
          [`POST ${path} HTTP/1.1`, "host: localhost", `cookie: ${lead.cookie}`, ...head].join(
            "\r\n",
          ) + "\r\n\r\n",
        );
        if (parts > 0) more();
      });
    const announced = await send([`content-length: ${200 * 1024 * 1024}`], 0);
    expect(announced.answer).toMatch(/^HTTP\/1.1 413 /);
    expect(announced.answer).toContain("file_too_large");
    const streamed = await send(["transfer-encoding: chunked"], 200);
    expect(streamed.answer).toContain("file_too_large");
    expect(streamed.sent).toBeLessThan(200);
  });

  it("is uploaded by those who write or suggest, and by nobody else", async () => {
    const refusal = async (account: string) =>
      (await upload(await app.signIn(account), aPng({}, 9))).body.code;
    expect(await refusal("observer")).toBe("not_found");
    await app.client.paperShare.create({
      data: {
        ...{ id: "a-share", paperId, subject: "person:person-focal-oas", level: "commenter" },
        createdById: "person-head",
      },
    });
    expect(await refusal("focal.oas")).toBe("not_allowed");
    await app.client.paperShare.update({ where: { id: "a-share" }, data: { level: "suggester" } });
    expect((await upload(await app.signIn("focal.oas"), aPng({}, 9))).status).toBe(201);
  });

  it("goes into an exported file, and no other paper's does", async () => {
    const { body } = await upload(lead, aPng({}, 12));
    const held = await picturesWithin(app.client, paperId, [body.id, "no-such-file"]);
    const { bytes } = await show(lead, body.id);
    expect([...held]).toEqual([
      [body.id, `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`],
    ]);
    expect((await picturesWithin(app.client, "paper-urban-analysts", [body.id])).size).toBe(0);
  });

  it("does not come into a paper that holds as many as it may", async () => {
    const data = new Uint8Array(1);
    await app.client.paperFile.createMany({
      data: Array.from({ length: 300 }, (_, index) => ({
        ...{
          id: `filler-${index}`,
          paperId,
          name: "",
          mediaType: "image/png",
          width: 1,
          height: 1,
        },
        ...{ bytes: 1, sha256: String(index), data, createdById: "person-head" },
      })),
    });
    expect((await upload(lead, aPng({}, 11))).body.code).toBe("too_many_pictures");
    await app.client.paperFile.deleteMany({ where: { id: { startsWith: "filler-" } } });
  });
});
