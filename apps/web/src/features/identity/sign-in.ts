/** The requests of those who are not signed in yet. A session's cookie is part of the answer. */
import type { InvitationLook, SignInAnswer } from "@istmo/contracts";
import { request } from "../../api/client.ts";
import type { Language } from "../../i18n/i18n.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}
export type SecondFactor = { readonly code: string } | { readonly recoveryCode: string };

const post = <Answer>(path: string, body: unknown) =>
  request<Answer>("POST", `/api/auth${path}`, { body });

export const signIn = (credentials: Credentials) =>
  post<SignInAnswer>("/sign-in/email", credentials);

export const giveSecondFactor = (factor: SecondFactor) =>
  post<SignInAnswer>("/sign-in/second-factor", factor);

/** Whether a way of signing in is not over: the code of the person's app is asked for. */
export function needsSecondFactor(answer: SignInAnswer): boolean {
  return "secondFactor" in answer;
}

/** Where the browser begins the single sign-on; it comes back to `returnTo`. */
export function singleSignOnPath(returnTo: string): string {
  return `/api/auth/oidc/start?return=${encodeURIComponent(returnTo)}`;
}

export const askForNewPassword = (body: { email: string; locale: Language }) =>
  post<unknown>("/password/forgot", body);

export const resetPassword = (body: { token: string; password: string }) =>
  post<unknown>("/password/reset", body);

export const lookAtInvitation = (token: string) =>
  post<InvitationLook>("/invitation/look", { token });

export const acceptInvitation = (body: {
  token: string;
  name?: string;
  password?: string;
  locale?: Language;
}) => post<SignInAnswer>("/invitation/accept", body);

export const lookAtFirstAdministrator = (token: string) =>
  post<{ expiresAt: string }>("/first-administrator/look", { token });

export const becomeFirstAdministrator = (body: {
  token: string;
  name: string;
  email: string;
  password: string;
  locale: Language;
}) => post<SignInAnswer>("/first-administrator", body);

export const askForAccount = (body: {
  name: string;
  email: string;
  organisation: string;
  reason: string;
  locale: Language;
}) => post<unknown>("/ask", body);
