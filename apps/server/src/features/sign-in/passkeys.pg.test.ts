import type { Passkey, Site } from "@istmo/contracts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { SoftwareAuthenticator } from "../../../../../tests/support/software-authenticator.ts";
import { openTestApp, type Browser, type TestApp } from "../../../../../tests/support/test-app.ts";

interface Offer {
  readonly options: Record<string, unknown>;
}
const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

describe("passkeys", () => {
  let app: TestApp;
  let now = new Date("2026-05-04T12:00:00Z");
  beforeAll(async () => {
    app = await openTestApp({ hostName: "localhost", now: () => now });
  });
  afterAll(() => app.close());

  /** The options for making a passkey, and the cookie of a browser that brings their challenge back. */
  async function startAdding(person: Browser) {
    const { body, headers } = await person.post<Offer>("/api/v1/me/passkeys/options", {});
    return { options: body.options, cookie: `${person.cookie}; ${cookieOf(headers)}` };
  }
  async function add(
    person: Browser,
    name = "Portátil",
    device = new SoftwareAuthenticator(app.origin),
  ) {
    const { options, cookie } = await startAdding(person);
    const credential = device.create(options);
    const answer = await person.post<Passkey>(
      "/api/v1/me/passkeys",
      { name, credential },
      { cookie },
    );
    return { device, answer };
  }
  async function startSigningIn() {
    const { body, headers } = await app.stranger().post<Offer>("/api/auth/passkey/options", {});
    return { options: body.options, cookie: cookieOf(headers) };
  }
  const finishSigningIn = <Body>(credential: unknown, cookie: string) =>
    app.stranger().post<Body>("/api/auth/passkey/sign-in", { credential }, { cookie });
  async function signIn(device: SoftwareAuthenticator, how?: Parameters<typeof device.get>[1]) {
    const { options, cookie } = await startSigningIn();
    return finishSigningIn<{ code?: string; user?: { id: string } }>(
      device.get(options, how),
      cookie,
    );
  }
  const refused = { status: 401, body: { code: "passkey_refused" } };

  it("let a person in without a name, a password or a second factor", async () => {
    const lead = await app.signIn("lead.pa");
    const { device, answer } = await add(lead);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ name: "Portátil", isBackedUp: true, lastUsedAt: null });
    const { status, body, headers } = await signIn(device);
    expect([status, body.user?.id]).toEqual([200, "person-lead-pa"]);
    const session = await app.client.session.findFirstOrThrow({
      where: { userId: "person-lead-pa", method: "passkey" },
    });
    expect(session.token).not.toBe("");
    expect(cookieOf(headers)).toContain("istmo.session_token=");
    const row = await app.client.passkey.findUniqueOrThrow({ where: { id: device.id } });
    expect([row.lastUsedAt, Number(row.counter)]).toEqual([now, 2]);
  });

  it("ask for nothing more of somebody with an authenticator app: the device has checked", async () => {
    const { device } = await add(await app.signIn("lead.sv"));
    await app.client.authenticator.create({
      data: { personId: "person-lead-sv", secret: "x", confirmedAt: new Date() },
    });
    expect((await signIn(device)).body.user?.id).toBe("person-lead-sv");
    expect(await signIn(device, { isUnverified: true })).toMatchObject(refused);
  });

  it("name nobody: the options are alike for all and list no passkey", async () => {
    const { options } = await startSigningIn();
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(options["allowCredentials"]).toBeUndefined();
  });

  it("take a challenge once", async () => {
    const { device } = await add(await app.signIn("lead.gt"));
    const { options, cookie } = await startSigningIn();
    const credential = device.get(options);
    expect((await finishSigningIn(credential, cookie)).status).toBe(200);
    expect(await finishSigningIn(credential, cookie)).toMatchObject(refused);
    expect(await finishSigningIn(device.get(options), cookie)).toMatchObject(refused);
  });

  it("take no challenge of another browser, another purpose or another time", async () => {
    const lead = await app.signIn("lead.gt");
    const { device } = await add(lead, "Teléfono");
    const { options, cookie } = await startSigningIn();
    const other = await startSigningIn();
    expect(await finishSigningIn(device.get(options), other.cookie)).toMatchObject(refused);
    expect(await finishSigningIn(device.get(options), "")).toMatchObject(refused);
    const adding = await startAdding(lead);
    const renamed = adding.cookie.replace("istmo.new-passkey", "istmo.passkey");
    expect(await finishSigningIn(device.get(adding.options), renamed)).toMatchObject(refused);
    now = new Date(now.getTime() + 5 * 60_000 + 1);
    expect(await finishSigningIn(device.get(options), cookie)).toMatchObject(refused);
  });

  it("made on another site's page are refused", async () => {
    const { device } = await add(await app.signIn("lead.ni"));
    for (const origin of ["https://localhost.example.org", "http://localhost:1"])
      expect(await signIn(device, { origin })).toMatchObject(refused);
    const lead = await app.signIn("lead.ni");
    const { options, cookie } = await startAdding(lead);
    const foreign = new SoftwareAuthenticator("https://phishing.example.org");
    const sent = { name: "Ajena", credential: foreign.create(options) };
    expect(await lead.post("/api/v1/me/passkeys", sent, { cookie })).toMatchObject(refused);
  });

  it("of one person open nothing of another's", async () => {
    const [mine, theirs] = [await app.signIn("expert1.pa"), await app.signIn("expert2.pa")];
    const { device } = await add(mine);
    const other = await add(theirs);
    expect(await signIn(device, { signer: other.device.privateKey })).toMatchObject(refused);
    const { options } = await startAdding(theirs);
    const { id } = options["user"] as { id: string };
    expect(await signIn(device, { userHandle: id })).toMatchObject(refused);
    // Neither can a passkey be given to a second person, nor one person's challenge be another's.
    expect((await add(theirs, "Copia", device)).answer).toMatchObject(refused);
    const start = await startAdding(mine);
    const credential = new SoftwareAuthenticator(app.origin).create(start.options);
    const cookie = `${theirs.cookie}; ${start.cookie.slice(mine.cookie.length + 2)}`;
    const answer = await theirs.post(
      "/api/v1/me/passkeys",
      { name: "Prestada", credential },
      { cookie },
    );
    expect(answer).toMatchObject(refused);
  });

  it("that count backwards have been copied, and are refused and told of", async () => {
    const { device } = await add(await app.signIn("expert1.sv"));
    expect((await signIn(device, { counter: 7 })).status).toBe(200);
    expect(await signIn(device, { counter: 7 })).toMatchObject(refused);
    expect(await signIn(device, { counter: 3 })).toMatchObject(refused);
    expect((await signIn(device, { counter: 8 })).status).toBe(200);
    const told = { kind: "sign_in.refused", subjectId: "person-expert1-sv" };
    await vi.waitFor(
      async () => expect(await app.client.auditEntry.count({ where: told })).toBe(1),
      10_000,
    );
  });

  it("that were removed open nothing", async () => {
    const expert = await app.signIn("expert1.gt");
    const { device } = await add(expert);
    const remove = () => expert.post(`/api/v1/me/passkeys/${device.id}/remove`, {});
    const stranger = await app.signIn("expert2.gt");
    expect((await stranger.post(`/api/v1/me/passkeys/${device.id}/remove`, {})).status).toBe(404);
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
    expect(await signIn(device)).toMatchObject(refused);
    const kinds = await app.client.auditEntry.findMany({
      where: { actorId: "person-expert1-gt", kind: { startsWith: "passkey." } },
      orderBy: { seq: "asc" },
    });
    expect(kinds.map(({ kind }) => kind)).toEqual(["passkey.added", "passkey.removed"]);
  });

  it("stay when nothing else would let their owner in", async () => {
    const expert = await app.signIn("expert1.ni");
    const first = await add(expert, "Una");
    const second = await add(expert, "Otra");
    await app.client.account.deleteMany({ where: { userId: "person-expert1-ni" } });
    const remove = (id: string) => expert.post(`/api/v1/me/passkeys/${id}/remove`, {});
    expect((await remove(first.device.id)).status).toBe(200);
    expect((await remove(second.device.id)).body.code).toBe("last_way_to_sign_in");
  });

  it("open nothing for somebody deactivated", async () => {
    const { device } = await add(await app.signIn("expert1.do"));
    await app.client.person.update({
      where: { id: "person-expert1-do" },
      data: { deactivatedAt: new Date() },
    });
    expect((await signIn(device)).status).toBe(401);
  });

  it("are added and removed only soon after the person has proved to be who they are", async () => {
    const expert = await app.signIn("expert2.do");
    const { device } = await add(expert);
    const begun = await startAdding(expert);
    await app.client.session.updateMany({
      where: { userId: "person-expert2-do" },
      data: { confirmedAt: new Date(now.getTime() - 16 * 60_000) },
    });
    const credential = new SoftwareAuthenticator(app.origin).create(begun.options);
    for (const [path, body] of [
      ["/api/v1/me/passkeys/options", {}],
      ["/api/v1/me/passkeys", { name: "Tarde", credential }],
      [`/api/v1/me/passkeys/${device.id}/remove`, {}],
    ] as const) {
      const answer = await expert.post(path, body, { cookie: begun.cookie });
      expect([answer.status, answer.body.code], path).toEqual([403, "confirmation_required"]);
    }
  });

  it("number at most twenty a person", async () => {
    const expert = await app.signIn("policy.gt");
    const { device } = await add(expert);
    const row = await app.client.passkey.findUniqueOrThrow({ where: { id: device.id } });
    const begun = await startAdding(expert);
    await app.client.passkey.createMany({
      data: Array.from({ length: 19 }, (_one, index) => ({ ...row, id: `more-${index}` })),
    });
    const credential = new SoftwareAuthenticator(app.origin).create(begun.options);
    const late = await expert.post(
      "/api/v1/me/passkeys",
      { name: "La 21", credential },
      { cookie: begun.cookie },
    );
    expect(late.body.code).toBe("too_many_passkeys");
    const offered = await expert.post("/api/v1/me/passkeys/options", {});
    expect(offered.body.code).toBe("too_many_passkeys");
  });

  it("are not offered twice to the same device", async () => {
    const expert = await app.signIn("policy.do");
    const { device } = await add(expert);
    const { options } = await startAdding(expert);
    expect(options["excludeCredentials"]).toMatchObject([{ id: device.id }]);
    expect(options["authenticatorSelection"]).toMatchObject({
      residentKey: "required",
      userVerification: "required",
    });
  });

  it("need a name: at a numeric address they are not offered", async () => {
    expect((await app.stranger().get<Site>("/api/v1/site")).body.passkeys).toBe(true);
    const numeric = app.origin.replace("localhost", "127.0.0.1");
    const site = (await (await fetch(`${numeric}/api/v1/site`)).json()) as Site;
    expect(site.passkeys).toBe(false);
    const answer = await fetch(`${numeric}/api/auth/passkey/options`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      422,
      "passkey_needs_domain",
    ]);
  });

  it("in shapes that no browser sends are refused, not failed upon", async () => {
    const { device } = await add(await app.signIn("observer"));
    const { options, cookie } = await startSigningIn();
    const right = device.get(options);
    const response = right["response"] as Record<string, string>;
    for (const wrong of [
      {},
      { ...right, id: "x".repeat(5000) },
      { ...right, response: { ...response, userHandle: undefined } },
      { ...right, response: { ...response, clientDataJSON: "bm90IGpzb24" } },
      { ...right, response: { ...response, authenticatorData: "AAAA" } },
      { ...right, response: { ...response, signature: "!" } },
    ])
      expect(await finishSigningIn(wrong, cookie)).toMatchObject(refused);
  });
});
