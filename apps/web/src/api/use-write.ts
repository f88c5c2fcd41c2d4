import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { newIdempotencyKey } from "./client.ts";
import { ApiProblem } from "./problem.ts";

/**
 * A mutation that sends one submission once: pressed again with the same input after an answer
 * that was lost, it repeats the key of the first try; other input, or a clear answer, starts anew.
 */
export function useWrite<Input, Answer>(
  send: (input: Input, idempotencyKey: string) => Promise<Answer>,
  options: { onSuccess?: (answer: Answer, input: Input) => void } = {},
) {
  const pending = useRef<{ input: string; key: string } | null>(null);
  return useMutation<Answer, Error, Input>({
    mutationFn: async (input) => {
      const text = JSON.stringify(input);
      if (pending.current?.input !== text) {
        pending.current = { input: text, key: newIdempotencyKey() };
      }
      try {
        const answer = await send(input, pending.current.key);
        pending.current = null;
        return answer;
      } catch (error) {
        const isUnclear =
          error instanceof ApiProblem && (error.code === "offline" || error.status >= 500);
        if (!isUnclear) pending.current = null;
        throw error;
      }
    },
    ...(options.onSuccess === undefined ? {} : { onSuccess: options.onSuccess }),
  });
}
