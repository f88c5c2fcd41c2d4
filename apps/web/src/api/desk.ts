/** The office's desk. */
import type { DeskEntry } from "@istmo/contracts";
import { useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";
import type { Page } from "./pages.ts";
import { queryKeys } from "./query-keys.ts";

export const useDesk = (isOffice: boolean) =>
  useQuery({
    queryKey: queryKeys.desk(),
    queryFn: async ({ signal }) =>
      (await api.get<Page<DeskEntry>>("/desk", undefined, signal)).items,
    enabled: isOffice,
  });
