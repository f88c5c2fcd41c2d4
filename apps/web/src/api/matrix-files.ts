/** The matrix as a file: downloaded, and read back filled in. */
import {
  matrixFileBytes,
  type ExportMatrix,
  type MatrixFormat,
  type MatrixImport,
} from "@istmo/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { newIdempotencyKey } from "./client.ts";
import { downloadFile } from "./download.ts";
import { refreshMatrix } from "./matrix.ts";
import { ApiProblem } from "./problem.ts";
import { useWrite } from "./use-write.ts";

const types: Readonly<Record<MatrixFormat, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
/** What the dialog of the system offers to choose. */
export const matrixFileTypes = [".docx", ".xlsx", ...Object.values(types)].join(",");

export const useExportMatrix = (roundId: string) =>
  useWrite((wanted: ExportMatrix, idempotencyKey: string) =>
    downloadFile(`/rounds/${roundId}/matrix/export`, wanted, {
      ...{ accept: types[wanted.format], name: `matrix.${wanted.format}`, idempotencyKey },
    }),
  );

async function sendFile(
  roundId: string,
  { file, take }: { readonly file: File; readonly take: string | null },
): Promise<MatrixImport> {
  if (file.size > matrixFileBytes) throw new ApiProblem({ code: "file_too_large", status: 413 });
  const query = take === null ? "" : `?take=true&sha256=${take}`;
  const address = `/api/v1/rounds/${encodeURIComponent(roundId)}/matrix/import${query}`;
  const headers = {
    "content-type": "application/octet-stream",
    "idempotency-key": newIdempotencyKey(),
  };
  const answer = await fetch(address, { method: "POST", headers, body: file }).catch(
    (cause: unknown) => {
      throw new ApiProblem({ code: "offline" }, { cause });
    },
  );
  const body: unknown = await answer.json().catch(() => ({ code: "internal_error" }));
  if (!answer.ok) {
    const { code } = body as { code?: unknown };
    throw new ApiProblem({
      ...(body as object),
      ...{ code: typeof code === "string" ? code : "internal_error", status: answer.status },
    });
  }
  return body as MatrixImport;
}

/** Looks at a filled file, or takes it: with the SHA-256 of what was looked at. */
export function useImportMatrix(roundId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { readonly file: File; readonly take: string | null }) =>
      sendFile(roundId, wanted),
    onSuccess: ({ isTaken }) => {
      if (isTaken) void refreshMatrix(cache, roundId);
    },
  });
}
