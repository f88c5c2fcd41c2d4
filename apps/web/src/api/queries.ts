/** One hook per resource. Lists answer their items; the page cursor is followed where it matters. */
import type {
  ActionItem,
  WholeAction,
  ActivityEvent,
  Authorship,
  Centre,
  CentreDetail,
  Me,
  MySecurity,
  MySession,
  Paper,
  PaperSummary,
  Person,
  Site,
  Template,
  WaitingItem,
} from "@istmo/contracts";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";
import { allPages, type Page } from "./pages.ts";
import {
  queryKeys,
  type ActionsFilter,
  type PapersFilter,
  type PeopleFilter,
} from "./query-keys.ts";

export type { Page } from "./pages.ts";

const never = Number.POSITIVE_INFINITY;

export const siteQuery = queryOptions({
  queryKey: queryKeys.site(),
  queryFn: ({ signal }) => api.get<Site>("/site", undefined, signal),
  staleTime: never,
});
export const meQuery = queryOptions({
  queryKey: queryKeys.me(),
  queryFn: ({ signal }) => api.get<Me>("/me", undefined, signal),
  staleTime: 5 * 60_000,
});
export const centresQuery = queryOptions({
  queryKey: queryKeys.centres(),
  queryFn: ({ signal }) => allPages<Centre>("/centres", {}, signal),
});
export const templatesQuery = queryOptions({
  queryKey: queryKeys.templates(),
  queryFn: ({ signal }) => allPages<Template>("/templates", {}, signal),
  staleTime: never,
});
export const paperQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.paper(id),
    queryFn: ({ signal }) => api.get<Paper>(`/papers/${id}`, undefined, signal),
  });
export const authorshipQuery = (editionId: string) =>
  queryOptions({
    queryKey: queryKeys.authorship(editionId),
    queryFn: ({ signal }) =>
      api.get<Authorship>(`/editions/${editionId}/authorship`, undefined, signal),
    // Nothing tells of letters: whoever looks asks again.
    staleTime: 0,
  });
export const papersQuery = (filter: PapersFilter = {}) =>
  queryOptions({
    queryKey: queryKeys.papers(filter),
    queryFn: ({ signal }) => allPages<PaperSummary>("/papers", { ...filter }, signal),
  });

export const useSite = () => useQuery(siteQuery);
export const useMe = () => useQuery(meQuery);
export const useCentres = () => useQuery(centresQuery);
export const useTemplates = () => useQuery(templatesQuery);
export const usePapers = (filter: PapersFilter = {}) => useQuery(papersQuery(filter));
export const usePaper = (id: string) => useQuery(paperQuery(id));

/** How the person signs in. */
export const useMySecurity = () =>
  useQuery({
    queryKey: queryKeys.mySecurity(),
    queryFn: ({ signal }) => api.get<MySecurity>("/me/security", undefined, signal),
  });
/** Where the person is signed in. */
export const useMySessions = () =>
  useQuery({
    queryKey: queryKeys.mySessions(),
    queryFn: ({ signal }) => allPages<MySession>("/me/sessions", {}, signal),
    // No event tells of a sign-in elsewhere.
    staleTime: 0,
  });

export const useCentre = (idOrSlug: string) =>
  useQuery({
    queryKey: queryKeys.centre(idOrSlug),
    queryFn: ({ signal }) => api.get<CentreDetail>(`/centres/${idOrSlug}`, undefined, signal),
  });
export const usePeople = (filter: PeopleFilter = {}) =>
  useQuery({
    queryKey: queryKeys.people(filter),
    queryFn: ({ signal }) => allPages<Person>("/people", { ...filter }, signal),
  });
export const useActions = (filter: ActionsFilter = {}, enabled = true) =>
  useQuery({
    queryKey: queryKeys.actions(filter),
    queryFn: ({ signal }) => allPages<ActionItem>("/actions", { ...filter }, signal),
    enabled,
  });
/** The first items of each state, as one list: a board of thousands shows the beginning of its columns. */
export const actionColumnsQuery = (
  { limit: _, ...filter }: ActionsFilter,
  columns: readonly { readonly state: string; readonly limit: number }[],
) =>
  queryOptions({
    queryKey: queryKeys.actionColumns(filter, columns),
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        columns.map((column) =>
          api.get<Page<ActionItem>>("/actions", { ...filter, ...column }, signal),
        ),
      );
      return pages.flatMap(({ items }) => items);
    },
  });
export const useAction = (id: string) =>
  useQuery({
    queryKey: queryKeys.action(id),
    queryFn: ({ signal }) => api.get<WholeAction>(`/actions/${id}`, undefined, signal),
  });
export const useWaiting = () =>
  useQuery({
    queryKey: queryKeys.waiting(),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: WaitingItem[] }>("/home/waiting", undefined, signal)).items,
  });
/** The newest thirty entries of the event log that this person may see, newest first. */
export const useEvents = () =>
  useQuery({
    queryKey: queryKeys.events(),
    queryFn: async ({ signal }) =>
      (await api.get<Page<ActivityEvent>>("/events", { limit: 30, order: "desc" }, signal)).items,
  });
