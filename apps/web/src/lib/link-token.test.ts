import { afterEach, beforeEach, expect, test, vi } from "vitest";

const token = "a-token-of-at-least-twenty-characters";

/** A browser at an address; keeps what the address became. */
function aBrowserAt(href: string): { address: () => string; stored: Map<string, string> } {
  const location = new URL(href);
  const stored = new Map<string, string>();
  vi.stubGlobal("window", {
    location,
    history: {
      state: null,
      replaceState: (_state: unknown, _title: string, path: string) => {
        location.href = new URL(path, location).href;
      },
    },
  });
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  return { address: () => location.href, stored };
}

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("the token of a link leaves the address as soon as it is read", async () => {
  const { address } = aBrowserAt(`https://istmo.test/invitation?x=1#${token}`);
  const { takeLinkToken, heldLinkToken } = await import("./link-token.ts");
  takeLinkToken();
  expect(address()).toBe("https://istmo.test/invitation?x=1");
  expect(heldLinkToken("/invitation")).toMatchObject({ value: token });
  expect(heldLinkToken("/reset-password")).toBeNull();
});

test("the fragment of any other page stays where it is", async () => {
  const { address } = aBrowserAt("https://istmo.test/papers/p-1#block-7");
  const { takeLinkToken, heldLinkToken } = await import("./link-token.ts");
  takeLinkToken();
  expect(address()).toBe("https://istmo.test/papers/p-1#block-7");
  expect(heldLinkToken("/invitation")).toBeNull();
});

test("a fragment that is no proper text is taken as it stands", async () => {
  aBrowserAt("https://istmo.test/reset-password#%E0%A4%A");
  const { takeLinkToken, heldLinkToken } = await import("./link-token.ts");
  takeLinkToken();
  expect(heldLinkToken("/reset-password")).toMatchObject({ value: "%E0%A4%A" });
});

test("an invitation comes back after the sign-in of its holder, and is forgotten when used", async () => {
  const { stored } = aBrowserAt("https://istmo.test/invitation");
  stored.set("istmo.invitation", token);
  const { recallInvitation, heldLinkToken, forgetLinkToken } = await import("./link-token.ts");
  recallInvitation();
  expect(heldLinkToken("/invitation")).toMatchObject({ value: token });
  forgetLinkToken();
  expect(heldLinkToken("/invitation")).toBeNull();
  expect(stored.size).toBe(0);
});
