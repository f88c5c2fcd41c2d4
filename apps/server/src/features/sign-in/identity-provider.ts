/** The organisation's identity provider, reached by OpenID Connect. */
import * as oidc from "openid-client";
import type { OidcSettings } from "../../config/config.ts";

/** Whom the provider has recognised. */
export interface ProvenIdentity {
  /** Names the person at this provider for good. */
  readonly subject: string;
  /** As the provider spells it; null when it tells none, or does not vouch for it. */
  readonly verifiedEmail: string | null;
  /** Whether the provider has asked for more than a password. */
  readonly isStrong: boolean;
}

/** What one sign-in must bring back unchanged. */
export interface SignInChecks {
  readonly state: string;
  readonly nonce: string;
  /** PKCE: proves that who asks for the tokens is who began. */
  readonly verifier: string;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
}

/** Methods (RFC 8176) that are, or imply, a second factor: several, a code, hardware, a smart card. */
const strongMethods: ReadonlySet<unknown> = new Set(["mfa", "otp", "hwk", "sc"]);

/** Seconds that the provider has for an answer. */
const patience = 8;

export class IdentityProvider {
  readonly #settings: OidcSettings;
  #found: Promise<oidc.Configuration> | null = null;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  get issuer(): string {
    return this.#settings.issuer;
  }

  /** Where to send the browser, and what must come back. Throws when the provider is away. */
  async begin(redirectUri: string): Promise<{ url: URL; checks: SignInChecks }> {
    const configuration = await this.#discover();
    const verifier = oidc.randomPKCECodeVerifier();
    const checks = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, redirectUri };
    const url = oidc.buildAuthorizationUrl(configuration, {
      scope: "openid email",
      redirect_uri: redirectUri,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    return { url, checks };
  }

  /** Whom the provider recognised. `query` is what it sent the browser back with. Throws otherwise. */
  async finish(query: string, checks: SignInChecks): Promise<ProvenIdentity> {
    const configuration = await this.#discover();
    const callback = new URL(checks.redirectUri);
    callback.search = query;
    const tokens = await oidc.authorizationCodeGrant(configuration, callback, {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error("The identity provider sent no ID token.");
    // Many providers tell the address only when they are asked for it.
    const about =
      claims["email"] === undefined && configuration.serverMetadata().userinfo_endpoint
        ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : claims;
    const { email, email_verified: isVerified } = about;
    const { amr } = claims;
    return {
      subject: claims.sub,
      verifiedEmail: typeof email === "string" && isVerified === true ? email : null,
      isStrong: Array.isArray(amr) && amr.some((method) => strongMethods.has(method)),
    };
  }

  /** Asked for once it is needed, and again when it failed: a provider may be away for a while. */
  #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const isInsecure = new URL(issuer).protocol === "http:";
    this.#found ??= oidc
      .discovery(new URL(issuer), clientId, undefined, authenticate(clientSecret), {
        timeout: patience,
        // The signature of the ID token is checked as well, not only where it came from. The
        // settings allow http on this machine alone.
        execute: [
          oidc.enableNonRepudiationChecks,
          ...(isInsecure ? [oidc.allowInsecureRequests] : []),
        ],
      })
      .catch((error: unknown) => {
        this.#found = null;
        throw error;
      });
    return this.#found;
  }
}

/** The way in which the provider wants our secret: in the header, unless it takes it in the body alone. */
function authenticate(clientSecret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(clientSecret), oidc.ClientSecretPost(clientSecret)];
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const isPostOnly = !ways.includes("client_secret_basic") && ways.includes("client_secret_post");
    (isPostOnly ? post : basic)(server, ...rest);
  };
}
