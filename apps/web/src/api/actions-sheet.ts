/** Action items as a spreadsheet: downloaded, and read back filled in. */
import { sheetBytes, sheetTypes, type ActionsImport, type Language } from "@istmo/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { newIdempotencyKey } from "./client.ts";
import { ApiProblem } from "./problem.ts";

/** What the dialog of the system offers to choose. */
export const sheetFileTypes = [".xlsx", ".csv", ...sheetTypes].join(",");

/** Where the browser fetches what a filter shows. */
export function exportAddress(
  filter: Readonly<Record<string, string | number | boolean | undefined>>,
  language: Language,
) {
  const query = new URLSearchParams({ language });
  for (const [name, value] of Object.entries(filter))
    if (value !== undefined && name !== "limit") query.set(name, String(value));
  return `/api/v1/actions/export?${query.toString()}`;
}

export const templateAddress = (language: Language) =>
  `/api/v1/actions/sheet-template?language=${language}`;

interface SentSheet {
  readonly file: File;
  readonly language: Language;
  /** The SHA-256 of what was looked at, to take it. */
  readonly take: string | null;
}

async function sendSheet({ file, language, take }: SentSheet, key: string): Promise<ActionsImport> {
  if (file.size > sheetBytes) throw new ApiProblem({ code: "file_too_large", status: 413 });
  const query = new URLSearchParams({ language });
  if (take !== null) {
    query.set("take", "true");
    query.set("sha256", take);
  }
  const answer = await fetch(`/api/v1/actions/import?${query.toString()}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", "idempotency-key": key },
    body: file,
  }).catch((cause: unknown) => {
    throw new ApiProblem({ code: "offline" }, { cause });
  });
  const body: unknown = await answer.json().catch(() => ({ code: "internal_error" }));
  if (!answer.ok) {
    const { code } = body as { code?: unknown };
    throw new ApiProblem({
      ...(body as object),
      ...{ code: typeof code === "string" ? code : "internal_error", status: answer.status },
    });
  }
  return body as ActionsImport;
}

/** Looks at a filled sheet, or takes it. A file that is sent twice makes nothing twice. */
export function useImportActions() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wanted: SentSheet) => sendSheet(wanted, newIdempotencyKey()),
    onSuccess: ({ isTaken }) => {
      if (isTaken) void cache.invalidateQueries({ queryKey: ["actions"] });
    },
  });
}
