import { describe, expect, it } from "vitest";
import { readConfig, StartError } from "./config.ts";

describe("the settings", () => {
  it("need none: a local address, an embedded database, no demonstration", () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      isDemo: false,
      databaseUrl: null,
      publicOrigin: null,
    });
  });

  it("treat an empty one as left out", () => {
    expect(readConfig({ DATABASE_URL: "", PORT: "", ISTMO_PUBLIC_URL: "" })).toEqual(
      readConfig({}),
    );
  });

  it("keep the origin of the public address and drop its path", () => {
    const { publicOrigin } = readConfig({ ISTMO_PUBLIC_URL: "https://istmo.example.org/inicio" });
    expect(publicOrigin).toBe("https://istmo.example.org");
  });

  it("require a second factor, and only offer it in a demonstration, unless told otherwise", () => {
    expect(readConfig({}).requiresSecondFactor).toBe(true);
    expect(readConfig({ ISTMO_DEMO: "1" }).requiresSecondFactor).toBe(false);
    expect(readConfig({ ISTMO_SECOND_FACTOR: "offered" }).requiresSecondFactor).toBe(false);
  });

  it.each([
    ["PORT", "70000"],
    ["ISTMO_DEMO", "yes"],
    ["ISTMO_DEMO_HOURS_AHEAD", "-3"],
    ["DATABASE_URL", "mysql://x"],
    ["REDIS_URL", "127.0.0.1:6379"],
    ["REDIS_URL", "redis://host:many"],
    ["ISTMO_PUBLIC_URL", "ftp://x"],
    ["ISTMO_PROXIES", "-1"],
    ["ISTMO_METRICS_TOKEN", "short"],
    ["ISTMO_SECOND_FACTOR", "maybe"],
    ["ISTMO_LOG", "loud"],
  ])("name %s when %s is wrong for it", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(StartError);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must `));
  });

  it("move the clock of a demonstration, and nobody else's", () => {
    const ISTMO_DEMO_HOURS_AHEAD = "24";
    expect(readConfig({ ISTMO_DEMO: "1", ISTMO_DEMO_HOURS_AHEAD }).clockAhead).toBe(86_400_000);
    expect(() => readConfig({ ISTMO_DEMO_HOURS_AHEAD })).toThrow(/needs ISTMO_DEMO=1/);
  });

  it("reach an identity provider by https alone, but for one on this machine", () => {
    const issuer = (ISTMO_OIDC_ISSUER: string) => () =>
      readConfig({
        ISTMO_OIDC_ISSUER,
        ...{ ISTMO_OIDC_CLIENT_ID: "istmo", ISTMO_OIDC_CLIENT_SECRET: "secret" },
      });
    expect(issuer("http://login.example.org")).toThrow(/must be an https address/);
    expect(issuer("https://login.example.org")().oidc?.issuer).toBe("https://login.example.org");
    expect(issuer("http://localhost:8080")().oidc?.issuer).toBe("http://localhost:8080");
  });

  it("take Redis for several processes on a database server, never on the embedded database", () => {
    const url = "rediss://istmo:secret@redis.example.org:6380/2";
    expect(() => readConfig({ REDIS_URL: url })).toThrow(/^REDIS_URL needs DATABASE_URL: /);
    const { redisUrl } = readConfig({ REDIS_URL: url, DATABASE_URL: "postgresql://db/istmo" });
    expect(redisUrl).toBe(url);
  });

  it("never allow the demonstration in production", () => {
    expect(() => readConfig({ ISTMO_DEMO: "1", NODE_ENV: "production" })).toThrow(/refused/);
  });
});
