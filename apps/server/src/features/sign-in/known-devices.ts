/**
 * Which browser has signed in to which account before. It carries a signed cookie for each, and is
 * throttled by itself rather than together with all the world: so nobody can lock the owner of an
 * account out by trying wrong passwords. The cookie is worth nothing after the password has changed.
 */
import { createHash, createHmac, randomUUID } from "node:crypto";
import type { Clock } from "../../platform/clock.ts";
import { cookieName, cookieNamed, signInCookie } from "./cookies.ts";
import { readToken, signToken } from "./signed-token.ts";

export interface KnownDevice {
  readonly deviceId: string;
  /** Stands for the password that was right when the browser signed in. */
  readonly stamp: string;
}

export interface DeviceSubject {
  readonly email: string;
  readonly passwordHash: string | null;
}

const purpose = "known device";
/** Browsers keep no cookie for longer. */
const lifetime = 400 * 24 * 3_600_000;

const deviceCookies = /(?<=^|;\s*)(?:__Secure-)?istmo\.device-[0-9a-f]{8}=[^;\s]+/g;

const stampOf = (passwordHash: string | null) =>
  createHash("sha256")
    .update(passwordHash ?? "")
    .digest("base64url")
    .slice(0, 16);

export class KnownDevices {
  readonly #secret: string;
  readonly #isHttps: boolean;
  readonly #clock: Clock;

  constructor(needs: {
    readonly secret: string;
    readonly isHttps: boolean;
    readonly clock: Clock;
  }) {
    this.#secret = needs.secret;
    this.#isHttps = needs.isHttps;
    this.#clock = needs.clock;
  }

  /** The `Set-Cookie` value by which this browser is known from now on. */
  remember(subject: DeviceSubject): string {
    const { email, passwordHash } = subject;
    const expiresAt = new Date(this.#clock.now().getTime() + lifetime);
    const facts = {
      account: this.#accountOf(email),
      id: randomUUID(),
      stamp: stampOf(passwordHash),
    };
    const value = signToken(facts, { secret: this.#secret, purpose, expiresAt });
    return signInCookie({ name: this.#cookieOf(email), value, lifetime }, this.#isHttps);
  }

  /** What the browser's cookie for this account says; null without one. Whether it still counts, `stillKnows` tells. */
  recognise(cookieHeader: string | undefined, email: string): KnownDevice | null {
    const token = cookieNamed(cookieHeader, cookieName(this.#cookieOf(email), this.#isHttps));
    if (token === null) return null;
    const facts = readToken(token, { secret: this.#secret, purpose, now: this.#clock.now() });
    const { account, id, stamp } = facts ?? {};
    if (account !== this.#accountOf(email) || id === undefined || stamp === undefined) return null;
    return { deviceId: id, stamp };
  }

  /** Whether the browser is known at any account, for what must be decided before the address is read. */
  isAnywhereKnown(cookieHeader: string | undefined): boolean {
    const tokens = (cookieHeader ?? "").match(deviceCookies) ?? [];
    const now = this.#clock.now();
    return tokens.some((it) => {
      const token = it.slice(it.indexOf("=") + 1);
      return readToken(token, { secret: this.#secret, purpose, now }) !== null;
    });
  }

  /** Whether the password is still the one with which the browser signed in. */
  stillKnows(device: KnownDevice, passwordHash: string | null): boolean {
    return device.stamp === stampOf(passwordHash);
  }

  /** Names an account without its address. */
  #accountOf(email: string): string {
    return createHmac("sha256", this.#secret)
      .update(`device account\n${email.toLowerCase()}`)
      .digest("hex")
      .slice(0, 24);
  }

  /** One for each account, since people share browsers. */
  #cookieOf(email: string): string {
    return `istmo.device-${this.#accountOf(email).slice(0, 8)}`;
  }
}
