/**
 * A real identity provider (oidc-provider) at which nobody has to type: whoever `person` names
 * signs in at once. It knows one client; `redirectUris` says where it may send browsers back to.
 */
import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import MemoryAdapter from "oidc-provider/lib/adapters/memory_adapter.js";

export interface ProviderPerson {
  /** The provider's own name for the person. */
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  /** How the person proved to be it: ["pwd"], ["pwd", "otp", "mfa"] … */
  readonly amr?: readonly string[];
}

export interface Forgery {
  /** Claims that replace the provider's own. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Whether it is signed by a key that the provider does not have. */
  readonly isForeignKey?: boolean;
}

export interface TestOidcProvider {
  readonly issuer: string;
  /** Settings for a server that uses it. */
  readonly env: Readonly<Record<string, string>>;
  /** Who sits at the browser; null refuses. */
  person: ProviderPerson | null;
  /** What somebody on the way makes of its ID tokens; null leaves them as they are. */
  forgery: Forgery | null;
  /** Opens its doors; before that it answers 503, as one that is away does. */
  open(redirectUris: readonly string[]): void;
  close(): Promise<void>;
}

/** The provider's own, by a name that it does not warn of. */
class Adapter extends MemoryAdapter {}

const clientId = "istmo";
const clientSecret = "a secret that the provider and Istmo share";

export async function startOidcProvider(): Promise<TestOidcProvider> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const signingKey = { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" };
  const foreignKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const people = new Map<string, ProviderPerson>();

  const started: TestOidcProvider = {
    issuer,
    env: {
      ISTMO_OIDC_ISSUER: issuer,
      ISTMO_OIDC_CLIENT_ID: clientId,
      ISTMO_OIDC_CLIENT_SECRET: clientSecret,
      ISTMO_OIDC_NAME: "Cuenta de prueba",
    },
    person: null,
    forgery: null,
    open(redirectUris) {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: clientId,
            client_secret: clientSecret,
            redirect_uris: redirectUris,
            application_type: "native",
          },
        ],
        claims: { openid: ["sub", "amr"], email: ["email", "email_verified"] },
        adapter: Adapter,
        jwks: { keys: [signingKey] },
        cookies: { keys: ["only this test"] },
        features: { devInteractions: { enabled: false } },
        interactions: {
          url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}`,
        },
        findAccount: (_context: unknown, sub: string) => ({
          accountId: sub,
          claims: () => ({ ...people.get(sub), sub }),
        }),
        // Every sign-in asks anew who is there: the tests change who it is.
        ttl: { Session: 1, Grant: 60, Interaction: 60, AccessToken: 60, IdToken: 60 },
      });
      provider.use(async (context, next) => {
        await next();
        const tokens = context.body as { id_token?: string } | null;
        const { forgery } = started;
        if (context.path !== "/token" || forgery === null || tokens?.id_token === undefined) return;
        const key = forgery.isForeignKey === true ? foreignKey : privateKey;
        context.body = { ...tokens, id_token: forge(tokens.id_token, forgery, key) };
      });
      const answer = provider.callback();
      const interact = async (request: IncomingMessage, response: ServerResponse) => {
        const { params } = await provider.interactionDetails(request, response);
        const { person } = started;
        if (person === null) {
          await provider.interactionFinished(request, response, { error: "access_denied" });
          return;
        }
        people.set(person.sub, person);
        const grant = new provider.Grant({ accountId: person.sub, clientId: params.client_id });
        grant.addOIDCScope(params.scope);
        await provider.interactionFinished(request, response, {
          login: { accountId: person.sub, amr: person.amr ?? ["pwd"], remember: false },
          consent: { grantId: await grant.save() },
        });
      };
      listener = (request, response) => {
        if (!request.url?.startsWith("/interaction/")) answer(request, response);
        else interact(request, response).catch(() => response.writeHead(500).end());
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return started;
}

/** The token with other claims, signed anew. */
function forge(token: string, { claims }: Forgery, key: KeyObject): string {
  const [header = "", payload = ""] = token.split(".");
  const own = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const content = `${header}.${Buffer.from(JSON.stringify({ ...own, ...claims })).toString("base64url")}`;
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
}
