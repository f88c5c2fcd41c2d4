/**
 * Signing in, and what a person sets up for it. `/api/auth/…` is open to strangers, `/api/v1/me/…`
 * to whoever is signed in. The WebAuthn parts are the JSON forms of the W3C's Level 3 draft; the
 * browser's library checks and fills them, so here they are objects.
 */
import { z } from "zod";
import { id, language, line, text } from "./common.ts";

/** Characters of a password; 12 is the least for one that no second factor may ever join. */
export const passwordLength = { min: 12, max: 200 } as const;
export const password = z.string().max(1000);
export const emailAddress = z.string().trim().min(3).max(254);

export const credentials = z.object({ email: z.string().max(320), password });

/** Either the session is open, or a second factor is asked for. */
export const signInAnswer = z.union([
  z.object({ user: z.object({ id: z.string(), email: z.string() }) }),
  z.object({ secondFactor: z.literal(true) }),
]);
export type SignInAnswer = z.infer<typeof signInAnswer>;

/** A six-digit code of the app, or a recovery code. */
export const secondFactor = z.union([
  z.object({ code: z.string().max(20) }).strict(),
  z.object({ recoveryCode: z.string().max(40) }).strict(),
]);

const webAuthn = z.record(z.string(), z.unknown());
export const passkeyOptions = z.object({ options: webAuthn });
export const passkeyAnswer = z.object({ credential: webAuthn });

export const forgotPassword = z.object({ email: z.string().max(320), locale: language.optional() });
export const token = z.string().min(20).max(200);
export const resetPassword = z.object({ token, password });

/** What an invitation says to whoever holds its link. */
export const invitationLook = z.object({
  name: z.string(),
  email: z.string(),
  role: z.string(),
  centreId: id.nullable(),
  /** Name of the centre or organisation in both languages; null for the office. */
  body: z.object({ es: z.string(), en: z.string() }).nullable(),
  invitedBy: z.string(),
  /** An account with this address exists: its owner accepts by signing in. */
  hasAccount: z.boolean(),
  expiresAt: z.iso.datetime(),
});
export type InvitationLook = z.infer<typeof invitationLook>;

/** `password` is left out by whoever has an account and is signed in. */
export const acceptInvitation = z.object({
  token,
  name: line(120).optional(),
  password: password.optional(),
  locale: language.optional(),
});

export const firstAdministrator = z.object({
  token,
  name: line(120),
  email: emailAddress,
  password,
  locale: language,
});

/** A stranger asks for an account. */
export const askForAccount = z.object({
  name: line(120),
  email: emailAddress,
  organisation: line(200),
  reason: text(2000),
  locale: language,
});
/** What is answered whether or not anything came of it, so that nobody learns who has an account. */
export const received = z.object({ received: z.literal(true) });

export const passkey = z.object({
  id: z.string(),
  name: z.string(),
  isBackedUp: z.boolean(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type Passkey = z.infer<typeof passkey>;

/** How a person signs in. */
export const mySecurity = z.object({
  hasPassword: z.boolean(),
  totp: z.object({ isOn: z.boolean(), recoveryCodesLeft: z.int() }),
  passkeys: z.array(passkey),
  /** Whether an account of the single sign-on is linked; null where there is none to link. */
  singleSignOn: z.object({ name: z.string(), isLinked: z.boolean() }).nullable(),
  /** Until when changes of the sign-in need no new confirmation. */
  confirmedUntil: z.iso.datetime().nullable(),
});
export type MySecurity = z.infer<typeof mySecurity>;

export const confirmIdentity = z.object({ password });
export const changePassword = z.object({ password });
export const totpStart = z.object({
  /** Base32, for typing it in by hand. */
  secret: z.string(),
  /** `otpauth://…`, for the QR code. */
  uri: z.string(),
});
export type TotpStart = z.infer<typeof totpStart>;
export const totpConfirm = z.object({ code: z.string().max(20) });
/** Shown once. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
export const addPasskey = z.object({ name: line(80), credential: webAuthn });

export const mySession = z.object({
  id: z.string(),
  isThisOne: z.boolean(),
  method: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** Seen within the last day of it. */
  seenAt: z.iso.datetime(),
});
export type MySession = z.infer<typeof mySession>;
export const done = z.object({ done: z.literal(true) });
