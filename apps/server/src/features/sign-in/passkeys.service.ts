/**
 * Passkeys (WebAuthn). Whoever has one signs in without telling a name first:
 *
 *   page -> options -> challenge, in a signed cookie and for the device
 *   device: its own check (finger, face, PIN), then the challenge signed for our address
 *   page -> sign-in -> signature and counter right, challenge never used before -> admitted
 *
 * The device names the person by a handle that tells nobody else who it is.
 */
import { createHash } from "node:crypto";
import type { Passkey } from "@istmo/contracts";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { z } from "zod";
import { AppError } from "../../http/app-error.ts";
import type { SignedIn } from "../../http/session-reader.ts";
import type { RequestOrigin } from "../../platform/audit-log.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Command, UnitOfWork } from "../../platform/unit-of-work.ts";
import type { Admission, Admitted } from "./admission.ts";
import { canHoldPasskeys } from "./own-address.ts";
import type { PasskeysRepository } from "./passkeys.repository.ts";
import { requireRecentConfirmation } from "./recent-confirmation.ts";
import type { RefusalLedger } from "./refusal-ledger.ts";
import { ShortCookie } from "./short-cookie.ts";
import type { SingleUseRepository } from "./single-use.repository.ts";

export interface PasskeysNeeds {
  readonly repository: PasskeysRepository;
  readonly singleUse: SingleUseRepository;
  readonly admission: Admission;
  readonly unitOfWork: UnitOfWork;
  readonly refusals: RefusalLedger;
  readonly clock: Clock;
  readonly secret: string;
  readonly isHttps: boolean;
  /** The single sign-on's issuer; null where there is none. */
  readonly issuer: string | null;
}

/** What of a request a step looks at. */
export interface PasskeyRequest {
  /** Where our page was opened. */
  readonly address: URL | null;
  readonly cookie: string | undefined;
}

/** Options for the browser, and the cookie that remembers their challenge. */
export interface PasskeyOffer {
  readonly options: Record<string, unknown>;
  readonly cookie: string;
}

const mostPasskeys = 20;
const challengeFor = 5 * 60_000;
/** Ed25519, ES256, RS256: what every device offers, on every Node.js that we run on. */
const algorithms = [-8, -7, -257];

const credentialId = z.string().regex(/^[\w-]{1,1400}$/);
const encoded = z.string().max(40_000);
const registration = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: encoded,
    attestationObject: encoded,
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});
const authentication = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: encoded,
    authenticatorData: encoded,
    signature: encoded,
    userHandle: encoded,
  }),
});

const refused = () => new AppError("passkey_refused");

/** What a device sent, in the shape that we asked for; anything else is refused. */
function shaped<Shape extends z.ZodType>(shape: Shape, sent: unknown): z.output<Shape> {
  const { data } = shape.safeParse(sent);
  if (data === undefined) throw refused();
  return data;
}

/** A passkey as its owner sees it. */
export const toPasskey = (row: {
  readonly id: string;
  readonly name: string;
  readonly isBackedUp: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}): Passkey => ({
  id: row.id,
  name: row.name,
  isBackedUp: row.isBackedUp,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});

function named(address: URL | null): URL {
  if (!canHoldPasskeys(address)) throw new AppError("passkey_needs_domain");
  return address;
}

export class PasskeysService {
  readonly #needs: PasskeysNeeds;
  readonly #signingIn: ShortCookie;
  readonly #adding: ShortCookie;

