/** Passkeys. The library that speaks to the browser's store of them is a chunk of its own. */
import type { Passkey, SignInAnswer } from "@istmo/contracts";
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { api, request } from "../../api/client.ts";

const library = () => import("@simplewebauthn/browser");

/** Browsers show passkeys to secure pages only. */
export function supportsPasskeys(): boolean {
  return typeof globalThis.PublicKeyCredential === "function";
}

/** The person closed the browser's dialog, waited too long, or another request took its place. */
export class PasskeyNotGiven extends Error {
  constructor(cause: unknown) {
    super("No passkey was given", { cause });
    this.name = "PasskeyNotGiven";
  }
}

/** The device refused: it holds a passkey of this account already. */
export class PasskeyAlreadyThere extends Error {
  constructor(cause: unknown) {
    super("The device holds a passkey of this account", { cause });
    this.name = "PasskeyAlreadyThere";
  }
}

/** Runs a ceremony of the browser and names what people do in it. */
async function ceremony<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NotAllowedError" || name === "AbortError") throw new PasskeyNotGiven(error);
    if (name === "InvalidStateError") throw new PasskeyAlreadyThere(error);
    throw error;
  }
}

/**
 * Signs in with a passkey. `autofill` waits until one is chosen from the suggestions under the
 * field for the e-mail, and gives up when the signal says so or another ceremony begins.
 */
export async function signInWithPasskey(autofill?: AbortSignal): Promise<SignInAnswer> {
  const { startAuthentication, WebAuthnAbortService } = await library();
  const { options } = await request<{ options: PublicKeyCredentialRequestOptionsJSON }>(
    "POST",
    "/api/auth/passkey/options",
    { body: {} },
  );
  if (autofill?.aborted === true) throw new PasskeyNotGiven(autofill.reason);
  autofill?.addEventListener("abort", () => WebAuthnAbortService.cancelCeremony(), { once: true });
  const credential = await ceremony(() =>
    startAuthentication({ optionsJSON: options, useBrowserAutofill: autofill !== undefined }),
  );
  return request("POST", "/api/auth/passkey/sign-in", { body: { credential } });
}

/** Whether the browser suggests passkeys under a field. */
export async function suggestsPasskeys(): Promise<boolean> {
  if (!supportsPasskeys()) return false;
  return (await globalThis.PublicKeyCredential.isConditionalMediationAvailable?.()) === true;
}

export type PasskeyOptions = PublicKeyCredentialCreationOptionsJSON;

/** Asks for what a new passkey is made with; needs a fresh confirmation of who asks. */
export async function passkeyOptions(): Promise<PasskeyOptions> {
  return (await api.post<{ options: PasskeyOptions }>("/me/passkeys/options", {})).options;
}

/** Has the browser make a passkey, and adds it to the account under a name. */
export async function addPasskey(name: string, options: PasskeyOptions): Promise<Passkey> {
  const { startRegistration } = await library();
  const credential = await ceremony(() => startRegistration({ optionsJSON: options }));
  return api.post<Passkey>("/me/passkeys", { name, credential });
}
