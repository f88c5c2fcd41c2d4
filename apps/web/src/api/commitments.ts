/** Commitments: the ledger, one of them, and what is done with it. */
import {
  documentBytes,
  type Commitment,
  type CommitmentDetail,
  type CommitmentStepRequest,
  type Consultation,
  type KeptDocument,
  type ProposeCommitment,
} from "@istmo/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, newIdempotencyKey } from "./client.ts";
import { allPages } from "./pages.ts";
import { ApiProblem } from "./problem.ts";
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

/** Where a document is taken from. */
export const documentAddress = (id: string): string =>
  `/api/v1/documents/${encodeURIComponent(id)}`;

/** Uploads a document, to be given as evidence of a commitment. Rejects with ApiProblem. */
export async function uploadEvidence(commitmentId: string, file: File): Promise<KeptDocument> {
  if (file.size > documentBytes) throw new ApiProblem({ code: "file_too_large", status: 413 });
  const query = new URLSearchParams({
    ...{ subjectKind: "commitment", subjectId: commitmentId, name: file.name.slice(0, 200) },
  });
  const headers = {
    "content-type": "application/octet-stream",
    "idempotency-key": newIdempotencyKey(),
  };
  const address = `/api/v1/documents?${query.toString()}`;
  const answer = await fetch(address, { method: "POST", headers, body: file }).catch(
    (cause: unknown) => {
      throw new ApiProblem({ code: "offline" }, { cause });
    },
  );
  const body: unknown = await answer.json().catch(() => ({ code: "internal_error" }));
  if (answer.ok) return body as KeptDocument;
  const { code } = body as { code?: unknown };
  throw new ApiProblem({
    ...(body as object),
    ...{ code: typeof code === "string" ? code : "internal_error", status: answer.status },
  });
}
