/** When this person last looked at an edition. */
import type { EditionVisit } from "@istmo/contracts";
import { api, request } from "./client.ts";

export const lastVisit = (editionId: string, signal: AbortSignal): Promise<EditionVisit> =>
  api.get<EditionVisit>(`/editions/${editionId}/visit`, undefined, signal);

/** Records what was seen; goes out also while the page closes. */
export const recordVisit = (editionId: string, stateVector: string): Promise<EditionVisit> =>
  request<EditionVisit>("POST", `/api/v1/editions/${editionId}/visit`, {
    body: { stateVector },
    isInPassing: true,
  });
