import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { canHoldPasskeys, ownAddress } from "./own-address.ts";

const request = (headers: Record<string, string>, protocol = "http") =>
  ({ headers, protocol }) as unknown as IncomingMessage & { protocol: string };

describe("the address by which our page was opened", () => {
  it("is the configured one, whatever a request names", () => {
    const asked = request({ host: "evil.example", origin: "https://evil.example" });
    expect(ownAddress(asked, "https://istmo.example.org")?.href).toBe("https://istmo.example.org/");
  });

  it("is the request's own where none is configured; the browser knows its scheme best", () => {
    const asked = request({ host: "istmo.example.org", origin: "https://istmo.example.org" });
    expect(ownAddress(asked, null)?.origin).toBe("https://istmo.example.org");
    expect(ownAddress(request({ host: "localhost:3000" }), null)?.origin).toBe(
      "http://localhost:3000",
    );
  });

  it("is never another site's, nor one that cannot be read", () => {
    const foreign = request({ host: "localhost:3000", origin: "https://evil.example" });
    expect(ownAddress(foreign, null)?.origin).toBe("http://localhost:3000");
    expect(ownAddress(request({ host: "a b" }), null)).toBeNull();
    expect(ownAddress(request({}), null)).toBeNull();
  });

  it.each<[string, boolean]>([
    ["https://istmo.example.org", true],
    ["http://localhost:3000", true],
    ["http://127.0.0.1:3000", false],
    ["http://[::1]:3000", false],
    // Other ways to write 127.0.0.1.
    ["http://2130706433", false],
    ["http://0x7f.1", false],
  ])("holds passkeys where it is a name: %s is %s", (address, can) => {
    expect(canHoldPasskeys(new URL(address))).toBe(can);
  });

  it("holds none where there is none", () => {
    expect(canHoldPasskeys(null)).toBe(false);
  });
});
