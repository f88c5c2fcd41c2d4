/**
 * Every setting of the server, read once and checked. Nothing else reads the environment.
 * A wrong setting stops the start with one sentence that says how to mend it.
 */
import { isAbsolute, resolve } from "node:path";
import { z } from "zod";

/** A start that cannot succeed; `message` is one sentence for the person who started it. */
export class StartError extends Error {
  override readonly name = "StartError";
}

const flag = z.enum(["0", "1"]).transform((value) => value === "1");

const environment = z.object({
  /** Where to listen. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** Folder of the embedded database, the secrets and the files. */
  ISTMO_DATA: z.string().min(1).default(".data"),
  /** Demo accounts and sample papers; refused in production. */
  ISTMO_DEMO: flag.default(false),
  /** Hours that the demonstration's clock is ahead, to see what a time limit brings. */
  ISTMO_DEMO_HOURS_AHEAD: z.coerce.number().min(0).max(8760).default(0),
  /** `production` forbids demo mode. */
  NODE_ENV: z.string().default("development"),
  /** A PostgreSQL server instead of the embedded database. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  /** What several processes on one database meet in; encrypted as rediss://. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/[^/]/)
    .refine((url) => URL.canParse(url))
    .optional(),
  /** Where people open the page, when that differs from HOST and PORT: https://istmo.example.org */
  ISTMO_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** How many reverse proxies stand in front and may name the client's address. */
  ISTMO_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Lets a monitor from elsewhere than this machine read /metrics. */
  ISTMO_METRICS_TOKEN: z.string().min(16).optional(),
  /** The mail server: smtp://user:password@host:587 or smtps://…; without it mails stay in the outbox. */
  ISTMO_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+/)
    .optional(),
  /** Who the mails come from: `Istmo <istmo@example.org>` */
  ISTMO_MAIL_FROM: z.string().min(3).optional(),
  /** Whether people must prove who they are by more than a password. */
  ISTMO_SECOND_FACTOR: z.enum(["offered", "required"]).optional(),
  /** Single sign-on by OpenID Connect: the issuer's address, and what it knows us by. */
  ISTMO_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  ISTMO_OIDC_CLIENT_ID: z.string().min(1).optional(),
  ISTMO_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** What stands on the button. */
  ISTMO_OIDC_NAME: z.string().min(1).max(60).default("SSO"),
  ISTMO_LOG: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataFolder: string;
  readonly isDemo: boolean;
  /** Milliseconds that the server's clock is ahead; of a demonstration alone. */
  readonly clockAhead: number;
  readonly databaseUrl: string | null;
  /** Null: no other process writes texts to the same database. */
  readonly redisUrl: string | null;
  /** Origin that people's browsers use, without a path; null until the port is known. */
  readonly publicOrigin: string | null;
  readonly proxies: number;
  readonly metricsToken: string | null;
  /** Null: mails stay in the outbox. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  readonly oidc: OidcSettings | null;
  /** Whoever signs in by a password alone must first add an authenticator app or a passkey. */
  readonly requiresSecondFactor: boolean;
  readonly logLevel: string;
}

/** How the single sign-on is reached. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What stands on the button. */
  readonly name: string;
}

const howToMend: Record<string, string> = {
  PORT: "PORT must be a number from 0 to 65535.",
  ISTMO_DEMO: "ISTMO_DEMO must be 0 or 1.",
  ISTMO_DEMO_HOURS_AHEAD: "ISTMO_DEMO_HOURS_AHEAD must be a number from 0 to 8760.",
  DATABASE_URL: "DATABASE_URL must look like postgresql://user:password@host:5432/database.",
  REDIS_URL: "REDIS_URL must look like redis://user:password@host:6379 or rediss://….",
  ISTMO_PUBLIC_URL: "ISTMO_PUBLIC_URL must look like https://istmo.example.org.",
  ISTMO_PROXIES: "ISTMO_PROXIES must be a number from 0 to 10.",
  ISTMO_METRICS_TOKEN: "ISTMO_METRICS_TOKEN must have at least 16 characters.",
  ISTMO_SMTP_URL: "ISTMO_SMTP_URL must look like smtp://user:password@mail.example.org:587.",
  ISTMO_MAIL_FROM: "ISTMO_MAIL_FROM must look like Istmo <istmo@example.org>.",
  ISTMO_SECOND_FACTOR: "ISTMO_SECOND_FACTOR must be offered or required.",
  ISTMO_OIDC_ISSUER: "ISTMO_OIDC_ISSUER must look like https://login.example.org.",
  ISTMO_LOG: "ISTMO_LOG must be one of fatal, error, warn, info, debug, silent.",
};

