import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AddressInfo } from "node:net";
import { createPrismaClient, type PrismaClient } from "@istmo/prisma/client";
import { backoff, MailDelivery } from "../../apps/server/src/platform/mail-delivery.ts";
import { queueMail, type NewMail } from "../../apps/server/src/platform/mail-outbox.ts";
import { cloneDatabase, type ClonedDatabase } from "../support/template-database.ts";

interface Received {
  readonly to: string[];
  readonly raw: string;
}

describe("the delivery of mails", () => {
  let database: ClonedDatabase;
  let client: PrismaClient;
  let server: SMTPServer;
  let delivery: MailDelivery;
  let received: Received[];
  /** How many recipients the mail server refuses before it takes one. */
  let refusals: number;
  let now: Date;
  const silent = { warn: () => undefined, error: () => undefined };

  beforeAll(async () => {
    database = await cloneDatabase();
    client = createPrismaClient(database.connectionString);
  });
  afterAll(async () => {
    await client.$disconnect();
    await database.close();
  });
  beforeEach(async () => {
    received = [];
    refusals = 0;
    now = new Date("2026-11-24T12:00:00Z");
    await client.mail.deleteMany();
    server = new SMTPServer({
      authOptional: true,
      logger: false,
      disabledCommands: ["STARTTLS", "AUTH"],
      onRcptTo(_address, _session, callback) {
        refusals -= 1;
        callback(refusals >= 0 ? new Error("try again later") : null);
      },
      onData(stream, session, callback) {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          received.push({
            to: session.envelope.rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString("utf8"),
          });
          callback();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.server.address() as AddressInfo;
    delivery = deliver(`smtp://127.0.0.1:${port}`);
  });
  afterEach(async () => {
    await delivery.stop();
    await new Promise<void>((resolve) => server.close(resolve));
  });

  const deliver = (smtpUrl: string | null) =>
    new MailDelivery({
      client,
      settings: smtpUrl === null ? null : { smtpUrl, from: "Istmo <istmo@example.org>" },
      clock: { now: () => now },
      logger: silent,
    });
  const queue = (over: Partial<NewMail> = {}) =>
    client.$transaction((tx) =>
      queueMail(
        tx,
        {
          kind: "invitation",
          to: "ana@example.org",
          subject: "Invitación",
          text: "Hola, Ñandú:\n\nhttps://istmo.example.org/invitation#token\n",
          ...over,
        },
        now,
      ),
    );
  const lookOnce = async (by = delivery) => {
    by.wake();
    await by.settle();
    return client.mail.findFirstOrThrow();
  };
  const decodeBody = (raw: string) => {
    const [headers = "", ...rest] = raw.split("\r\n\r\n");
    const body = rest.join("\r\n\r\n");
    if (/transfer-encoding: base64/i.test(headers))
      return Buffer.from(body, "base64").toString("utf8");
    const bytes = body
      .replace(/=\r\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, "latin1").toString("utf8");
  };

  it("sends plain text in UTF-8 and forgets what was in it", async () => {
    await queue();
    const mail = await lookOnce();
    expect(mail).toMatchObject({ state: "sent", text: "", attempts: 1, sentAt: now });
    expect(received).toHaveLength(1);
    const [{ to, raw }] = received as [Received];
    expect(to).toEqual(["ana@example.org"]);
    expect(raw).toMatch(/^Content-Type: text\/plain; charset=utf-8/im);
    expect(raw).toMatch(/^From: Istmo <istmo@example.org>/im);
    expect(decodeBody(raw)).toContain("Hola, Ñandú:");
    expect(decodeBody(raw)).toContain("https://istmo.example.org/invitation#token");
  });

  it("tries again after a refusal, later each time, and sends it once", async () => {
    refusals = 1;
    await queue();
    const refused = await lookOnce();
    expect(refused).toMatchObject({ state: "queued", attempts: 1 });
    expect(refused.lastError).toContain("try again later");
    expect(refused.text).toContain("token");
    await lookOnce();
    expect(received).toEqual([]);
    now = refused.nextAttemptAt;
    expect(await lookOnce()).toMatchObject({ state: "sent", attempts: 2, lastError: null });
    await lookOnce();
    expect(received).toHaveLength(1);
    expect([1, 2, 3].map(backoff)).toEqual([30_000, 60_000, 120_000]);
    expect(backoff(40)).toBe(6 * 3_600_000);
  });

  it("gives up after ten refusals", async () => {
    refusals = 100;
    await queue();
    for (let attempt = 1; attempt <= 10; attempt++) {
      const { state, attempts, nextAttemptAt } = await lookOnce();
      expect([attempts, state]).toEqual([attempt, attempt === 10 ? "failed" : "queued"]);
      now = nextAttemptAt;
    }
    expect((await lookOnce()).attempts).toBe(10);
    expect(delivery.refusals).toBe(10);
  });

  it("lets neither names nor subjects add headers or recipients", async () => {
    await queue({
      subject: "Hola\r\nBcc: all@example.org\r\nX-Planted: yes\r\n\r\nbody",
      to: "ana@example.org",
    });
    await queue({ to: "ana@example.org, all@example.org" });
    await queue({ to: "ana@example.org>\r\nRCPT TO:<all@example.org" });
    await lookOnce();
    for (const { to, raw } of received) {
      expect(to).not.toContain("all@example.org");
      const [headers = ""] = raw.split("\r\n\r\n");
      expect(headers).not.toMatch(/^(bcc|x-planted|cc):/im);
    }
    expect(received.length).toBeGreaterThan(0);
  });

  it("is shared by two processes without sending twice", async () => {
    for (let count = 0; count < 8; count++) await queue({ to: `person${count}@example.org` });
    const { port } = server.server.address() as AddressInfo;
    const other = deliver(`smtp://127.0.0.1:${port}`);
    await Promise.all([lookOnce(), lookOnce(other)]);
    await other.stop();
    expect(received.map(({ to: [to] }) => to).sort()).toEqual(
      Array.from({ length: 8 }, (_none, index) => `person${index}@example.org`),
    );
  });

  it("sends nothing in clear to another machine", async () => {
    const { port } = server.server.address() as AddressInfo;
    await delivery.stop();
    // This machine, by an address that does not say so.
    delivery = deliver(`smtp://[::ffff:127.0.0.1]:${port}`);
    await queue();
    delivery.start();
    await expect
      .poll(async () => (await client.mail.findFirstOrThrow()).lastError)
      .toMatch(/STARTTLS/);
    expect((await client.mail.findFirstOrThrow()).state).toBe("queued");
    expect(received).toEqual([]);
  });

  it("keeps mails for the outbox page where there is no mail server", async () => {
    await queue();
    const without = deliver(null);
    const mail = await lookOnce(without);
    expect(mail).toMatchObject({ state: "kept", attempts: 0 });
    expect(mail.text).toContain("token");
    await without.stop();
  });

  it("leaves mails queued while the mail server is away", async () => {
    await new Promise<void>((resolve) => server.close(resolve));
    await queue();
    const mail = await lookOnce();
    expect(mail).toMatchObject({ state: "queued", attempts: 1 });
    expect(mail.lastError).not.toBeNull();
  });
});