  constructor(needs: PasskeysNeeds) {
    this.#needs = needs;
    const common = { lifetime: challengeFor, sameSite: "Strict" } as const;
    this.#signingIn = new ShortCookie(
      { ...common, name: "istmo.passkey", purpose: "passkey sign-in", path: "/api/auth/passkey" },
      needs,
    );
    this.#adding = new ShortCookie(
      { ...common, name: "istmo.new-passkey", purpose: "new passkey", path: "/api/v1/me/passkeys" },
      needs,
    );
  }

  /** What a device needs for signing in. It chooses the passkey itself: we name none. */
  async offerSignIn(address: URL | null): Promise<PasskeyOffer> {
    const options = await generateAuthenticationOptions({
      rpID: named(address).hostname,
      userVerification: "required",
      timeout: challengeFor,
    });
    const { challenge } = options;
    const cookie = this.#signingIn.write({ challenge }, this.#needs.clock.now());
    return { options: { ...options }, cookie };
  }

  /** Signs in whoever holds a passkey. Every refusal is `passkey_refused`. */
  async signIn(
    credential: unknown,
    { address, cookie }: PasskeyRequest,
    origin: RequestOrigin,
  ): Promise<Admitted> {
    const { repository, admission, clock } = this.#needs;
    const sent = shaped(authentication, credential);
    const challenge = this.#signingIn.read(cookie, clock.now())?.["challenge"];
    const passkey = await repository.find(sent.id);
    if (challenge === undefined || passkey === null) throw refused();
    const { personId } = passkey;
    const proof = await this.#verify(sent, { passkey, challenge, address: named(address) });
    const isOnce = proof !== null && (await this.#useUp(this.#signingIn, challenge));
    const isNoted =
      isOnce &&
      (await repository.markUsed(passkey.id, {
        before: passkey.counter,
        counter: proof.newCounter,
        isBackedUp: proof.credentialBackedUp,
        at: clock.now(),
      }));
    if (!isNoted) {
      // A copied key, or somebody who holds the id alone.
      this.#needs.refusals.note({ personId, what: "passkey", origin });
      throw refused();
    }
    const admitted = await admission.admit(personId, { method: "passkey", isStrong: true, origin });
    return { ...admitted, cookies: [...admitted.cookies, this.#signingIn.clear()] };
  }

  /** What a device needs for making a passkey. */
  async offerAdding(me: SignedIn, address: URL | null): Promise<PasskeyOffer> {
    const site = named(address);
    requireRecentConfirmation(me, this.#needs.clock.now());
    const own = await this.#needs.repository.list(me.person.id);
    if (own.length >= mostPasskeys) throw new AppError("too_many_passkeys");
    const options = await generateRegistrationOptions({
      rpName: "Istmo",
      rpID: site.hostname,
      userName: me.person.email,
      userDisplayName: me.person.name,
      userID: handleOf(me.person.id),
      timeout: challengeFor,
      attestationType: "none",
      excludeCredentials: own.map(({ id, transports }) => ({ id, transports })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      supportedAlgorithmIDs: algorithms,
    });
    const { challenge } = options;
    const facts = { challenge, personId: me.person.id };
    return { options: { ...options }, cookie: this.#adding.write(facts, this.#needs.clock.now()) };
  }

  /** Keeps a passkey that a device has made. */
  async add(
    me: SignedIn,
    asked: { readonly name: string; readonly credential: unknown },
    { address, cookie, command }: PasskeyRequest & { readonly command: Command },
  ): Promise<{ passkey: Passkey; cookie: string }> {
    const { repository, unitOfWork, clock } = this.#needs;
    const site = named(address);
    requireRecentConfirmation(me, clock.now());
    const sent = shaped(registration, asked.credential);
    const facts = this.#adding.read(cookie, clock.now());
    const challenge = facts?.["challenge"];
    if (challenge === undefined || facts?.["personId"] !== me.person.id) throw refused();
    const made = await verifyRegistrationResponse({
      response: { ...sent, clientExtensionResults: {} } as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.hostname,
      supportedAlgorithmIDs: algorithms,
    }).catch(() => null);
    const info = made?.registrationInfo;
    if (info === undefined || !(await this.#useUp(this.#adding, challenge))) throw refused();

    const { name } = asked;
    const row = {
      id: info.credential.id,
      personId: me.person.id,
      name,
      publicKey: info.credential.publicKey,
      counter: info.credential.counter,
      transports: sent.response.transports ?? [],
      isBackedUp: info.credentialBackedUp,
    };
    const passkey = await unitOfWork.run(command, async ({ tx, audit }) => {
      await repository.lockPerson(tx, me.person.id);
      if ((await repository.list(me.person.id, tx)).length >= mostPasskeys)
        throw new AppError("too_many_passkeys");
      const at = clock.now();
      if (!(await repository.add(tx, row, at))) throw refused();
      // The device has just verified the person: the session proves more than a password now.
      await repository.strengthen(tx, me.sessionId);
      audit({ kind: "passkey.added", subject: subjectOf(me), after: { name } });
      return toPasskey({ ...row, createdAt: at, lastUsedAt: null });
    });
    return { passkey, cookie: this.#adding.clear() };
  }

  /** Removes one of a person's own passkeys, unless nothing else would let the person in again. */
  async remove(me: SignedIn, passkeyId: string, command: Command): Promise<void> {
    const { repository, unitOfWork, clock, issuer } = this.#needs;
    requireRecentConfirmation(me, clock.now());
    await unitOfWork.run(command, async ({ tx, audit }) => {
      await repository.lockPerson(tx, me.person.id);
      const own = await repository.list(me.person.id, tx);
      const passkey = own.find(({ id }) => id === passkeyId);
      if (passkey === undefined) throw new AppError("not_found");
      if (own.length === 1 && !(await repository.hasAnotherWay(tx, me.person.id, issuer)))
        throw new AppError("last_way_to_sign_in");
      await repository.remove(tx, passkey.id);
      audit({ kind: "passkey.removed", subject: subjectOf(me), before: { name: passkey.name } });
      return null;
    });
  }

  /** What the device proved; null when it did not. */
  async #verify(
    sent: z.output<typeof authentication>,
    wanted: {
      readonly passkey: NonNullable<Awaited<ReturnType<PasskeysRepository["find"]>>>;
      readonly challenge: string;
      readonly address: URL;
    },
  ) {
    const { passkey, challenge, address } = wanted;
    const { id, publicKey, counter, transports } = passkey;
    const handle = Buffer.from(handleOf(passkey.personId)).toString("base64url");
    if (sent.response.userHandle !== handle) return null;
    const answer = await verifyAuthenticationResponse({
      response: { ...sent, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: address.origin,
      expectedRPID: address.hostname,
      credential: { id, publicKey, counter: Number(counter), transports },
    }).catch(() => null);
    return answer?.verified === true ? answer.authenticationInfo : null;
  }

  #useUp(cookie: ShortCookie, challenge: string): Promise<boolean> {
    const now = this.#needs.clock.now();
    const expiresAt = cookie.endOf(now);
    return this.#needs.singleUse.use("passkey_challenge", challenge, { now, expiresAt });
  }
}

/**
 * What a device calls a person: the same for all of the person's passkeys. It depends on nothing
 * that an installation may lose.
 */
const handleOf = (personId: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(`passkey handle\n${personId}`).digest());

const subjectOf = ({ person }: SignedIn) =>
  ({ kind: "person", id: person.id, label: person.name }) as const;
