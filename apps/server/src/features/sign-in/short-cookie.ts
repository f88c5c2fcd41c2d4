import { cookieName, cookieNamed } from "./cookies.ts";
import { readToken, signToken } from "./signed-token.ts";

export interface ShortCookieKind {
  readonly name: string;
  /** What the facts are for; those of another cookie are not taken. */
  readonly purpose: string;
  readonly path: string;
  /** Milliseconds. */
  readonly lifetime: number;
  /** "Lax" where another site sends the browser back to us. */
  readonly sameSite: "Strict" | "Lax";
}

export interface ShortCookieMeans {
  readonly secret: string;
  readonly isHttps: boolean;
}

/** A cookie that carries signed facts from one step of signing in to the next. */
export class ShortCookie {
  readonly #kind: ShortCookieKind;
  readonly #means: ShortCookieMeans;

  constructor(kind: ShortCookieKind, means: ShortCookieMeans) {
    this.#kind = kind;
    this.#means = means;
  }

  /** A `Set-Cookie` value. */
  write(facts: Readonly<Record<string, string>>, now: Date): string {
    const { purpose, lifetime } = this.#kind;
    const { secret } = this.#means;
    return this.#set(
      signToken(facts, { secret, purpose, expiresAt: this.endOf(now) }),
      lifetime / 1000,
    );
  }

  /** The facts that a request brings back; null when there are none, or none of ours. */
  read(cookieHeader: string | undefined, now: Date): Record<string, string> | null {
    const { name, purpose } = this.#kind;
    const { secret, isHttps } = this.#means;
    const token = cookieNamed(cookieHeader, cookieName(name, isHttps));
    return token === null ? null : readToken(token, { secret, purpose, now });
  }

  /** A `Set-Cookie` value that takes it away. */
  clear(): string {
    return this.#set("", 0);
  }

  /** When facts that are written now are over. */
  endOf(now: Date): Date {
    return new Date(now.getTime() + this.#kind.lifetime);
  }

  #set(value: string, seconds: number): string {
    const { path, sameSite } = this.#kind;
    const name = cookieName(this.#kind.name, this.#means.isHttps);
    const secure = this.#means.isHttps ? "; Secure" : "";
    return `${name}=${value}; Path=${path}; HttpOnly; SameSite=${sameSite}; Max-Age=${seconds}${secure}`;
  }
}
