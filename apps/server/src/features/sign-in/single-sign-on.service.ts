/**
 * Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce.
 *
 *   /oidc/start    -> the identity provider; what must come back waits in a signed cookie
 *   the provider asks whatever it asks
 *   /oidc/callback -> code for tokens -> somebody who is here already -> admitted
 *
 * Nobody is signed up by it. Who comes for the first time is recognised by the address that the
 * provider vouches for, and from then on by the provider's own name for the person: addresses pass
 * on to others, that name does not.
 */
import { AppError } from "../../http/app-error.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { UnitOfWork } from "../../platform/unit-of-work.ts";
import type { Admission, Admitted } from "./admission.ts";
import type { IdentityProvider, ProvenIdentity } from "./identity-provider.ts";
import type { RefusalLedger } from "./refusal-ledger.ts";
import { returnPath } from "./return-path.ts";
import { ShortCookie } from "./short-cookie.ts";
import type { SingleSignOnRepository } from "./single-sign-on.repository.ts";
import type { SingleUseRepository } from "./single-use.repository.ts";

export interface SingleSignOnNeeds {
  readonly provider: IdentityProvider;
  readonly repository: SingleSignOnRepository;
  readonly singleUse: SingleUseRepository;
  readonly admission: Admission;
  readonly unitOfWork: UnitOfWork;
  readonly refusals: RefusalLedger;
  readonly logger: { warn(facts: object, message: string): void };
  readonly clock: Clock;
  readonly secret: string;
  readonly isHttps: boolean;
}

/** Why somebody was sent back to the sign-in page. */
export type SingleSignOnProblem = "no_account" | "sso_failed";

export type SingleSignOnEnd =
  | { readonly admitted: Admitted; readonly returnTo: string }
  | { readonly problem: SingleSignOnProblem };

const lastsFor = 10 * 60_000;

export class SingleSignOnService {
  readonly #needs: SingleSignOnNeeds;
  readonly #transaction: ShortCookie;

  constructor(needs: SingleSignOnNeeds) {
    this.#needs = needs;
    this.#transaction = new ShortCookie(
      {
        name: "istmo.single-sign-on",
        purpose: "single sign-on",
        path: "/api/auth/oidc",
        lifetime: lastsFor,
        sameSite: "Lax",
      },
      needs,
    );
  }

  /** Where to send the browser, and the cookie that it takes along; null when the provider is away. */
  async begin(
    redirectUri: string,
    askedReturn: unknown,
  ): Promise<{ location: string; cookie: string } | null> {
    const { provider, logger, clock } = this.#needs;
    try {
      const { url, checks } = await provider.begin(redirectUri);
      const facts = { ...checks, returnTo: returnPath(askedReturn) };
      return { location: url.href, cookie: this.#transaction.write(facts, clock.now()) };
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, "the identity provider could not be reached");
      return null;
    }
  }

  /** Admits whom the provider has recognised. `query` is what it sent the browser back with. */
  async finish(
    query: string,
    cookieHeader: string | undefined,
    origin: RequestOrigin,
  ): Promise<SingleSignOnEnd> {
    const { provider, admission, logger, clock } = this.#needs;
    const facts = this.#transaction.read(cookieHeader, clock.now());
    const { state, nonce, verifier, redirectUri, returnTo } = facts ?? {};
    if (!state || !nonce || !verifier || !redirectUri) return { problem: "sso_failed" };
    let identity: ProvenIdentity;
    try {
      if (!(await this.#useUp(state))) return { problem: "sso_failed" };
      identity = await provider.finish(query, { state, nonce, verifier, redirectUri });
    } catch (error) {
      logger.warn({ reason: reasonOf(error) }, "a single sign-on failed");
      return { problem: "sso_failed" };
    }
    const personId = await this.#recognise(identity, origin);
    if (personId === null) return { problem: "no_account" };
    const { isStrong } = identity;
    try {
      const admitted = await admission.admit(personId, { method: "oidc", isStrong, origin });
      return { admitted, returnTo: returnPath(returnTo) };
    } catch (error) {
      // Somebody deactivated learns as little as somebody unknown.
      if (error instanceof AppError && error.code === "wrong_credentials")
        return { problem: "no_account" };
      throw error;
    }
  }

  /** The `Set-Cookie` value that ends a sign-in in this browser. */
  forget(): string {
    return this.#transaction.clear();
  }

  /** Who it is here; null for nobody. Links who comes for the first time. */
  async #recognise(
    { subject, verifiedEmail }: ProvenIdentity,
    origin: RequestOrigin,
  ): Promise<string | null> {
    const { repository, unitOfWork, provider } = this.#needs;
    const { issuer } = provider;
    const linked = await repository.findLinked(issuer, subject);
    if (linked !== null) return linked;
    // Checked before small letters are made: the sign for kelvin would become a k.
    if (verifiedEmail === null || !/^[\x21-\x7e]+$/.test(verifiedEmail)) return null;
    const person = await repository.findByEmail(verifiedEmail.toLowerCase());
    if (person === null) return null;
    // Not linked, and refused at the door.
    if (person.deactivatedAt !== null) return person.id;
    const command = { personId: person.id, origin, idempotency: null };
    const outcome = await unitOfWork.run(command, async ({ tx, audit }) => {
      const done = await repository.link(tx, person.id, { issuer, subject });
      const who = { kind: "person", id: person.id, label: person.name } as const;
      if (done === "linked")
        audit({ kind: "person.changed", subject: who, after: { singleSignOn: issuer } });
      return done;
    });
    if (outcome !== "another") return person.id;
    // The address belongs to somebody else now.
    this.#needs.refusals.note({ personId: person.id, what: "single sign-on", origin });
    return null;
  }

  #useUp(state: string): Promise<boolean> {
    const now = this.#needs.clock.now();
    const expiresAt = this.#transaction.endOf(now);
    return this.#needs.singleUse.use("single_sign_on", state, { now, expiresAt });
  }
}

/** What a log may hold of a failure: the kind of it, never codes, tokens or what people typed. */
function reasonOf(error: unknown): string {
  const parts = [error, (error as { cause?: unknown }).cause].flatMap((one) => {
    if (typeof one !== "object" || one === null) return [];
    const { code, error: answered } = one as { code?: unknown; error?: unknown };
    return [code, answered].filter((it) => typeof it === "string");
  });
  return parts.length > 0 ? parts.join(", ") : error instanceof Error ? error.name : "unknown";
}
