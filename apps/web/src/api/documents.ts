/** Documents that are kept as evidence. */
import { documentBytes, type DocumentSubjectKind, type KeptDocument } from "@istmo/contracts";
import { newIdempotencyKey } from "./client.ts";
import { ApiProblem } from "./problem.ts";

/** Where a document is taken from. */
export const documentAddress = (id: string): string =>
  `/api/v1/documents/${encodeURIComponent(id)}`;

/** Uploads a document, to be given as evidence of what it belongs to. Rejects with ApiProblem. */
export async function uploadDocument(
  subject: { readonly kind: DocumentSubjectKind; readonly id: string },
  file: File,
): Promise<KeptDocument> {
  if (file.size > documentBytes) throw new ApiProblem({ code: "file_too_large", status: 413 });
  const query = new URLSearchParams({
    ...{ subjectKind: subject.kind, subjectId: subject.id, name: file.name.slice(0, 200) },
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
