import type { SignInAnswer } from "@istmo/contracts";
import { useEffect, useEffectEvent, useState } from "react";
import {
  PasskeyNotGiven,
  signInWithPasskey,
  suggestsPasskeys,
  supportsPasskeys,
} from "./passkeys.ts";

export interface PasskeySignIn {
  /** Whether a button for it makes sense here. */
  readonly isOffered: boolean;
  readonly isPending: boolean;
  readonly start: () => void;
}

/**
 * Signing in with a passkey: by a button, and from the suggestions that the browser makes under the
 * field for the e-mail, for as long as the page is open and nothing else is asked of the browser.
 */
export function usePasskeySignIn({
  isAvailable,
  onAnswer,
  onProblem,
}: {
  /** Passkeys work at the address by which this page was opened. */
  isAvailable: boolean;
  onAnswer: (answer: SignInAnswer) => Promise<void>;
  onProblem: (error: unknown) => void;
}): PasskeySignIn {
  const isOffered = isAvailable && supportsPasskeys();
  const [isPending, setIsPending] = useState(false);
  // Another number makes the browser suggest again, after a ceremony that came to nothing.
  const [attempt, setAttempt] = useState(0);
  const finish = useEffectEvent(onAnswer);
  const fail = useEffectEvent((error: unknown) => {
    if (!(error instanceof PasskeyNotGiven)) onProblem(error);
  });

  useEffect(() => {
    if (!isOffered || isPending) return;
    const autofill = new AbortController();
    void (async () => {
      try {
        if (!(await suggestsPasskeys()) || autofill.signal.aborted) return;
        await finish(await signInWithPasskey(autofill.signal));
      } catch (error) {
        if (autofill.signal.aborted || error instanceof PasskeyNotGiven) return;
        fail(error);
      }
    })();
    return () => autofill.abort();
  }, [isOffered, isPending, attempt]);

  return {
    isOffered,
    isPending,
    start: () => {
      setIsPending(true);
      signInWithPasskey()
        .then(onAnswer)
        .catch((error: unknown) => {
          if (!(error instanceof PasskeyNotGiven)) onProblem(error);
        })
        .finally(() => {
          setIsPending(false);
          setAttempt((count) => count + 1);
        });
    },
  };
}