type Settings = z.output<typeof environment>;

function readMail(settings: Settings): Config["mail"] {
  const { ISTMO_SMTP_URL: smtpUrl, ISTMO_MAIL_FROM: from } = settings;
  if (smtpUrl === undefined) return null;
  if (from === undefined)
    throw new StartError("ISTMO_SMTP_URL needs ISTMO_MAIL_FROM: set who the mails come from.");
  // Without it the links in mails would be made of what a request claims to be its host.
  if (settings.ISTMO_PUBLIC_URL === undefined)
    throw new StartError(
      "ISTMO_SMTP_URL needs ISTMO_PUBLIC_URL: set the address for links in mails.",
    );
  return { smtpUrl, from };
}

function readOidc(settings: Settings): OidcSettings | null {
  const { ISTMO_OIDC_ISSUER: issuer } = settings;
  if (issuer === undefined) return null;
  const { ISTMO_OIDC_CLIENT_ID: clientId, ISTMO_OIDC_CLIENT_SECRET: clientSecret } = settings;
  if (clientId === undefined || clientSecret === undefined)
    throw new StartError(
      "ISTMO_OIDC_ISSUER needs ISTMO_OIDC_CLIENT_ID and ISTMO_OIDC_CLIENT_SECRET: set both.",
    );
  const { protocol, hostname } = new URL(issuer);
  if (protocol === "http:" && !["localhost", "127.0.0.1"].includes(hostname))
    throw new StartError("ISTMO_OIDC_ISSUER must be an https address.");
  return { issuer, clientId, clientSecret, name: settings.ISTMO_OIDC_NAME };
}

function readRedis({ REDIS_URL: url, DATABASE_URL: databaseUrl }: Settings): string | null {
  if (url === undefined) return null;
  if (databaseUrl === undefined)
    throw new StartError(
      "REDIS_URL needs DATABASE_URL: the embedded database belongs to one process, so unset one or set both.",
    );
  return url;
}

/** Reads the settings from an environment. Throws StartError with a sentence on the first wrong one. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? "");
    throw new StartError(howToMend[name] ?? `${name} is not valid.`);
  }
  const settings = parsed.data;
  if (settings.ISTMO_DEMO && settings.NODE_ENV === "production") {
    throw new StartError("ISTMO_DEMO=1 is refused with NODE_ENV=production: unset one of them.");
  }
  if (settings.ISTMO_DEMO_HOURS_AHEAD > 0 && !settings.ISTMO_DEMO) {
    throw new StartError("ISTMO_DEMO_HOURS_AHEAD needs ISTMO_DEMO=1: set both or none.");
  }
  return Object.freeze({
    mail: readMail(settings),
    oidc: readOidc(settings),
    // A demonstration is to be tried with a password that everybody knows.
    requiresSecondFactor:
      (settings.ISTMO_SECOND_FACTOR ?? (settings.ISTMO_DEMO ? "offered" : "required")) ===
      "required",
    port: settings.PORT,
    host: settings.HOST,
    dataFolder: isAbsolute(settings.ISTMO_DATA)
      ? settings.ISTMO_DATA
      : resolve(process.cwd(), settings.ISTMO_DATA),
    isDemo: settings.ISTMO_DEMO,
    clockAhead: settings.ISTMO_DEMO_HOURS_AHEAD * 3_600_000,
    databaseUrl: settings.DATABASE_URL ?? null,
    redisUrl: readRedis(settings),
    publicOrigin: settings.ISTMO_PUBLIC_URL ? new URL(settings.ISTMO_PUBLIC_URL).origin : null,
    proxies: settings.ISTMO_PROXIES,
    metricsToken: settings.ISTMO_METRICS_TOKEN ?? null,
    logLevel: settings.ISTMO_LOG,
  });
}
