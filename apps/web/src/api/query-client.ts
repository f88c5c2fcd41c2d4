import { QueryClient } from "@tanstack/react-query";
import { forgetDeviceKeys } from "../lib/device-keys.ts";
import { ApiProblem } from "./problem.ts";

/** Live events say when data is old, so the cache itself may keep it for long. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) =>
          failures < 2 &&
          error instanceof ApiProblem &&
          (error.code === "offline" || error.status >= 500),
      },
    },
  });
}

/**
 * Forgets everything that one person could see, the keys of their copies on this device included.
 * What the site says of itself stays.
 */
export function forgetPerson(queryClient: QueryClient): void {
  forgetDeviceKeys();
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "site" });
}
