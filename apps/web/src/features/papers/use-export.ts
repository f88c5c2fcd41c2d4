import type { Edition, ExportFormat, ExportSuggestions } from "@istmo/contracts";
import { downloadFile } from "../../api/download.ts";
import { useWrite } from "../../api/use-write.ts";
import { useLanguage } from "../../i18n/use-language.ts";

interface WantedExport {
  readonly format: ExportFormat;
  readonly suggestions: ExportSuggestions;
  readonly reason?: string;
}

/** What the file is called when the server gives it no name. */
const endings: Readonly<Record<ExportFormat, string>> = {
  html: "html",
  markdown: "md",
  text: "txt",
};

/** Takes an edition out as a file; above what is open to all with a reason, which is recorded. */
export function useExport(edition: Edition, onDone: () => void) {
  const language = useLanguage();
  return useWrite(
    (body: WantedExport, idempotencyKey) =>
      downloadFile(
        `/editions/${edition.id}/export`,
        { ...body, language },
        { accept: "*/*", name: `${edition.id}.${endings[body.format]}`, idempotencyKey },
      ),
    { onSuccess: onDone },
  );
}
