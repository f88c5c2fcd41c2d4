import type { Edition } from "@istmo/contracts";
import { downloadFile } from "../../api/download.ts";
import { useWrite } from "../../api/use-write.ts";
import { useLanguage } from "../../i18n/use-language.ts";

/** Takes an edition out as a file; above what is open to all with a reason, which is recorded. */
export function useExport(edition: Edition, onDone?: () => void) {
  const language = useLanguage();
  return useWrite(
    (body: { readonly reason?: string }, idempotencyKey) =>
      downloadFile(
        `/editions/${edition.id}/export`,
        { ...body, language },
        { accept: "text/html", name: `${edition.id}.html`, idempotencyKey },
      ),
    onDone === undefined ? {} : { onSuccess: onDone },
  );
}
