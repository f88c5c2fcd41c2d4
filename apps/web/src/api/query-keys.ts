import type { PaperStage } from "@istmo/contracts";
import type { RoundState } from "@istmo/domain";

export interface PapersFilter {
  stage?: PaperStage | undefined;
  centre?: string | undefined;
  limit?: number | undefined;
}
export interface ActionsFilter {
  /** One, or several with commas between them. */
  state?: string | undefined;
  priority?: string | undefined;
  centre?: string | undefined;
  organisation?: string | undefined;
  owner?: string | undefined;
  helper?: string | undefined;
  involves?: string | undefined;
  dueFrom?: string | undefined;
  dueTo?: string | undefined;
  overdue?: boolean | undefined;
  undated?: boolean | undefined;
  blocked?: boolean | undefined;
  programme?: string | undefined;
  output?: string | undefined;
  paper?: string | undefined;
  q?: string | undefined;
  limit?: number | undefined;
}
export interface PeopleFilter {
  centre?: string | undefined;
}
/** Of one paper, or of all that the person may see. */
export interface RoundsFilter {
  paper?: string | undefined;
  state?: RoundState | undefined;
}

/** One first word per resource: refreshing `["papers"]` refreshes every list of papers. */
export const queryKeys = {
  site: () => ["site"] as const,
  me: () => ["me"] as const,
  mySecurity: () => ["my-security"] as const,
  mySessions: () => ["my-sessions"] as const,
  centres: () => ["centres"] as const,
  centre: (idOrSlug: string) => ["centre", idOrSlug] as const,
  people: (filter: PeopleFilter = {}) => ["people", filter] as const,
  templates: () => ["templates"] as const,
  glossary: () => ["glossary"] as const,
  papers: (filter: PapersFilter = {}) => ["papers", filter] as const,
  paper: (id: string) => ["paper", id] as const,
  translation: (editionId: string) => ["translation", editionId] as const,
  versions: (editionId: string) => ["versions", editionId] as const,
  authorship: (editionId: string) => ["authorship", editionId] as const,
  editionWriters: (editionId: string) => ["edition-writers", editionId] as const,
  bracketPreferences: (paperId: string) => ["bracket-preferences", paperId] as const,
  files: (paperId: string) => ["files", paperId] as const,
  sources: (paperId: string) => ["sources", paperId] as const,
  desk: () => ["desk"] as const,
  rounds: (filter: RoundsFilter = {}) => ["rounds", filter] as const,
  round: (id: string) => ["round", id] as const,
  clearance: (paperId: string) => ["clearance", paperId] as const,
  issued: (paperId: string) => ["issued", paperId] as const,
  comments: (paperId: string) => ["comments", paperId] as const,
  actions: (filter: ActionsFilter = {}) => ["actions", filter] as const,
  actionColumns: (filter: ActionsFilter, columns: readonly object[]) =>
    ["actions", filter, "columns", columns] as const,
  action: (id: string) => ["action", id] as const,
  notices: () => ["notices"] as const,
  waiting: () => ["waiting"] as const,
  events: () => ["events"] as const,
};
