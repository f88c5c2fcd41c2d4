import type { GlossaryTerm } from "@istmo/contracts";
import { useQuery } from "@tanstack/react-query";
import { allPages } from "./pages.ts";
import { queryKeys } from "./query-keys.ts";

/** The glossary, once for as long as the page is open: nobody changes it meanwhile. */
export const useGlossary = () =>
  useQuery({
    queryKey: queryKeys.glossary(),
    queryFn: ({ signal }) => allPages<GlossaryTerm>("/glossary", {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
