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
    ["DATABASE_URL", "mysql://x"],
    ["ISTMO_PUBLIC_URL", "ftp://x"],
    ["ISTMO_PROXIES", "-1"],
    ["ISTMO_METRICS_TOKEN", "short"],
    ["ISTMO_SECOND_FACTOR", "maybe"],
    ["ISTMO_LOG", "loud"],
  ])("name %s when %s is wrong for it", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(StartError);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must `));
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

  it("never allow the demonstration in production", () => {
    expect(() => readConfig({ ISTMO_DEMO: "1", NODE_ENV: "production" })).toThrow(/refused/);
  });
});
