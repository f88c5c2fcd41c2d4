/**
 * Why the room does not let this page in. A browser is not told the status with which an upgrade was
 * refused, so the page asks over HTTP. Not through `api`: a session that has ended must not take
 * away the page with the unsaved words.
 */
export async function askWhyRefused(
  editionId: string,
): Promise<"notFound" | "sessionEnded" | null> {
  try {
    const { status } = await fetch(`/api/v1/editions/${editionId}`, { credentials: "same-origin" });
    if (status === 401) return "sessionEnded";
    return status === 404 ? "notFound" : null;
  } catch {
    return null; // No line at all.
  }
}
