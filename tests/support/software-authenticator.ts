/**
 * A security key in software (WebAuthn, ES256, attestation "none"): makes and uses passkeys as a
 * browser with its device would, and misbehaves where a test asks for it.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>;

const head = (major: number, value: number): Buffer =>
  value < 24
    ? Buffer.from([(major << 5) | value])
    : value < 256
      ? Buffer.from([(major << 5) | 24, value])
      : Buffer.from([(major << 5) | 25, value >> 8, value & 255]);

/** As much of CBOR (RFC 8949) as a passkey needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(3, bytes.length), bytes]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const parts = [...value].flatMap(([key, item]) => [cbor(key), cbor(item)]);
  return Buffer.concat([head(5, value.size), ...parts]);
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

interface Options {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id?: string };
  readonly user?: { readonly id: string };
}

/** Ways to misbehave. */
export interface Misbehaviour {
  /** The page that asked, as the browser tells it; the authenticator's own site otherwise. */
  readonly origin?: string;
  /** Whom the device says that the passkey belongs to. */
  readonly userHandle?: string;
  /** The device did not check who holds it. */
  readonly isUnverified?: boolean;
  /** How often the key says that it has been used. */
  readonly counter?: number;
  /** Signs with another key. */
  readonly signer?: KeyObject;
}

const userPresent = 0x01;
const userVerified = 0x04;
const backupEligible = 0x08;
const backedUp = 0x10;
const hasCredential = 0x40;

/** One passkey on one device. */
export class SoftwareAuthenticator {
  readonly id = text(randomBytes(32));
  readonly privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #origin: string;
  #userHandle = "";
  #counter = 0;

  /** `origin` is the page's. */
  constructor(origin: string) {
    this.#origin = origin;
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
  }

  /** Answers `navigator.credentials.create`. */
  create(options: unknown, how: Misbehaviour = {}): Record<string, unknown> {
    const { rp, user, challenge } = options as Options;
    this.#userHandle = user?.id ?? "";
    const id = Buffer.from(this.id, "base64url");
    const { x = "", y = "" } = this.#publicKey.export({ format: "jwk" });
    const key = cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]),
    );
    const length = Buffer.from([id.length >> 8, id.length & 255]);
    const credential = Buffer.concat([Buffer.alloc(16), length, id, key]);
    const authData = Buffer.concat([this.#authData(rp?.id ?? "", how, hasCredential), credential]);
    const attestation = new Map<string, Cbor>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    return this.#credential({
      clientDataJSON: text(this.#clientData("webauthn.create", challenge, how)),
      attestationObject: text(cbor(attestation)),
      transports: ["internal"],
    });
  }

  /** Answers `navigator.credentials.get`. */
  get(options: unknown, how: Misbehaviour = {}): Record<string, unknown> {
    const { rpId, challenge } = options as Options;
    const clientData = this.#clientData("webauthn.get", challenge, how);
    const authData = this.#authData(rpId ?? "", how, 0);
    const signed = Buffer.concat([authData, sha256(clientData)]);
    return this.#credential({
      clientDataJSON: text(clientData),
      authenticatorData: text(authData),
      signature: text(sign("sha256", signed, how.signer ?? this.privateKey)),
      userHandle: how.userHandle ?? this.#userHandle,
    });
  }

  #credential(response: Record<string, unknown>): Record<string, unknown> {
    const { id } = this;
    return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
  }

  #clientData(type: string, challenge: string, { origin }: Misbehaviour): Buffer {
    const said = { type, challenge, origin: origin ?? this.#origin, crossOrigin: false };
    return Buffer.from(JSON.stringify(said));
  }

  #authData(rpId: string, { isUnverified, counter }: Misbehaviour, more: number): Buffer {
    this.#counter = counter ?? this.#counter + 1;
    const verified = isUnverified === true ? 0 : userVerified;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#counter);
    const flags = userPresent | verified | backupEligible | backedUp | more;
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count]);
  }
}
