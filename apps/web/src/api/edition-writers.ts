/** Everybody who ever wrote in an edition. */
import type { EditionWriters } from "@istmo/contracts";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client.ts";
import { queryKeys } from "./query-keys.ts";

export const editionWritersQuery = (editionId: string) =>
  queryOptions({
    queryKey: queryKeys.editionWriters(editionId),
    queryFn: ({ signal }) =>
      api.get<EditionWriters>(`/editions/${editionId}/writers`, undefined, signal),
  });
