/**
 * Whom this browser's session belongs to now; null for nobody, undefined when nobody answers. Not
 * through `api`: that somebody asks must not make the page leave what it holds.
 */
export async function whoIsSignedIn(): Promise<string | null | undefined> {
  try {
    const answer = await fetch("/api/v1/me", { credentials: "same-origin" });
    if (answer.status === 401) return null;
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null && "id" in body && typeof body.id === "string"
      ? body.id
      : undefined;
  } catch {
    return undefined;
  }
}
