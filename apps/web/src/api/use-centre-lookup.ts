import type { Centre } from "@istmo/contracts";
import { useMemo } from "react";
import { useCentres } from "./queries.ts";

/** Finds a centre by its id or code; undefined while the centres are loading. */
export function useCentreLookup(): (idOrCode: string | null) => Centre | undefined {
  const { data } = useCentres();
  return useMemo(() => {
    const byKey = new Map<string, Centre>();
    for (const centre of data ?? []) {
      byKey.set(centre.id, centre);
      byKey.set(centre.code, centre);
    }
    return (idOrCode) => (idOrCode === null ? undefined : byKey.get(idOrCode));
  }, [data]);
}
