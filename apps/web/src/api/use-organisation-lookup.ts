import type { Organisation } from "@istmo/contracts";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { organisationsQuery } from "./administration.ts";

/** Finds an organisation by its id; undefined while they are loading. */
export function useOrganisationLookup(): (id: string | null) => Organisation | undefined {
  const { data } = useQuery(organisationsQuery);
  return useMemo(() => {
    const byId = new Map((data ?? []).map((one) => [one.id, one]));
    return (id) => (id === null ? undefined : byId.get(id));
  }, [data]);
}
