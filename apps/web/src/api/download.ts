import { fetchAnswer } from "./client.ts";

/** The name that the server gives a file: `filename*=UTF-8''…`, else `filename="…"` or `filename=…`. */
export function fileNameOf(disposition: string | null, otherwise: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return otherwise;
    }
  }
  const [, quoted, bare] = /filename=(?:"([^"]+)"|([^";\s]+))/i.exec(disposition ?? "") ?? [];
  return quoted ?? bare ?? otherwise;
}

/** Asks for a file below `/api/v1` and hands it to the browser to keep. */
export async function downloadFile(
  path: string,
  body: unknown,
  options: { accept: string; name: string; idempotencyKey?: string },
): Promise<void> {
  const { accept, name, idempotencyKey } = options;
  const response = await fetchAnswer("POST", `/api/v1${path}`, {
    body,
    accept,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = fileNameOf(response.headers.get("content-disposition"), name);
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
