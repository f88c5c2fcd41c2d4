/** What the administration reads. Apart from `queries.ts`, so that the first page does not carry it. */
import type {
  AccessRequest,
  Invitation,
  ManagedOrganisation,
  ManagedPerson,
  ManagedPersonDetail,
  Organisation,
  OutboxMail,
} from "@istmo/contracts";
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { api, type Query } from "./client.ts";
import { allPages, type Page } from "./pages.ts";

export interface ManagedPeopleFilter {
  search?: string | undefined;
  state?: "active" | "deactivated" | "without_post" | undefined;
  role?: string | undefined;
  centre?: string | undefined;
  organisation?: string | undefined;
}

/** One first word per resource, as in `queryKeys`. */
export const administrationKeys = {
  people: (filter?: ManagedPeopleFilter) =>
    filter === undefined ? ["managed-people"] : ["managed-people", filter],
  person: (id: string) => ["managed-person", id],
  invitations: (state?: string) =>
    state === undefined ? ["invitations"] : ["invitations", { state }],
  requests: (state?: string) =>
    state === undefined ? ["access-requests"] : ["access-requests", { state }],
  organisations: () => ["managed-organisations"],
  organisationNames: () => ["organisations"],
  outbox: () => ["outbox"],
  demoMail: () => ["demo-mail"],
} satisfies Record<string, (...args: never[]) => QueryKey>;

/** A list that is read on when asked for more. */
function usePages<Item>(
  queryKey: QueryKey,
  path: string,
  query: Query,
  { everyMs = false }: { everyMs?: number | false } = {},
) {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<Item>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
  return {
    items: list.data?.pages.flatMap((page) => [...page.items]),
    error: list.error,
    /** What is shown belongs to the filters of before. */
    isOld: list.isPlaceholderData,
    refetch: () => void list.refetch(),
    more: list.hasNextPage
      ? { isOnItsWay: list.isFetchingNextPage, load: () => void list.fetchNextPage() }
      : null,
  };
}
export type PagedList<Item> = Omit<ReturnType<typeof usePages<Item>>, "items"> & {
  readonly items: readonly Item[] | undefined;
};

export const useManagedPeople = (filter: ManagedPeopleFilter): PagedList<ManagedPerson> =>
  usePages(administrationKeys.people(filter), "/admin/people", { ...filter });

/** The first few people who fit what is being typed. */
export const usePeopleMatching = (search: string) =>
  useQuery({
    queryKey: [...administrationKeys.people(), "matching", search],
    queryFn: async ({ signal }) =>
      (
        await api.get<Page<ManagedPerson>>(
          "/admin/people",
          { state: "active", search, limit: 20 },
          signal,
        )
      ).items,
    placeholderData: keepPreviousData,
  });

export const useManagedPerson = (id: string) =>
  useQuery({
    queryKey: administrationKeys.person(id),
    queryFn: ({ signal }) => api.get<ManagedPersonDetail>(`/admin/people/${id}`, undefined, signal),
  });

export const useInvitations = (state: string): PagedList<Invitation> =>
  usePages(administrationKeys.invitations(state), "/invitations", { state });

/** No event announces a request: strangers make them. The open ones are asked for while shown. */
export const useAccessRequests = (state: string): PagedList<AccessRequest> =>
  usePages(
    administrationKeys.requests(state),
    "/access-requests",
    { state },
    { everyMs: state === "open" && 30_000 },
  );

export const useManagedOrganisations = () =>
  useQuery({
    queryKey: administrationKeys.organisations(),
    queryFn: ({ signal }) => allPages<ManagedOrganisation>("/admin/organisations", {}, signal),
  });

/** The organisations that anybody may name. */
export const organisationsQuery = queryOptions({
  queryKey: administrationKeys.organisationNames(),
  queryFn: ({ signal }) => allPages<Organisation>("/organisations", {}, signal),
});

/** No event tells of a mail: the list is asked for again while somebody looks at it. */
const mailInterval = 5_000;
const newestMail = (path: string) => async (signal: AbortSignal) =>
  (await api.get<Page<OutboxMail>>(path, undefined, signal)).items;
export const useOutbox = () =>
  useQuery({
    queryKey: administrationKeys.outbox(),
    queryFn: ({ signal }) => newestMail("/outbox")(signal),
    refetchInterval: mailInterval,
  });
/** The mail of the demonstration, which is open to everybody who has the page. */
export const useDemoMail = () =>
  useQuery({
    queryKey: administrationKeys.demoMail(),
    queryFn: ({ signal }) => newestMail("/site/outbox")(signal),
    refetchInterval: mailInterval,
  });

/** Asks again for everything that a change of people, posts or organisations may show. */
export function useRefreshAdministration(): () => void {
  const client = useQueryClient();
  return () => {
    const old = [
      administrationKeys.people(),
      ["managed-person"],
      administrationKeys.invitations(),
      administrationKeys.requests(),
      administrationKeys.organisations(),
      administrationKeys.organisationNames(),
      administrationKeys.outbox(),
      ["people"],
      ["me"],
      ["centres"],
      ["centre"],
      ["audit"],
    ];
    for (const queryKey of old) void client.invalidateQueries({ queryKey });
  };
}
