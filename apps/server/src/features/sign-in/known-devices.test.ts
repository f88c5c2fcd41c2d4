import { describe, expect, it } from "vitest";
import { KnownDevices } from "./known-devices.ts";

let time = Date.parse("2026-10-01T12:00:00Z");
const make = (secret: string) =>
  new KnownDevices({ secret, isHttps: true, clock: { now: () => new Date(time) } });
const devices = make("ours");
const ana = { email: "Ana@example.org", passwordHash: "hash of the first password" };
const cookieOf = (setCookie: string) => setCookie.split(";")[0] ?? "";

describe("a browser that has signed in before", () => {
  it("is recognised for that account alone, however the address is written", () => {
    const cookie = `other=1; ${cookieOf(devices.remember(ana))}`;
    const device = devices.recognise(cookie, "ana@EXAMPLE.org");
    expect(device).not.toBeNull();
    expect(device && devices.stillKnows(device, ana.passwordHash)).toBe(true);
    expect(devices.recognise(cookie, "luis@example.org")).toBeNull();
  });

  it("is recognised for each of the people who share it", () => {
    const luis = { email: "luis@example.org", passwordHash: null };
    const both = [ana, luis].map((it) => cookieOf(devices.remember(it))).join("; ");
    expect(devices.recognise(both, ana.email)).not.toBeNull();
    expect(devices.recognise(both, luis.email)).not.toBeNull();
  });

  it("is told from a stranger's before the address is read", () => {
    const cookie = `istmo.session_token=x; ${cookieOf(devices.remember(ana))}`;
    expect(devices.isAnywhereKnown(cookie)).toBe(true);
    expect(devices.isAnywhereKnown(cookieOf(make("theirs").remember(ana)))).toBe(false);
    expect(devices.isAnywhereKnown("istmo.device-00000000=x; other")).toBe(false);
    expect(devices.isAnywhereKnown(undefined)).toBe(false);
  });

  it("is no longer known when the password has changed", () => {
    const device = devices.recognise(cookieOf(devices.remember(ana)), ana.email);
    expect(device && devices.stillKnows(device, "hash of the second password")).toBe(false);
  });

  it("cannot be forged, lent to another account, or last for ever", () => {
    expect(devices.recognise(cookieOf(make("theirs").remember(ana)), ana.email)).toBeNull();
    const [, value] = cookieOf(devices.remember({ ...ana, email: "eve@example.org" })).split("=");
    const [name] = cookieOf(devices.remember(ana)).split("=");
    expect(devices.recognise(`${name}=${value}`, ana.email)).toBeNull();
    const cookie = cookieOf(devices.remember(ana));
    time += 401 * 24 * 3_600_000;
    expect(devices.recognise(cookie, ana.email)).toBeNull();
  });

  it("shows its cookie neither to scripts nor to other sites, nor the address to anybody", () => {
    const cookie = devices.remember(ana);
    for (const part of ["HttpOnly", "SameSite=Lax", "Secure", "Path=/api/auth"])
      expect(cookie).toContain(part);
    const payload = Buffer.from(cookieOf(cookie).split("=")[1] ?? "", "base64url").toString();
    expect(payload.toLowerCase()).not.toContain("ana@");
  });
});
