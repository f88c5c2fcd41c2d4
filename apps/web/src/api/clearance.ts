/** Clearance: what is asked and answered, the steps of a paper, what is issued, and links from mails. */
import type {
  AnswerByLink,
  ClearanceRequestAnswer,
  ClearanceText,
  IssuedPaper,
  LinkedClearance,
  PaperClearance,
  PaperMeeting,
  TakePaperStep,
} from "@istmo/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { allPages } from "./pages.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

export const useClearance = (paperId: string) =>
  useQuery({
    queryKey: queryKeys.clearance(paperId),
    queryFn: ({ signal }) =>
      api.get<PaperClearance>(`/papers/${paperId}/clearance`, undefined, signal),
  });

/** What waits for an answer of the person's organisations. */
export const useWaitingClearances = () =>
  useQuery({
    queryKey: ["clearance", "waiting"],
    queryFn: ({ signal }) => allPages<ClearanceRequestAnswer>("/clearance-requests", {}, signal),
  });

/** A frozen text never changes, so it is asked for once. */
export const useClearanceText = (
  requestId: string,
  { language, of }: { readonly language: string; readonly of: "asked" | "before" },
) =>
  useQuery({
    queryKey: ["clearance-text", requestId, language, of],
    queryFn: ({ signal }) =>
      api.get<ClearanceText>(`/clearance-requests/${requestId}/text`, { language, of }, signal),
    staleTime: Infinity,
  });

export const useIssued = (paperId: string, language: string | undefined) =>
  useQuery({
    queryKey: [...queryKeys.issued(paperId), language ?? ""],
    queryFn: ({ signal }) =>
      api.get<IssuedPaper>(`/papers/${paperId}/issued`, { language }, signal),
  });

/** After a change: the clearance and the paper anew. */
function useRefresh(paperId: string) {
  const cache = useQueryClient();
  return () => {
    // With the list of what waits.
    void cache.invalidateQueries({ queryKey: ["clearance"] });
    void cache.invalidateQueries({ queryKey: queryKeys.issued(paperId) });
    void cache.invalidateQueries({ queryKey: queryKeys.paper(paperId) });
    void cache.invalidateQueries({ queryKey: ["papers"] });
  };
}

export function useTakePaperStep(paperId: string) {
  const refresh = useRefresh(paperId);
  return useWrite(
    (body: TakePaperStep, key: string) =>
      api.post<PaperClearance>(`/papers/${paperId}/steps`, body, key),
    { onSuccess: refresh },
  );
}

export type RequestAct =
  "receipt" | "answer" | "withdraw" | "delegate" | "end-delegation" | "override";

/** What is done with a request; `body` is what the contract of its path asks for. */
export function useRequestAct(request: Pick<ClearanceRequestAnswer, "id" | "paperId">) {
  const refresh = useRefresh(request.paperId);
  return useWrite(
    ({ act, body }: { act: RequestAct; body: object }, key: string) =>
      api.post<ClearanceRequestAnswer>(`/clearance-requests/${request.id}/${act}`, body, key),
    { onSuccess: refresh },
  );
}

export function useSetMeeting(paperId: string) {
  const refresh = useRefresh(paperId);
  return useWrite(
    (body: object, key: string) => api.post<PaperMeeting>(`/papers/${paperId}/meeting`, body, key),
    { onSuccess: refresh },
  );
}

/** The address of the sealed record, to be kept as a file. */
export const recordAddress = (
  paperId: string,
  form: "json" | "pdf",
  language: "es" | "en",
): string => `/api/v1/papers/${paperId}/record?form=${form}&language=${language}`;

// ── From a mail ─────────────────────────────────────────────────────────────

/** What a link asks. The token itself is in no key. */
export const openLink = (token: string, language: string | undefined): Promise<LinkedClearance> =>
  api.post("/clearance-links/open", { token, ...(language === undefined ? {} : { language }) });

export const sendLinkCode = (token: string): Promise<{ sentTo: string }> =>
  api.post("/clearance-links/code", { token });

export const answerLink = (answer: AnswerByLink): Promise<LinkedClearance> =>
  api.post("/clearance-links/answer", answer);
