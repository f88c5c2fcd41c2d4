/**
 * Counts attempts by key (an address, an account) within a window and says when they are too many.
 * Nothing is ever locked: a window ends by itself. Each process counts for itself, in bounded memory.
 */
import type { Request } from "express";
import { ipKeyGenerator } from "express-rate-limit";
import type { Clock } from "../platform/clock.ts";
import { AppError } from "./app-error.ts";

export interface ThrottleLimit {
  readonly attempts: number;
  /** Milliseconds. */
  readonly within: number;
}

interface Window {
  count: number;
  readonly endsAt: number;
}

/** Keys remembered at once; beyond it the oldest are forgotten. */
const most = 20_000;

export class Throttle {
  readonly #windows = new Map<string, Window>();
  readonly #limit: ThrottleLimit;
  readonly #clock: Clock;

  constructor(clock: Clock, limit: ThrottleLimit) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Counts an attempt. Refusal: `rate_limited`, with the seconds after which to come again. */
  take(key: string): void {
    if (!this.isOpen(key)) throw this.#refusal(key);
    const window = this.#current(key) ?? this.#begin(key);
    window.count += 1;
  }

  /** Whether one more attempt would be let through. */
  isOpen(key: string): boolean {
    return (this.#current(key)?.count ?? 0) < this.#limit.attempts;
  }

  /** Takes an attempt back: it succeeded. */
  giveBack(key: string): void {
    const window = this.#current(key);
    if (window !== undefined && window.count > 0) window.count -= 1;
  }

  /** Lets nothing through any more until the window ends. */
  exhaust(key: string): void {
    const window = this.#current(key) ?? this.#begin(key);
    window.count = Math.max(window.count, this.#limit.attempts);
  }

  #current(key: string): Window | undefined {
    const window = this.#windows.get(key);
    if (window === undefined || window.endsAt > this.#clock.now().getTime()) return window;
    this.#windows.delete(key);
    return undefined;
  }

  #begin(key: string): Window {
    if (this.#windows.size >= most) {
      const [oldest] = this.#windows.keys();
      if (oldest !== undefined) this.#windows.delete(oldest);
    }
    const window = { count: 0, endsAt: this.#clock.now().getTime() + this.#limit.within };
    this.#windows.set(key, window);
    return window;
  }

  #refusal(key: string): AppError {
    const endsAt = this.#windows.get(key)?.endsAt ?? 0;
    const left = endsAt - this.#clock.now().getTime();
    return new AppError("rate_limited", { retryAfter: Math.max(1, Math.ceil(left / 1000)) });
  }
}

/** The address of a request as a key: neighbours in one IPv6 network count as one. */
export function addressKey(request: Request): string {
  return ipKeyGenerator(request.ip ?? "");
}
