import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "../../api/query-keys.ts";
import { useToast } from "../../ui/toaster.tsx";
import { PasskeyNotGiven } from "./passkeys.ts";
import { NotConfirmed, type RunConfirmed } from "./use-confirmation.tsx";

/** Whether the person themselves called it off, which needs no message. */
export function wasCalledOff(error: unknown): boolean {
  return error instanceof NotConfirmed || error instanceof PasskeyNotGiven;
}

/** A change of how one signs in: confirmed where the server asks for it, then read again. */
export function useSecurityAct<Input, Answer>(
  run: RunConfirmed,
  act: (input: Input) => Promise<Answer>,
  options: {
    onSuccess?: (answer: Answer, input: Input) => void;
    /** Without it a problem is shown as a notice. */
    onProblem?: (error: Error) => void;
  } = {},
) {
  const queryClient = useQueryClient();
  const toast = useToast();
  return useMutation<Answer, Error, Input>({
    mutationFn: (input) => run(() => act(input)),
    onSuccess: (answer, input) => {
      options.onSuccess?.(answer, input);
      void queryClient.invalidateQueries({ queryKey: queryKeys.mySecurity() });
      void queryClient.invalidateQueries({ queryKey: queryKeys.mySessions() });
      void queryClient.invalidateQueries({ queryKey: queryKeys.me() });
    },
    onError: (error) => {
      if (!wasCalledOff(error)) (options.onProblem ?? toast.showProblem)(error);
    },
  });
}
