/** Commitments: the ledger, one of them, and what is done with it. */
import type {
  Commitment,
  CommitmentDetail,
  CommitmentStepRequest,
  Consultation,
  ProposeCommitment,
} from "@istmo/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client.ts";
import { allPages } from "./pages.ts";
import { queryKeys } from "./query-keys.ts";
import { useWrite } from "./use-write.ts";

/** Everything that the person may see; the page narrows it, so that its numbers stay whole. */
export const useCommitments = () =>
  useQuery({
    queryKey: ["commitments", "ledger"],
    queryFn: ({ signal }) => allPages<Commitment>("/commitments", { limit: 500 }, signal),
  });

export const useCommitment = (id: string) =>
  useQuery({
    queryKey: ["commitments", "one", id],
    queryFn: ({ signal }) => api.get<CommitmentDetail>(`/commitments/${id}`, undefined, signal),
  });

export const useConsultations = () =>
  useQuery({
    queryKey: ["consultations"],
    queryFn: ({ signal }) => allPages<Consultation>("/consultations", {}, signal),
    staleTime: 300_000,
  });

function useRefresh() {
  const cache = useQueryClient();
  return () => {
    void cache.invalidateQueries({ queryKey: ["commitments"] });
    void cache.invalidateQueries({ queryKey: queryKeys.waiting() });
  };
}

export function useProposeCommitment() {
  const onSuccess = useRefresh();
  return useWrite(
    (body: ProposeCommitment, key: string) => api.post<CommitmentDetail>("/commitments", body, key),
    { onSuccess },
  );
}

export function useCommitmentStep(id: string) {
  const onSuccess = useRefresh();
  return useWrite(
    (body: CommitmentStepRequest, key: string) =>
      api.post<CommitmentDetail>(`/commitments/${id}/steps`, body, key),
    { onSuccess },
  );
}

/** Makes an action item that carries the commitment. */
export function useCarryCommitment(id: string) {
  const onSuccess = useRefresh();
  return useWrite(
    (body: object, key: string) =>
      api.post<CommitmentDetail>(`/commitments/${id}/actions`, body, key),
    { onSuccess },
  );
}
