/** A browser that keeps its cookies, at an address of its own (the server must trust one proxy). */
import type { Answer, Problem } from "./test-app.ts";

export class Visitor {
  readonly #origin: string;
  readonly #headers: Record<string, string>;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string, about: { readonly address?: string; readonly userAgent?: string }) {
    this.#origin = origin;
    const { address, userAgent } = about;
    this.#headers = {
      "content-type": "application/json",
      ...(address === undefined ? {} : { "x-forwarded-for": address }),
      ...(userAgent === undefined ? {} : { "user-agent": userAgent }),
    };
  }

  get<Body = Problem>(path: string): Promise<Answer<Body>> {
    return this.#ask("GET", path);
  }

  post<Body = Problem>(path: string, body: unknown = {}): Promise<Answer<Body>> {
    return this.#ask("POST", path, body);
  }

  signIn<Body = Problem>(email: string, password: string): Promise<Answer<Body>> {
    return this.post("/api/auth/sign-in/email", { email, password });
  }

  /** The value of a cookie; undefined when the browser has none of this name. */
  cookie(name: string | RegExp): string | undefined {
    for (const [key, value] of this.#cookies)
      if (typeof name === "string" ? key === name : name.test(key)) return value;
    return undefined;
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  forgetCookie(name: string): void {
    this.#cookies.delete(name);
  }

  async #ask<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(`${this.#origin}${path}`, {
      method,
      headers: { ...this.#headers, ...(cookie === "" ? {} : { cookie }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === "" ? null : JSON.parse(text)) as Body,
    };
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
    const [name = "", ...value] = pair.split("=");
    const isOver = attributes.some((it) => it.toLowerCase() === "max-age=0");
    if (isOver) this.#cookies.delete(name);
    else this.#cookies.set(name, value.join("="));
  }
}
