import { request } from "../../api/client.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Opens a session; the cookie is the answer. */
export async function signIn(credentials: Credentials): Promise<void> {
  await request("POST", "/api/auth/sign-in/email", { body: credentials });
}
