import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../http/app-error.ts";
import type { Admission } from "./admission.ts";
import { KnownDevices } from "./known-devices.ts";
import { PasswordSignIn } from "./password-sign-in.ts";
import type { Passwords } from "./passwords.ts";
import { RefusalLedger } from "./refusal-ledger.ts";
import type { SignInPerson, SignInRepository } from "./sign-in.repository.ts";

const right = "the right one";
let time = Date.parse("2026-10-01T12:00:00Z");
const clock = { now: () => new Date(time) };
const minute = 60_000;

/** People in memory; a password's hash is the password, and hashing takes no time. */
function aDoor() {
  const people = new Map<string, SignInPerson>();
  for (const name of ["ana", "luis"])
    people.set(`${name}@example.org`, {
      id: name,
      email: `${name}@example.org`,
      name,
      locale: "es",
      deactivatedAt: null,
      passwordHash: right,
    });
  let isGateFull = false;
  let checks = 0;
  const passwords: Pick<Passwords, "check"> = {
    async check(_comer, find, password) {
      if (isGateFull) throw new AppError("too_many_waiting");
      const found = await find();
      checks += 1;
      return { found, isRight: found?.passwordHash === password };
    },
  };
  const admission: Pick<Admission, "admit"> = {
    admit: async (id) => ({ person: { id, email: "" }, cookies: [], isComplete: true }),
  };
  const repository: Pick<SignInRepository, "findByEmail"> = {
    findByEmail: async (email) => people.get(email) ?? null,
  };
  const devices = new KnownDevices({ secret: "ours", isHttps: false, clock });
  const refusals = new RefusalLedger({
    record: async () => undefined,
    clock,
    logger: { error: () => undefined },
  });
  const door = new PasswordSignIn({
    admission: admission as Admission,
    repository: repository as SignInRepository,
    passwords: passwords as Passwords,
    devices,
    refusals,
    clock,
  });
  return {
    checks: () => checks,
    fillGate: (isFull: boolean) => (isGateFull = isFull),
    changePassword(email: string, passwordHash: string) {
      const person = people.get(email);
      if (person) people.set(email, { ...person, passwordHash });
    },
    cookieFor: (email: string) =>
      devices
        .remember({ email, passwordHash: people.get(email)?.passwordHash ?? null })
        .split(";")[0],
    /** The refusal's code, or "in". */
    async try(
      email: string,
      password: string,
      from: { address: string; cookie?: string | undefined },
    ) {
      const origin = { ip: from.address, userAgent: null, sessionId: null };
      const who = { origin, address: from.address, cookieHeader: from.cookie };
      return door.signIn({ email, password }, who).then(
        () => "in",
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      );
    },
  };
}
type Door = ReturnType<typeof aDoor>;

/** Wrong passwords at an account, each from an address of its own. */
async function attack(
  door: Door,
  email: string,
  attempts: number,
): Promise<Record<string, number>> {
  const answers: Record<string, number> = {};
  for (let at = 0; at < attempts; at++) {
    const answer = await door.try(email, "wrong", {
      address: `10.${at >> 16}.${at >> 8}.${at & 255}`,
    });
    answers[answer] = (answers[answer] ?? 0) + 1;
  }
  return answers;
}

describe("a thousand wrong passwords at one account, from a thousand addresses", () => {
  let door: Door;
  beforeEach(() => {
    door = aDoor();
  });

  it("are a hundred guesses in ten minutes, and no work beyond them", async () => {
    expect(await attack(door, "ana@example.org", 1000)).toEqual({
      wrong_credentials: 100,
      rate_limited: 900,
    });
    expect(door.checks()).toBe(100);
  });

  it("keep the owner out of no browser that is known", async () => {
    const cookie = door.cookieFor("ana@example.org");
    await attack(door, "ana@example.org", 1000);
    expect(await door.try("ana@example.org", right, { address: "10.9.9.9", cookie })).toBe("in");
  });

  it("keep the owner out of a new browser for ten minutes at most", async () => {
    await attack(door, "ana@example.org", 1000);
    const owner = { address: "10.9.9.9" };
    expect(await door.try("ana@example.org", right, owner)).toBe("rate_limited");
    time += 10 * minute;
    expect(await door.try("ana@example.org", right, owner)).toBe("in");
  });

  it("are nobody else's concern", async () => {
    await attack(door, "ana@example.org", 1000);
    expect(await door.try("luis@example.org", right, { address: "10.9.9.9" })).toBe("in");
  });

  it("look the same at an account that does not exist", async () => {
    expect(await attack(door, "nobody@example.org", 1000)).toEqual(
      await attack(door, "ana@example.org", 1000),
    );
  });
});

describe("throttling", () => {
  it("counts the guesses of a known browser too", async () => {
    const door = aDoor();
    const from = { address: "10.9.9.9", cookie: door.cookieFor("ana@example.org") };
    for (let tries = 0; tries < 20; tries++)
      expect(await door.try("ana@example.org", "wrong", from)).toBe("wrong_credentials");
    expect(await door.try("ana@example.org", right, from)).toBe("rate_limited");
    // Its cookie is for this account alone.
    expect(await door.try("luis@example.org", right, from)).toBe("in");
  });

  it("takes a browser for a stranger's once the password has changed", async () => {
    const door = aDoor();
    const cookie = door.cookieFor("ana@example.org");
    door.changePassword("ana@example.org", "a new one");
    await attack(door, "ana@example.org", 1000);
    const from = { address: "10.9.9.9", cookie };
    expect(await door.try("ana@example.org", "a new one", from)).toBe("rate_limited");
  });

  it("does not count right passwords, nor attempts that were turned away at the gate", async () => {
    const door = aDoor();
    const from = { address: "10.9.9.9" };
    for (let times = 0; times < 500; times++)
      expect(await door.try("ana@example.org", right, from)).toBe("in");
    door.fillGate(true);
    for (let times = 0; times < 500; times++)
      expect(await door.try("ana@example.org", right, from)).toBe("too_many_waiting");
    door.fillGate(false);
    expect(await door.try("ana@example.org", right, from)).toBe("in");
  });
});
