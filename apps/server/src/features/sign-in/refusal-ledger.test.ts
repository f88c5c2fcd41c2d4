import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AuditActor, NewAuditEntry } from "../../platform/audit-log.ts";
import { RefusalLedger } from "./refusal-ledger.ts";

const written: { actor: AuditActor; entry: NewAuditEntry | undefined }[] = [];
const openLedger = () =>
  new RefusalLedger({
    record: async (actor, [entry]) => {
      written.push({ actor, entry });
    },
    clock: { now: () => new Date() },
    logger: { error: () => undefined },
  });
const refused = (personId: string, ip: string) => ({
  personId,
  what: "password",
  origin: { ip, userAgent: null, sessionId: null },
});
const attempts = () => written.map(({ entry }) => entry?.after?.["attempts"]);

describe("refused sign-ins on their way into the audit log", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-10-01T12:00:00Z") });
    written.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are written soon, as nobody's act upon the account", async () => {
    openLedger().note(refused("ana", "10.0.0.1"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toMatchObject([
      {
        actor: { personId: null, origin: { ip: "10.0.0.1" } },
        entry: { kind: "sign_in.refused", subject: { kind: "person", id: "ana" } },
      },
    ]);
  });

  it("make one entry a minute for an account and address, with their number", async () => {
    const ledger = openLedger();
    for (let second = 0; second < 150; second++) {
      ledger.note(refused("ana", "10.0.0.1"));
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(attempts()).toEqual([1, 60, 60]);
    await ledger.close();
    expect(attempts()).toEqual([1, 60, 60, 29]);
  });

  it("are counted by account alone when the addresses are too many", async () => {
    const ledger = openLedger();
    for (let host = 0; host < 1000; host++)
      ledger.note(refused("ana", `10.0.${host >> 8}.${host & 255}`));
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toHaveLength(251);
    expect(attempts().at(-1)).toBe(750);
  });

  it("leave no timer running when there is nothing to write", async () => {
    openLedger().note(refused("ana", "10.0.0.1"));
    await vi.advanceTimersByTimeAsync(62_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
