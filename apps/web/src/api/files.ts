/** Pictures of a paper: uploaded with progress, shown by their address. */
import { pictureBytes, type PaperFile } from "@istmo/contracts";
import { newIdempotencyKey } from "./client.ts";
import { ApiProblem } from "./problem.ts";

/** Where a picture is shown. */
export const pictureAddress = (fileId: string): string =>
  `/api/v1/files/${encodeURIComponent(fileId)}`;

export interface UploadOptions {
  readonly signal: AbortSignal;
  /** How much has been sent, from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Uploads a picture; `fetch` does not tell how far it is. Rejects with ApiProblem. */
export function uploadPicture(
  paperId: string,
  file: File,
  { signal, onProgress }: UploadOptions,
): Promise<PaperFile> {
  if (file.size > pictureBytes)
    return Promise.reject(new ApiProblem({ code: "file_too_large", status: 413 }));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener("abort", stop, { once: true });
    const end = () => signal.removeEventListener("abort", stop);
    const fail = (problem: ApiProblem) => {
      end();
      reject(problem);
    };
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total === 0 ? 0 : loaded / total),
    );
    request.addEventListener("error", () => fail(new ApiProblem({ code: "offline" })));
    request.addEventListener("abort", () => fail(new ApiProblem({ code: "upload_cancelled" })));
    request.addEventListener("load", () => {
      const answer: unknown = request.response;
      const { status } = request;
      if (status >= 200 && status < 300) {
        end();
        resolve(answer as PaperFile);
      } else fail(problemOf(answer, status));
    });
    const name = encodeURIComponent(file.name.slice(0, 200));
    request.open("POST", `/api/v1/papers/${encodeURIComponent(paperId)}/files?name=${name}`);
    request.responseType = "json";
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("idempotency-key", newIdempotencyKey());
    request.send(file);
  });
}

function problemOf(answer: unknown, status: number): ApiProblem {
  if (typeof answer === "object" && answer !== null && "code" in answer)
    return new ApiProblem({ ...answer, code: String(answer.code), status });
  return new ApiProblem({ code: status >= 502 ? "database_away" : "internal_error", status });
}
