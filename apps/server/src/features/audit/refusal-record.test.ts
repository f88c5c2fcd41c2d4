import { describe, expect, it } from "vitest";
import type { AuditActor, NewAuditEntry } from "../../platform/audit-log.ts";
import type { Refusal } from "../../http/api.ts";
import { RefusalRecord } from "./refusal-record.ts";

function aRecord() {
  const written: { actor: AuditActor; entries: readonly NewAuditEntry[] }[] = [];
  let now = Date.parse("2026-11-24T12:00:00Z");
  const log = {
    record: async (actor: AuditActor, entries: readonly NewAuditEntry[]) => {
      written.push({ actor, entries });
    },
  };
  const record = new RefusalRecord(log, { now: () => new Date(now) });
  return { record, written, pass: (milliseconds: number) => (now += milliseconds) };
}

const aRefusal = (over: Partial<Refusal> & { sessionId?: string } = {}): Refusal => ({
  command: {
    personId: "person-1",
    idempotency: null,
    origin: { ip: "192.0.2.1", userAgent: null, sessionId: over.sessionId ?? "session-1" },
  },
  code: "not_allowed",
  route: "post /papers/:id/submit",
  params: { id: "paper-1" },
  ...over,
});

describe("the record of refusals", () => {
  it("tells who was refused what, on what and from where", async () => {
    const { record, written } = aRecord();
    await record.add(aRefusal());
    expect(written).toEqual([
      {
        actor: {
          personId: "person-1",
          origin: { ip: "192.0.2.1", userAgent: null, sessionId: "session-1" },
          at: new Date("2026-11-24T12:00:00Z"),
        },
        entries: [
          {
            kind: "access.refused",
            subject: { kind: "paper", id: "paper-1" },
            paperId: "paper-1",
            after: { route: "post /papers/:id/submit", code: "not_allowed" },
          },
        ],
      },
    ]);
  });

  it("names people of the administration's routes, and nothing where a route names nothing", async () => {
    const { record, written } = aRecord();
    await record.add(
      aRefusal({ route: "post /admin/people/:id/deactivate", params: { id: "person-2" } }),
    );
    await record.add(aRefusal({ route: "get /audit", params: {} }));
    expect(written[0]?.entries[0]?.subject).toEqual({ kind: "person", id: "person-2" });
    expect(written[1]?.entries[0]?.subject).toBeUndefined();
  });

  it("is written once a minute for a session and a route, however often it is tried", async () => {
    const { record, written, pass } = aRecord();
    await Promise.all(Array.from({ length: 1000 }, () => record.add(aRefusal())));
    expect(written).toHaveLength(1);
    await record.add(aRefusal({ route: "get /audit", params: {} }));
    await record.add(aRefusal({ sessionId: "session-2" }));
    expect(written).toHaveLength(3);
    pass(59_999);
    await record.add(aRefusal());
    expect(written).toHaveLength(3);
    pass(1);
    await record.add(aRefusal());
    expect(written).toHaveLength(4);
  });

  it("stays bounded under a flood of sessions, and goes on after it", async () => {
    const { record, written, pass } = aRecord();
    for (let n = 0; n < 12_000; n += 1) await record.add(aRefusal({ sessionId: `flood-${n}` }));
    expect(written).toHaveLength(10_000);
    pass(60_000);
    await record.add(aRefusal());
    expect(written).toHaveLength(10_001);
  });

  it("leaves out that somebody was asked to confirm who they are", async () => {
    const { record, written } = aRecord();
    await record.add(aRefusal({ code: "confirmation_required" }));
    expect(written).toEqual([]);
  });
});
